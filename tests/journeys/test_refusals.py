"""The pages that say no: each says what to do next, and is as accessible as the rest."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from alongside.agenda.actions import start_visit
from alongside.agenda.models import Appointment
from alongside.people.actors import actor_for
from alongside.people.tests.oidc_provider import Provider
from alongside.portal.views import home
from tests.journeys.conftest import SMALL, faults_at_both_sizes, give_session
from tests.journeys.scene import booked, open_door, token_to


@pytest.fixture
def phone(open_page, watch) -> Page:
    """A browser that is told no: the status it gets is meant."""
    watch.expected.append("the server responded with a status of")
    return open_page(SMALL)


@pytest.fixture
def appointment(cast) -> Appointment:
    return booked(cast, cast.rosa, days=3, said={"sleep": ("I wake at three", 3, "talk")}, most="")


def assert_says(page: Page, heading: str) -> None:
    assert page.get_by_role("heading", level=1).inner_text() == heading
    assert not (found := faults_at_both_sizes(page)), "\n".join(found)


def test_an_address_that_leads_nowhere(cast, phone):
    assert phone.goto("/no/such/page").status == 404
    assert_says(phone, "Page not found")


def test_the_record_of_somebody_else(cast, open_page, watch):
    watch.expected.append("404")
    page = open_page(SMALL, cast["winston"])
    assert page.goto(reverse("plans:plan", args=[cast.rosa.pk])).status == 404
    assert_says(page, "Page not found")


def test_a_form_that_was_open_too_long(cast, phone):
    phone.goto(reverse("account_login"))
    phone.context.clear_cookies()
    phone.get_by_role("button", name="Sign in", exact=True).click()
    assert_says(phone, "This page was open too long")


def test_asking_for_a_new_password_too_often(cast, phone, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "1/m/ip"}
    for _time in range(2):
        phone.goto(reverse("account_reset_password"))
        phone.get_by_label("E-mail address").fill("rosa@example.org")
        phone.get_by_role("button", name="Send me a link").click()
    assert_says(phone, "That was too often")


def test_more_than_a_form_can_hold(cast, phone, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1
    phone.goto(reverse("account_login"))
    phone.get_by_role("button", name="Sign in", exact=True).click()
    assert_says(phone, "We could not read that")


@pytest.mark.parametrize(
    ("problem", "heading"),
    [(PermissionDenied, "You cannot do this here"), (RuntimeError, "Sorry, something is wrong")],
)
def test_what_is_not_allowed_and_what_breaks(cast, phone, monkeypatch, problem, heading):
    def refuse(*_args):
        raise problem

    monkeypatch.setattr(home, "render", refuse)
    phone.goto("/")
    assert_says(phone, heading)


def test_words_sent_after_the_link_was_closed_are_shown_back(cast, phone, appointment):
    open_door(phone, token_to(appointment), cast.rosa.date_of_birth)
    phone.goto(reverse("portal:prepare", args=[token_to(appointment), "most"]))
    phone.context.clear_cookies(name="sessionid")
    phone.get_by_role("textbox").fill("I do not want to be here any more")
    phone.get_by_role("button", name="Send to my care team").click()
    phone.get_by_text("What you typed just now").wait_for()
    assert phone.get_by_text("Samaritans").is_visible()
    assert_says(phone, "We need to check it is you again")


def test_words_sent_after_the_appointment_began_are_shown_back(cast, phone, appointment):
    open_door(phone, token_to(appointment), cast.rosa.date_of_birth)
    phone.goto(reverse("portal:prepare", args=[token_to(appointment), "most"]))
    start_visit(by=actor_for(cast["nurse"]), appointment=appointment)
    phone.get_by_role("textbox").fill("And the stairs")
    phone.get_by_role("button", name="Send to my care team").click()
    phone.get_by_role("blockquote").get_by_text("And the stairs").wait_for()
    assert_says(phone, "Your appointment has begun, or is over")


def test_a_button_held_while_a_save_is_refused_still_sends(cast, phone, appointment):
    open_door(phone, token_to(appointment), cast.rosa.date_of_birth)
    phone.goto(reverse("portal:prepare", args=[token_to(appointment), "most"]))
    start_visit(by=actor_for(cast["nurse"]), appointment=appointment)
    phone.get_by_role("textbox").fill("And the stairs")
    phone.get_by_role("button", name="Send to my care team").hover()
    with phone.expect_response(lambda answer: answer.status == 409):
        phone.mouse.down()
    phone.wait_for_timeout(300)
    phone.mouse.up()
    phone.get_by_role("blockquote").get_by_text("And the stairs").wait_for()


def test_an_outside_identity_that_belongs_to_nobody_here(cast, phone, settings):
    provider = Provider()
    app = {"provider_id": "nhs-login", "name": "NHS login", "client_id": "alongside", "secret": "secret"}
    facts = {"server_url": provider.address, "oauth_pkce_enabled": True, "scope": ["openid", "email"]}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [{**app, "settings": facts}]}}
    client = Client()
    back = provider.authorise(client.post(reverse("openid_connect_login", args=["nhs-login"])).url)
    provider.claims = {"sub": "abc", "email": "stranger@example.org", "email_verified": True}
    give_session(phone, client.session.session_key)
    phone.goto(f"{reverse('openid_connect_callback', args=['nhs-login'])}?code={back['code']}&state={back['state']}")
    provider.stop()
    assert_says(phone, "We could not find your account")

"""The services somebody left with, by the link they were sent."""

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.directory.models import Provider, Service, Source
from alongside.messages.links import token_of
from alongside.messages.models import SignedLink
from alongside.people.actors import actor_for
from alongside.plans.actions import choose_service, give_services
from alongside.plans.models import Handover, Signposting
from alongside.worklist.models import Task
from conftest import BIRTHDAY


@pytest.fixture
def given(cast):
    source = Source.objects.create(key="test", name="A test", licence="Open", attribution="By nobody")
    provider = Provider.objects.create(source=source, source_key="p", name="Westhaven Together")
    nurse = actor_for(cast["nurse"])
    for name in ("Walkers", "Singers"):
        service = Service.objects.create(source=source, source_key=name, provider=provider, name=name)
        choose_service(by=nurse, person=cast.rosa, service=service)
    return give_services(by=nurse, handover=Handover.objects.get(), send=True)


@pytest.fixture
def token(given):
    return token_of(SignedLink.objects.get())


@pytest.fixture
def phone(client, token):
    client.post(reverse("portal:door", args=[token]), BIRTHDAY)
    return client


def row(name):
    return Signposting.objects.get(service__name=name)


def tap(phone, token, name, became):
    return phone.post(reverse("portal:chosen", args=[token]), {"service": row(name).pk, "became": became})


def more(phone, token, name, step, **posted):
    address = reverse("portal:chosen_more", args=[token, row(name).pk, step])
    return phone.post(address, posted) if posted else phone.get(address)


def test_nothing_is_shown_before_the_date_of_birth(client, token):
    answer = client.get(reverse("portal:chosen", args=[token]))
    assert answer["Location"] == reverse("portal:door", args=[token])


def test_the_door_leads_to_both_with_the_way_there(phone, token):
    page = phone.get(reverse("portal:chosen", args=[token])).content.decode()
    assert "The places you chose" in page
    assert "Walkers" in page
    assert "Singers" in page


def test_when_asked_the_same_page_asks(phone, token):
    Handover.objects.update(state="asked", asked_at=timezone.now())
    assert "How did it go?" in phone.get(reverse("portal:chosen", args=[token])).content.decode()


@pytest.mark.parametrize("became", ["wanted", "in_touch"])
def test_one_tap_is_an_answer(phone, token, became):
    assert tap(phone, token, "Walkers", became)["Location"] == reverse("portal:chosen", args=[token])
    assert row("Walkers").state == became


def test_going_is_saved_at_once_and_asked_about_further(phone, token):
    answer = tap(phone, token, "Walkers", "went")
    assert answer["Location"].endswith("/went/")
    assert (row("Walkers").state, row("Walkers").helped) == ("went", "")
    more(phone, token, "Walkers", "went", became="went:a_little")
    assert row("Walkers").helped == "a_little"


def test_what_did_not_work_out_is_saved_with_its_reason_and_a_wish_for_help(phone, token):
    tap(phone, token, "Walkers", "stopped")
    assert row("Walkers").state == "offered"  # not before there is a reason
    answer = more(phone, token, "Walkers", "stopped", became="stopped:not_for_me", help_wanted="1")
    assert answer["Location"] == reverse("portal:chosen_thanks", args=[token])
    assert row("Walkers").stopped_why == "not_for_me"
    assert Task.objects.get().kind == "stuck"
    assert "look for another way with you" in phone.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "posted", [{"became": "went:nonsense"}, {"became": "stopped:full"}, {"became": ""}, {"x": "y"}]
)
def test_rubbish_is_answered_with_what_can_be_chosen(phone, token, posted):
    answer = more(phone, token, "Walkers", "went", **posted)
    assert answer.status_code == 200
    assert "Choose the answer that is nearest" in answer.content.decode()
    assert row("Walkers").state == "offered"


@pytest.mark.parametrize("became", ["offered", "saved", "nonsense", ""])
def test_nobody_taps_what_is_not_on_offer(phone, token, became):
    tap(phone, token, "Walkers", became)
    assert row("Walkers").state == "offered"


def test_a_service_of_somebody_else_is_not_answered_about(phone, token, cast):
    other = choose_service(by=actor_for(cast["gp"]), person=cast.winston, service=row("Walkers").service)
    phone.post(reverse("portal:chosen", args=[token]), {"service": other.pk, "became": "went"})
    other.refresh_from_db()
    assert other.state == "offered"
    assert phone.get(reverse("portal:chosen_more", args=[token, other.pk, "went"])).status_code == 404


def test_no_such_step(phone, token):
    assert more(phone, token, "Walkers", "offered").status_code == 404

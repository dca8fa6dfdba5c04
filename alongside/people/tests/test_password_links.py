"""Breaking in with a link to a new password."""

import pytest
import time_machine
from django.test import Client

from alongside.people.tests.signing_in import ANOTHER, ask_for_reset, choose_password, reset_link
from conftest import letters

pytestmark = pytest.mark.usefixtures("fresh_counts")


def test_a_link_to_a_new_password_works_once(rosa):
    ask_for_reset(rosa.email)
    link = reset_link()
    choose_password(link)
    assert "no longer works" in Client().get(link, follow=True).content.decode()
    rosa.refresh_from_db()
    assert rosa.check_password(ANOTHER)


def test_using_one_link_ends_those_sent_before_and_after(rosa):
    links = []
    for _time in range(3):
        ask_for_reset(rosa.email)
        links.append(reset_link())
    choose_password(links[1])
    for link in links:
        assert "no longer works" in Client().get(link, follow=True).content.decode()


def test_a_link_opened_before_another_was_used_sets_no_password(rosa):
    ask_for_reset(rosa.email)
    early = Client()
    where = early.get(reset_link(), follow=True).redirect_chain[-1][0]
    ask_for_reset(rosa.email)
    choose_password(reset_link())
    answer = early.post(where, {"password1": "something else here", "password2": "something else here"})
    assert "no longer works" in answer.content.decode()
    rosa.refresh_from_db()
    assert rosa.check_password(ANOTHER)


def test_a_link_runs_out_after_three_days(rosa):
    with time_machine.travel("2026-03-03 10:00Z", tick=False) as clock:
        ask_for_reset(rosa.email)
        clock.shift(3 * 86400 + 1)
        assert "no longer works" in Client().get(reset_link(), follow=True).content.decode()


def test_a_link_of_one_account_is_worth_nothing_to_another(rosa, cast):
    ask_for_reset(rosa.email)
    forged = reset_link().replace(rosa.pk.hex, cast["winston"].pk.hex)
    assert forged != reset_link()
    assert "no longer works" in Client().get(forged, follow=True).content.decode()


def test_the_link_leads_to_our_own_address_whatever_name_the_server_was_called_by(rosa, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://alongside.example.org"
    ask_for_reset(rosa.email, HTTP_HOST="evil.example")
    assert "https://alongside.example.org/accounts/password/" in letters()[-1].body
    assert "evil" not in letters()[-1].body

"""The door: the right date of birth opens it, five wrong ones lock it and tell the practice."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from alongside.agenda import actions
from alongside.agenda.models import Appointment
from alongside.messages.links import token_of
from alongside.messages.models import SignedLink
from alongside.people.actors import actor_for
from alongside.people.models import ContactPreference
from alongside.worklist.models import Task
from conftest import BIRTHDAY, Cast

WRONG = {**BIRTHDAY, "date_of_birth_year": "1969"}


@pytest.fixture
def address(appointment: Appointment) -> str:
    return f"/l/{token_of(SignedLink.objects.get(subject_id=appointment.pk))}/"


def test_the_right_date_of_birth_opens_the_link(client: Client, address: str) -> None:
    assert "What is your date of birth?" in client.get(address).content.decode()
    answer = client.post(address, BIRTHDAY, follow=True)
    assert "What is on your mind?" in answer.content.decode()


def test_an_opened_link_does_not_ask_twice(client: Client, address: str) -> None:
    client.post(address, BIRTHDAY)
    assert client.get(address).status_code == 302


def test_the_page_before_the_date_of_birth_names_nobody(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert "Rosa" not in page
    assert "Ashworth" not in page


def test_a_page_says_the_language_it_is_in_whatever_the_browser_or_the_person_asked_for(
    client: Client, address: str, cast: Cast, settings: object
) -> None:
    settings.MESSAGE_LANGUAGES = ["en", "cy"]
    ContactPreference.objects.create(person=cast.rosa, language="cy")
    for answer in (
        client.get(address, headers={"accept-language": "cy"}),
        client.post(address, BIRTHDAY, follow=True, headers={"accept-language": "cy"}),
        client.get("/l/unknown/", headers={"accept-language": "ar"}),
    ):
        assert answer.content.decode().startswith('<!DOCTYPE html>\n<html lang="en-GB">')
        assert answer["Content-Language"] == "en-gb"


def test_a_wrong_date_says_so_and_keeps_what_was_typed(client: Client, address: str) -> None:
    page = client.post(address, WRONG).content.decode()
    assert "You have 4 tries left" in page
    assert 'value="1969"' in page


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"date_of_birth_day": "31", "date_of_birth_month": "2", "date_of_birth_year": "1968"},
        {"date_of_birth_day": "x", "date_of_birth_month": "☃", "date_of_birth_year": "99999"},
        {"date_of_birth_day": "1", "date_of_birth_month": "1", "date_of_birth_year": "2999"},
    ],
)
def test_something_that_is_no_birthday_is_explained_and_costs_no_try(
    client: Client, address: str, typed: dict[str, str]
) -> None:
    assert "There is a problem" in client.post(address, typed).content.decode()
    assert SignedLink.objects.get().wrong_tries == 0


def test_five_wrong_dates_lock_the_link_and_tell_the_practice_once(client: Client, address: str, cast: Cast) -> None:
    for _try in range(6):
        page = client.post(address, WRONG)
    assert page.status_code == 410
    assert "This link is locked" in page.content.decode()
    task = Task.objects.get()
    assert (task.kind, task.team, task.person) == ("link_locked", cast.elm_bank, cast.rosa)
    assert "This link is locked" in client.post(address, BIRTHDAY).content.decode()


def test_a_link_locked_before_easter_is_for_the_day_the_practice_opens_again(
    client: Client, cast: Cast, time_machine: object
) -> None:
    time_machine.move_to(datetime(2027, 3, 25, 18, tzinfo=UTC))
    appointment = actions.book_appointment(
        by=actor_for(cast["receptionist"]),
        person=cast.rosa,
        organisation=cast.elm_bank,
        starts_at=datetime(2027, 4, 1, 10, tzinfo=UTC),
    )
    for _try in range(5):
        client.post(f"/l/{token_of(SignedLink.objects.get(subject_id=appointment.pk))}/", WRONG)
    assert Task.objects.get().due == date(2027, 3, 30)


def test_a_link_that_ran_out_or_was_called_back_says_how_to_get_another(
    client: Client, address: str, appointment: Appointment, cast: Cast
) -> None:
    actions.cancel_appointment(by=actor_for(cast["receptionist"]), appointment=appointment)
    answer = client.get(address)
    assert answer.status_code == 410
    assert "Elm Bank Surgery" in answer.content.decode()


@pytest.mark.parametrize("token", ["x", "a" * 34, "..", "%00", "é" * 40])
def test_an_address_we_did_not_make_is_a_helpful_page(client: Client, db: None, token: str) -> None:
    answer = client.get(f"/l/{token}/")
    assert answer.status_code == 404


def test_a_changed_token_is_not_ours(client: Client, address: str) -> None:
    token = address.split("/")[2]
    forged = ("A" if token[0] != "A" else "B") + token[1:]
    assert client.get(f"/l/{forged}/").status_code == 404

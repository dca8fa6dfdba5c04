"""The desk of a practice: looking people up, registering them, putting right what is held."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.people.access import Can, may
from alongside.people.models import AuditEvent, Consent, Person, Registration
from alongside.people.tests.pages import post
from conftest import birthday

NEWCOMER = {
    "given_name": "Tomos", "family_name": "Fictional", "sex": "male", "nhs_number": "943 476 5919",
    "phone": "07700 900 982", "messages": "yes", **birthday(date(1957, 3, 27)),
}  # fmt: skip


def looked_for(cast, who: str, words: str) -> str:
    return cast.client(who).post("/people/find/", {"words": words}, follow=True).content.decode()


def details(person, **more) -> dict[str, str]:
    named = {"given_name": person.given_name, "family_name": person.family_name, "sex": "unknown"}
    return named | birthday(person.date_of_birth) | more


def died(on) -> dict[str, str]:
    return {f"died_on_{part}": str(getattr(on, part)) for part in ("day", "month", "year")}


@pytest.mark.parametrize("name", ["rosa", "breathing_nurse", "commissioner", "nobody"])
def test_the_desk_is_only_for_a_practice(cast, name):
    for view in ("find", "add"):
        assert cast.client(name).get(reverse(f"people:{view}")).status_code == 404


@pytest.mark.parametrize("words", ["rosa", "ASHW", "Rosa Ashworth", "9/3/1968", "9 3 1968", "943 476 5919"])
def test_people_are_found_by_name_day_of_birth_or_number(cast, words):
    Person.objects.filter(pk=cast.rosa.pk).update(nhs_number="9434765919")
    assert "Ashworth, Rosa" in looked_for(cast, "receptionist", words)
    assert "Ashworth, Rosa" not in looked_for(cast, "other_receptionist", words)


@pytest.mark.parametrize("words", ["", "zzz", "31/2/1968", "99/99/9999", "%", "0000000000"])
def test_looking_for_nobody_finds_nobody(cast, words):
    assert "Ashworth, Rosa" not in looked_for(cast, "receptionist", words)


@pytest.mark.parametrize("address", ["/people/find/", "/appointments/book/"])
@pytest.mark.parametrize(("number", "told"), [(30, False), (31, True)])
def test_more_people_than_are_shown_are_not_kept_quiet(cast, address, number, told):
    born = date(1950, 5, 5)
    people = Person.objects.bulk_create(
        [Person(given_name=f"Twin{place}", family_name="Many", date_of_birth=born) for place in range(number)]
    )
    Registration.objects.bulk_create(
        [Registration(person=person, practice=cast.elm_bank, since=born) for person in people]
    )
    html = cast.client("receptionist").post(address, {"words": "Many"}, follow=True).content.decode()
    assert len(set(re.findall(r"Twin\d+", html))) == 30
    assert ("Only the first 30 are shown" in html) == told


@pytest.mark.parametrize("address", ["/people/find/", "/appointments/book/"])
def test_whom_somebody_looks_for_is_never_in_an_address(cast, address):
    client = cast.client("receptionist")
    answer = client.post(address, {"words": "Winston"}, follow=True)
    assert [code for _address, code in answer.redirect_chain] == [302]
    assert "Winston" not in answer.redirect_chain[0][0]
    assert "Bright" in client.get(answer.redirect_chain[0][0]).content.decode(), "and going back shows it again"
    assert "Bright" not in client.get(address, {"words": "Winston"}).content.decode()
    client.logout()
    client.force_login(cast["manager"])
    assert "Bright" not in client.get(f"{address}?found=1", follow=True).content.decode()


def test_a_receptionist_registers_somebody_and_asks_about_messages(cast):
    post(cast, "receptionist", "add", practice=cast.elm_bank.pk, **NEWCOMER)
    person = Person.objects.get(family_name="Fictional")
    assert (person.nhs_number, person.phone) == ("9434765919", "07700900982")
    assert may(cast["gp"], Can.SEE_PLAN, person)
    assert Consent.objects.in_force().get(person=person).purpose == "care_team"


def test_registering_sent_twice_is_one_person(cast):
    for _click in range(2):
        answer = post(cast, "receptionist", "add", **{**NEWCOMER, "practice": cast.elm_bank.pk, "nhs_number": ""})
        assert answer.status_code == 302, answer.content.decode()
    assert Person.objects.filter(family_name=NEWCOMER["family_name"]).count() == 1
    assert Registration.objects.filter(person__family_name=NEWCOMER["family_name"]).count() == 1


def test_the_desk_notes_a_death_which_stops_messages_and_can_be_taken_back(cast):
    today = timezone.localdate()
    post(cast, "receptionist", "details", cast.rosa.pk, **details(cast.rosa, **died(today)))
    assert not may(cast["rosa"], Can.SEE_PLAN, cast.rosa)
    assert not may(cast["breathing_nurse"], Can.SEE_PLAN, cast.rosa)
    assert may(cast["nurse"], Can.SEE_PLAN, cast.rosa)
    for wrong in (today + timedelta(days=1), cast.rosa.date_of_birth - timedelta(days=1)):
        answer = post(cast, "receptionist", "details", cast.rosa.pk, **details(cast.rosa, **died(wrong)))
        assert "Check the date of death" in answer.content.decode()
    post(cast, "receptionist", "details", cast.rosa.pk, **details(cast.rosa))
    assert may(cast["rosa"], Can.SEE_PLAN, cast.rosa)
    assert AuditEvent.objects.filter(verb="person.corrected", detail={"changed": ["died_on"]}).count() == 2


def test_registering_twice_makes_one_person(cast):
    post(cast, "receptionist", "add", practice=cast.elm_bank.pk, **NEWCOMER)
    again = post(cast, "receptionist", "add", practice=cast.elm_bank.pk, **NEWCOMER)
    assert "Tomos Fictional is registered here with this NHS number" in again.content.decode()
    elsewhere = post(cast, "other_receptionist", "add", practice=cast.harbour_road.pk, **NEWCOMER)
    assert "is on record elsewhere" in elsewhere.content.decode()
    assert Person.objects.filter(family_name="Fictional").count() == 1


def test_somebody_who_left_another_practice_keeps_their_record(cast):
    post(cast, "other_receptionist", "add", practice=cast.harbour_road.pk, **NEWCOMER)
    person = Person.objects.get(family_name="Fictional")
    person.registrations.update(until=timezone.localdate() - timedelta(days=1))
    post(cast, "receptionist", "add", practice=cast.elm_bank.pk, **NEWCOMER)
    assert Person.objects.get(family_name="Fictional") == person
    assert may(cast["gp"], Can.SEE_PLAN, person)
    assert not may(cast["other_gp"], Can.SEE_PLAN, person)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"given_name": ""}, "Enter the first name"),
        ({"nhs_number": "943 476 5918"}, "Check the NHS number"),
        ({"date_of_birth_year": "2999"}, "Check the year"),
        ({"date_of_birth_day": "31", "date_of_birth_month": "2"}, "Enter a real date"),
    ],
)
def test_a_mistake_at_the_desk_keeps_what_was_typed(cast, change, words):
    answer = post(cast, "receptionist", "add", practice=cast.elm_bank.pk, **{**NEWCOMER, **change}).content.decode()
    assert words in answer
    assert 'value="Fictional"' in answer
    assert not Person.objects.filter(family_name="Fictional").exists()


def test_nobody_is_registered_with_a_practice_that_is_not_ones_own(cast):
    answer = post(cast, "receptionist", "add", practice=cast.harbour_road.pk, **NEWCOMER)
    assert answer.status_code == 200
    assert not Person.objects.filter(family_name="Fictional").exists()

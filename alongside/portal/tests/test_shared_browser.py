"""One browser, several people: what somebody opened before never opens for the next."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alongside.agenda import actions
from alongside.agenda.models import Appointment, Preparation
from alongside.messages.links import token_of
from alongside.messages.models import SignedLink
from alongside.people.actions import end_carer
from alongside.people.actors import SYSTEM, actor_for
from alongside.people.models import AuditEvent, CarerAgreement
from conftest import BIRTHDAY, Cast, birthday


def door(appointment: Appointment) -> str:
    return f"/l/{token_of(SignedLink.objects.get(subject_id=appointment.pk, revoked_at=None))}/"


@pytest.fixture
def his(cast: Cast) -> Appointment:
    """Winston's, at the same practice."""
    soon = timezone.now() + timedelta(days=4)
    by = actor_for(cast["receptionist"])
    return actions.book_appointment(by=by, person=cast.winston, organisation=cast.elm_bank, starts_at=soon)


@pytest.fixture
def shared(appointment: Appointment, cast: Cast) -> Client:
    """A browser in which Rosa opened her link."""
    client = Client()
    assert client.post(door(appointment), BIRTHDAY).url == door(appointment) + "prepare/mind/"
    return client


def test_the_next_persons_link_closes_the_one_before(
    shared: Client, appointment: Appointment, his: Appointment, cast: Cast
) -> None:
    assert shared.get(door(his)).status_code == 200, "each link asks for its own person's birthday"
    shared.post(door(his), birthday(cast.winston.date_of_birth))
    assert shared.get(door(his) + "prepare/mind/").status_code == 200
    assert shared.get(door(appointment) + "prepare/mind/").url == door(appointment)


def test_another_link_of_the_same_person_stays_open(shared: Client, appointment: Appointment, cast: Cast) -> None:
    later = timezone.now() + timedelta(days=20)
    other = actions.book_appointment(by=SYSTEM, person=cast.rosa, organisation=cast.elm_bank, starts_at=later)
    shared.post(door(other), BIRTHDAY)
    assert shared.get(door(appointment) + "prepare/mind/").status_code == 200


@pytest.mark.parametrize("who", ["receptionist", "winston", "rosa"])
def test_whoever_signs_in_after_is_asked_for_the_birthday(
    shared: Client, appointment: Appointment, cast: Cast, who: str
) -> None:
    shared.force_login(cast[who])
    session = shared.session
    session["second_factor"] = str(cast[who].pk)
    session.save()
    assert shared.get(door(appointment) + "prepare/mind/").url == door(appointment)
    assert shared.get(door(appointment) + "appointment.ics").url == door(appointment)


def test_what_was_opened_signed_in_closes_when_they_sign_out(appointment: Appointment, cast: Cast) -> None:
    browser = cast.client("nobody")
    browser.post(door(appointment), BIRTHDAY)
    assert browser.get(door(appointment) + "prepare/mind/").status_code == 200
    browser.logout()
    assert browser.get(door(appointment) + "prepare/mind/").url == door(appointment)


def test_staff_who_open_a_link_are_named_in_the_trail(appointment: Appointment, cast: Cast) -> None:
    browser = cast.client("receptionist")
    browser.post(door(appointment), BIRTHDAY)
    browser.post(door(appointment) + "prepare/mind/", {"areas": ["sleep"]})
    done = AuditEvent.objects.filter(person_id=cast.rosa.pk, verb__in=["link.opened", "preparation.areas_chosen"])
    assert {(row.user_id, row.actor) for row in done} == {
        (cast["receptionist"].pk, "a receptionist at Elm Bank Surgery, by your link,")
    }
    assert Preparation.objects.get().given_by == "staff"


def test_a_stranger_signed_in_is_not_taken_for_somebody_who_acts_for_her(appointment: Appointment, cast: Cast) -> None:
    browser = cast.client("winston")
    browser.post(door(appointment), BIRTHDAY)
    row = AuditEvent.objects.get(verb="link.opened")
    assert (row.user_id, row.actor) == (cast["winston"].pk, "somebody else signed in here, by your link,")


def test_her_daughter_needs_no_link_and_gets_none(appointment: Appointment, cast: Cast) -> None:
    before = SignedLink.objects.count()
    browser = cast.client("daughter")
    page = browser.get(f"/prepare/{appointment.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == f"/prepare/{appointment.pk}/mind/"
    said = browser.post(f"/prepare/{appointment.pk}/mind/", {"areas": ["sleep"]}, follow=True).content.decode()
    assert "/l/" not in said
    assert SignedLink.objects.count() == before
    assert browser.get(f"/prepare/{appointment.pk}/appointment.ics")["Content-Type"].startswith("text/calendar")


@pytest.mark.parametrize("step", ["mind/", "how-much/", "done/", "appointment.ics"])
def test_a_carer_whose_agreement_ends_in_the_middle_is_out_at_once(
    appointment: Appointment, cast: Cast, step: str
) -> None:
    browser, address = cast.client("daughter"), f"/prepare/{appointment.pk}/"
    browser.get(address, follow=True)
    browser.post(address + "mind/", {"areas": ["sleep"]})
    end_carer(by=actor_for(cast["rosa"]), agreement=CarerAgreement.objects.get())
    assert browser.get(address + step).status_code == 404
    assert browser.post(address + "mind/", {"areas": ["pain"]}).status_code == 404
    assert list(Preparation.objects.get().concerns.values_list("area", flat=True)) == ["sleep"]


def test_words_typed_as_the_session_ran_out_are_shown_back(appointment: Appointment, cast: Cast) -> None:
    browser, address = cast.client("rosa"), f"/prepare/{appointment.pk}/most/"
    browser.get(address)
    browser.logout()
    answer = browser.post(address, {"words": "My knees"})
    assert answer.status_code == 409
    assert "My knees" in answer.content.decode()
    assert f"/accounts/login/?next={address}" in answer.content.decode()
    saved = browser.post(address, {"words": "My knees"}, headers={"X-Autosave": "1"}).json()
    assert (saved["saved"], saved["door"]) == (False, f"/accounts/login/?next={address}")
    assert Preparation.objects.get().most_important == ""

"""Somebody with several roles acts, and is named in the trail, in the one that lets them at the person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.agenda import actions as agenda
from alongside.agenda.models import Preparation, Visit
from alongside.people.actions import add_member
from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent, CarerAgreement, Membership, Organisation, Person, Role, User
from alongside.people.queries.trail import trail
from alongside.plans.models import Goal
from conftest import Cast


def make_member(user: User, place: Organisation, role: Role, title: str) -> None:
    add_member(by=SYSTEM, organisation=place, user=user, role=role, title=title)


def last_seen(person: Person) -> str:
    return AuditEvent.objects.filter(person_id=person.pk, verb__endswith=".seen").order_by("-id")[0].actor


@pytest.fixture
def busy_nurse(cast: Cast) -> User:
    """Works at Harbour Road longest, and since today with the breathing team and at Elm Bank."""
    user: User = cast["other_gp"]
    Membership.objects.update(since=timezone.localdate() - timedelta(days=99))
    make_member(user, cast.breathing_team, Role.CLINICIAN, "respiratory nurse")
    return user


def test_a_nurse_of_two_places_is_named_by_the_one_the_person_shares_with(cast: Cast, busy_nurse: User) -> None:
    cast.client("other_gp").get(f"/plans/{cast.rosa.pk}/")
    assert last_seen(cast.rosa) == "a respiratory nurse at Westhaven Breathing Team"
    cast.client("other_gp").get(f"/plans/{cast.priya.pk}/")
    assert last_seen(cast.priya) == "a GP at Harbour Road Practice"


def test_what_she_does_there_is_done_in_that_role_too(cast: Cast, busy_nurse: User) -> None:
    given = {"words": "Sing again", "confidence": "8", "follow_up_days": "14"}
    assert cast.client("other_gp").post(f"/plans/{cast.rosa.pk}/goals/add", given).status_code == 302
    assert Goal.objects.get().agreed_with == "a respiratory nurse at Westhaven Breathing Team"


def test_a_practice_comes_before_a_team(cast: Cast, busy_nurse: User) -> None:
    make_member(busy_nurse, cast.elm_bank, Role.CLINICIAN, "locum GP")
    cast.client("other_gp").get(f"/plans/{cast.rosa.pk}/")
    assert last_seen(cast.rosa) == "a locum GP at Elm Bank Surgery"


def test_a_role_that_does_not_let_her_is_not_the_one_named(cast: Cast) -> None:
    user = cast["receptionist"]
    Membership.objects.update(since=timezone.localdate() - timedelta(days=99))
    make_member(user, cast.breathing_team, Role.CLINICIAN, "respiratory nurse")
    cast.client("receptionist").get(f"/plans/{cast.rosa.pk}/")
    assert last_seen(cast.rosa) == "a respiratory nurse at Westhaven Breathing Team"
    cast.client("receptionist").get(f"/people/{cast.rosa.pk}/details/")
    assert last_seen(cast.rosa) == "a receptionist at Elm Bank Surgery"


def test_a_daughter_who_is_a_nurse_elsewhere_looks_as_a_daughter(cast: Cast) -> None:
    make_member(cast["daughter"], cast.harbour_road, Role.CLINICIAN, "nurse")
    soon = timezone.now() + timedelta(days=2)
    booked = agenda.book_appointment(by=SYSTEM, person=cast.rosa, organisation=cast.elm_bank, starts_at=soon)
    cast.client("daughter").get(f"/prepare/{booked.pk}/mind/")
    looked = next(glimpse for day in trail(cast.rosa).days for glimpse in day.glimpses)
    assert looked.sentence.startswith("Daughter Fictional, who acts for you,")
    assert Preparation.objects.get().given_by == "carer"


def test_a_carer_with_a_record_of_her_own_is_never_you(cast: Cast) -> None:
    CarerAgreement.objects.create(person=cast.winston, carer=cast["priya"], relationship="friend")
    make_member(cast["priya"], cast.harbour_road, Role.CLINICIAN, "nurse")
    cast.client("priya").get(f"/plans/{cast.winston.pk}/")
    assert last_seen(cast.winston) == "somebody who acts for you"


def test_a_visit_is_begun_by_the_role_it_belongs_to(cast: Cast, busy_nurse: User) -> None:
    make_member(busy_nurse, cast.elm_bank, Role.CLINICIAN, "locum GP")
    soon = timezone.now() + timedelta(minutes=5)
    booked = agenda.book_appointment(by=SYSTEM, person=cast.rosa, organisation=cast.elm_bank, starts_at=soon)
    cast.client("other_gp").post(f"/visits/start/{booked.pk}/")
    assert Visit.objects.get().seen_by == "locum GP"


def test_a_nurse_on_her_own_record_is_you(cast: Cast) -> None:
    cast["nurse"].person = cast.priya
    cast["priya"].delete()
    cast["nurse"].save()
    cast.client("nurse").get(f"/plans/{cast.priya.pk}/")
    assert not AuditEvent.objects.filter(person_id=cast.priya.pk, verb="plan.seen").exists()

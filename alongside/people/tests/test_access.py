"""What `people.access` lets each relation do; the matrix test over every URL is in tests/architecture."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.people.access import (
    ABOUT_PEOPLE,
    Can,
    Relation,
    may,
    organisations_for,
    practices_for,
    roles_with,
    visible_people,
)
from alongside.people.actors import is_own, memberships_of, user_of
from alongside.people.models import CarerAgreement, Consent, Membership, Person, Registration, Role, User

ABOUT_A_PERSON = {can for allowed in ABOUT_PEOPLE.values() for can in allowed}
# Who stands in which relation to Rosa.
RELATIONS = {
    "rosa": (Role.PATIENT, Relation.SELF),
    "daughter": (Role.CARER, Relation.CARER),
    "gp": (Role.CLINICIAN, Relation.PRACTICE),
    "nurse": (Role.CLINICIAN, Relation.PRACTICE),
    "receptionist": (Role.RECEPTIONIST, Relation.PRACTICE),
    "manager": (Role.PRACTICE_MANAGER, Relation.PRACTICE),
    "link_worker": (Role.LINK_WORKER, Relation.PRACTICE),
    "breathing_nurse": (Role.CLINICIAN, Relation.SHARED),
    "breathing_desk": (Role.RECEPTIONIST, Relation.SHARED),
    "coordinator": (Role.COORDINATOR, Relation.SHARED),
}
OTHERS = [
    "winston", "priya", "nobody", "other_gp", "other_receptionist", "lay_tutor", "clinical_tutor", "buddy", "editor",
    "steward", "improver", "commissioner", "evaluator", "administrator",
]  # fmt: skip
TODAY = date(2030, 3, 3)


@pytest.mark.parametrize("name", RELATIONS)
@pytest.mark.parametrize("capability", sorted(ABOUT_A_PERSON))
def test_each_relation_holds_what_the_table_says_and_no_more(cast, name, capability):
    assert may(cast[name], capability, cast.rosa) == (capability in ABOUT_PEOPLE[RELATIONS[name]])


@pytest.mark.parametrize("name", OTHERS)
def test_those_without_a_relation_cannot_even_see_that_somebody_exists(cast, name):
    for capability in Can:
        assert not may(cast[name], capability, cast.rosa)


def test_somebody_not_signed_in_sees_nobody(cast):
    assert not visible_people(AnonymousUser(), Can.SEE_PERSON).exists()
    assert organisations_for(AnonymousUser(), Can.SEE_ORGANISATION) == []
    assert not practices_for(AnonymousUser(), Can.MANAGE_APPOINTMENTS).exists()


@pytest.mark.parametrize("name", ["gp", "rosa", "daughter", "breathing_nurse"])
def test_a_closed_account_sees_nobody(cast, name):
    User.objects.filter(pk=cast[name].pk).update(is_active=False)
    user = User.objects.get(pk=cast[name].pk)
    assert not visible_people(user, Can.SEE_PERSON).exists()
    assert organisations_for(user, Can.SEE_ORGANISATION) == []


def test_a_receptionist_handles_appointments_and_sees_no_answers(cast):
    assert may(cast["receptionist"], Can.MANAGE_APPOINTMENTS, cast.rosa)
    for capability in (Can.SEE_ANSWERS, Can.SEE_PLAN, Can.RUN_VISIT):
        assert not may(cast["receptionist"], capability, cast.rosa)


def test_a_carer_neither_shares_nor_takes_away(cast):
    for capability in (Can.MANAGE_CONSENT, Can.EXPORT, Can.ERASE):
        assert not may(cast["daughter"], capability, cast.rosa)


@pytest.mark.parametrize("change", [{"died_on": TODAY}, {"restricted_at": timezone.now()}])
def test_after_death_or_being_forgotten_only_the_practice_reaches_the_record(cast, change):
    Person.objects.filter(pk=cast.rosa.pk).update(**change)
    seeing = {name for name in cast.users if may(cast[name], Can.SEE_PERSON, cast.rosa)}
    assert seeing == {"gp", "nurse", "receptionist", "manager", "link_worker"}


def test_only_a_practice_reaches_people_by_registration(cast):
    Membership.objects.create(user=cast["nobody"], organisation=cast.economy, role=Role.CLINICIAN)
    Membership.objects.create(user=cast["nobody"], organisation=cast.walkers, role=Role.PRACTICE_MANAGER)
    assert not visible_people(cast["nobody"], Can.SEE_PERSON).exists()


def test_withdrawn_sharing_ends_at_once_whatever_its_day(cast):
    Consent.objects.filter(person=cast.rosa).update(withdrawn_at=timezone.now())
    assert not may(cast["breathing_nurse"], Can.SEE_PLAN, cast.rosa)


@pytest.mark.parametrize(
    ("moment", "seen"),
    [("2030-03-03 23:30+00:00", True), ("2030-03-04 00:30+00:00", False)],
)
def test_sharing_ends_with_its_day_in_local_time(cast, moment, seen):
    Consent.objects.filter(person=cast.rosa, purpose="other_service").update(until=TODAY)
    with time_machine.travel(moment, tick=False):
        assert may(cast["breathing_nurse"], Can.SEE_PLAN, cast.rosa) is seen


def test_in_summer_the_day_ends_an_hour_before_midnight_universal_time(cast):
    Consent.objects.filter(person=cast.rosa, purpose="other_service").update(until=date(2030, 7, 1))
    with time_machine.travel("2030-07-01 22:30+00:00", tick=False):
        assert may(cast["breathing_nurse"], Can.SEE_PLAN, cast.rosa)
    with time_machine.travel("2030-07-01 23:30+00:00", tick=False):
        assert not may(cast["breathing_nurse"], Can.SEE_PLAN, cast.rosa)


days = st.integers(min_value=-3, max_value=3)
same_database = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@same_database
@given(since=days, until=st.none() | days)
@pytest.mark.parametrize(("model", "name"), [(Registration, "gp"), (Membership, "gp"), (CarerAgreement, "daughter")])
def test_a_relation_holds_exactly_between_its_days(cast, model, name, since, until):
    today = timezone.localdate()
    rows = model.objects.all()
    rows.update(since=today + timedelta(days=since), until=None if until is None else today + timedelta(days=until))
    assert may(cast[name], Can.SEE_PLAN, cast.rosa) == (since <= 0 and (until is None or until >= 0))


def test_seeing_who_is_visible_takes_one_query_for_the_memberships_and_one_for_the_people(
    cast, django_assert_num_queries
):
    with django_assert_num_queries(2):
        list(visible_people(cast["gp"], Can.SEE_PLAN))


@pytest.mark.parametrize(("who", "own"), [("rosa", True), ("winston", False), ("nurse", False)])
def test_an_account_is_ones_own_and_nobody_elses(cast, rf, who, own):
    request = rf.get("/")
    request.user = cast[who]
    assert is_own(request, cast.rosa.pk) is own
    assert not is_own(request, None)  # a place on a course may be a colleague's, who has no record here


def test_nobody_signed_in_is_no_account(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        user_of(request)


def test_a_request_asks_for_the_memberships_once(cast, rf, django_assert_num_queries):
    request = rf.get("/")
    request.user = User.objects.get(pk=cast["gp"].pk)
    memberships_of(request)
    with django_assert_num_queries(1):
        list(visible_people(request.user, Can.SEE_PLAN))


def test_organisations_are_reached_from_above_only_by_those_who_reach_down(cast):
    everything = {cast.economy.pk, cast.elm_bank.pk, cast.harbour_road.pk, cast.breathing_team.pk, cast.walkers.pk}
    assert set(organisations_for(cast["administrator"], Can.MANAGE_ORGANISATION)) == everything
    assert set(organisations_for(cast["editor"], Can.SEE_ORGANISATION)) == {cast.economy.pk}
    assert organisations_for(cast["manager"], Can.MANAGE_ORGANISATION) == [cast.elm_bank.pk]


def test_no_role_in_the_table_reaches_people_by_two_kinds_of_belonging_it_cannot_have():
    assert roles_with(Can.ERASE, Relation.SELF) == []
    assert roles_with(Can.ERASE, Relation.CARER) == []
    assert roles_with(Can.ERASE, Relation.PRACTICE) == [Role.PRACTICE_MANAGER]

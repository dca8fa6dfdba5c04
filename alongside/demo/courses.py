"""Courses in Westhaven: one that ended in autumn, whose reunion is to come, and two that people can still join."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random

import time_machine
from django.utils import timezone

from alongside.people.actors import Actor, actor_for, link_holder
from alongside.people.models import Organisation, Person, User
from alongside.programmes.actions import (
    add_venue,
    answer_offer,
    approve_tutor,
    assign_to_all,
    confirm_all,
    hold_session,
    join,
    mark,
    plan_cohort,
    stand_down,
)
from alongside.programmes.models import Attendance, Cohort, Session, Tutor, Venue

TUTORS = {"Lionel Hobbs": "lay", "Ivy Tranter": "lay", "Esther Vane": "clinical", "Moira Keating": "clinical"}
ENDED, BEGINS, NEXT = -100, 16, 24  # days from today
SOME = 8
# What others said when they were asked: course, answer, what makes it hard.
SAID = [("declined", "working"), ("declined", "groups"), ("offered", ""), ("declined", "travel"), ("accepted", "")]


def run_courses(people: Iterable[Person], places: dict[str, Organisation], workers: dict[str, User]) -> None:
    """Set the groups up as the coordinator would, and let the first go through its sessions."""
    coordinator, random = actor_for(workers["Owen Pryce"]), Random(5)
    everybody = list(people)
    with time_machine.travel(_at(ENDED - 30, 9), tick=False):
        venue = _venue(coordinator, places["breathing"])
        tutors = [_tutor(coordinator, workers[name], kind, places["westhaven"]) for name, kind in TUTORS.items()]
    first = _group(coordinator, venue, "self_management", _at(ENDED, 10), tutors[::2], everybody[:SOME])
    _hold(coordinator, first, random)
    begins = _group(coordinator, venue, "self_management", _at(BEGINS, 10), tutors[1:3], everybody[SOME : SOME + 4])
    last = begins.sessions.filter(kind=Session.Kind.ORDINARY).last()
    if last:
        stand_down(by=coordinator, session=last, kind="clinical")
    _group(coordinator, venue, "breathing", _at(NEXT, 14), tutors[::3], [])
    for person, (state, barrier) in zip(everybody[SOME + 4 :], SAID, strict=False):
        again = timezone.localdate() + timedelta(days=180) if barrier else None
        answer_offer(
            by=coordinator, person=person, course="self_management", state=state, barrier=barrier, ask_again_on=again
        )


def _venue(by: Actor, place: Organisation) -> Venue:
    return add_venue(
        by=by,
        organisation=place,
        name="Westhaven Health Centre, the garden room",
        address="Westhaven Health Centre",
        postcode=place.postcode,
        holds=14,
        step_free=True,
        hearing_loop=True,
        getting_there="The tram stops opposite. Two spaces for blue badges by the side door, which is the one to use.",
    )


def _tutor(by: Actor, user: User, kind: str, place: Organisation) -> Tutor:
    trained = timezone.localdate() - timedelta(days=200)
    return approve_tutor(by=by, user=user, kind=kind, organisation=place, trained_on=trained)


def _group(
    by: Actor, venue: Venue, course: str, starts_at: datetime, tutors: list[Tutor], people: list[Person]
) -> Cohort:
    """A group, its tutors, and those who joined it in the weeks before."""
    with time_machine.travel(min(starts_at - timedelta(days=25), timezone.now()), tick=False):
        cohort = plan_cohort(by=by, organisation=venue.organisation, course=course, venue=venue, starts_at=starts_at)
        for tutor in tutors:
            assign_to_all(by=by, cohort=cohort, tutor=tutor)
        confirm_all(by=by, cohort=cohort)
        for person in people:
            join(by=link_holder(person), cohort=cohort, person=person)
    return cohort


def _hold(by: Actor, cohort: Cohort, random: Random) -> None:
    """Each session, with most of them there."""
    rows = list(cohort.enrolments.placed())
    for session in cohort.sessions.filter(starts_at__lt=timezone.now()):
        with time_machine.travel(session.ends_at, tick=False):
            marks = {row.pk: random.choices(Attendance.Mark.values, weights=[8, 1, 1])[0] for row in rows}
            mark(by=by, session=session, marks=marks)
            hold_session(by=by, session=session)


def _at(days: int, hour: int) -> datetime:
    """On the Tuesday after so many days from now."""
    day = timezone.localdate() + timedelta(days=days)
    tuesday: date = day + timedelta(days=(1 - day.weekday()) % 7)
    return timezone.make_aware(datetime.combine(tuesday, time(hour)))

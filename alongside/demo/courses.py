"""Courses in Westhaven: one that ended in autumn, whose reunion is to come, and three that people can still join."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

import time_machine
from django.utils import timezone

from alongside.people.actors import Actor, actor_for, link_holder
from alongside.people.models import Organisation, Person, User
from alongside.programmes.actions import (
    add_cost,
    add_venue,
    answer_offer,
    approve_tutor,
    assign_to_all,
    catch_up_done,
    confirm_all,
    hold_session,
    join,
    mark,
    note_session,
    plan_catch_up,
    plan_cohort,
    rate,
    say_when,
    stand_down,
    train_team,
)
from alongside.programmes.models import Attendance, CatchUp, Cohort, Cost, Rating, Session, Tutor, Venue

TUTORS = {"Lionel Hobbs": "lay", "Ivy Tranter": "lay", "Esther Vane": "clinical", "Moira Keating": "clinical"}
ENDED, TRAINED, BEGINS, NEXT = -100, -60, 16, 24  # days from today
TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3
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
    _afterwards(coordinator, first, random)
    _train(coordinator, venue, places["elm_bank"], tutors[::2])
    begins = _group(
        coordinator, venue, "self_management", _at(BEGINS, 10, THURSDAY), tutors[1:3], everybody[SOME : SOME + 4]
    )
    last = begins.sessions.filter(kind=Session.Kind.ORDINARY).last()
    if last:
        stand_down(by=coordinator, session=last, kind="clinical")
    _group(coordinator, venue, "breathing", _at(NEXT, 14), tutors[::3], [])
    # For some who said no to the long one, as the site did that thought of the short one.
    _group(coordinator, venue, "mini", _at(NEXT, 10, WEDNESDAY), tutors[::3], everybody[SOME + 4 : SOME + 7])
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
        price=Decimal(35),
        step_free=True,
        hearing_loop=True,
        getting_there="The tram stops opposite. Two spaces for blue badges by the side door, which is the one to use.",
    )


def _tutor(by: Actor, user: User, kind: str, place: Organisation) -> Tutor:
    trained = timezone.localdate() - timedelta(days=200)
    pay = Decimal(15) if kind == "lay" else Decimal(90)
    tutor = approve_tutor(by=by, user=user, kind=kind, organisation=place, trained_on=trained, pay=pay)
    usual = [f"{day}{part}" for day in range(5) for part in ("am", "pm")]
    say_when(by=actor_for(user), user=user, usual=usual, most_a_week=3)
    return tutor


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


def _afterwards(by: Actor, cohort: Cohort, random: Random) -> None:
    """What the sessions covered, how they were, what was printed, and one that was made up for by phone."""
    held = list(cohort.sessions.filter(state=Session.State.HELD).select_related("cohort"))
    for session in held:
        with time_machine.travel(session.ends_at + timedelta(hours=4), tick=False):
            covers = list(session.covers)
            note_session(by=by, session=session, covered=covers[: random.choice([2, 3, 3])])
            for row in session.register.filter(mark=Attendance.Mark.HERE).select_related("enrolment__person"):
                answer = random.choices(Rating.Answer.values, weights=[7, 2, 1])[0]
                rate(by=by, session=session, enrolment=row.enrolment, answer=answer)
    with time_machine.travel(held[0].ends_at, tick=False):
        add_cost(by=by, cohort=cohort, kind=Cost.Kind.MATERIALS, pounds=Decimal("42.50"), words="Workbooks")
    missed = Attendance.objects.filter(session__in=held).exclude(mark=Attendance.Mark.HERE).first()
    if missed:
        with time_machine.travel(missed.session.ends_at + timedelta(days=2), tick=False):
            by_phone = plan_catch_up(by=by, enrolment=missed.enrolment, missed=missed.session, how=CatchUp.How.PHONE)
            catch_up_done(by=by, catch_up=by_phone)


def _train(by: Actor, venue: Venue, team: Organisation, tutors: list[Tutor]) -> None:
    """Two hours for everybody of a practice, to which most came."""
    begins = _at(TRAINED, 13, THURSDAY)
    with time_machine.travel(begins - timedelta(days=20), tick=False):
        cohort = plan_cohort(
            by=by, organisation=venue.organisation, course="pdp_bronze", venue=venue, starts_at=begins, team=team
        )
        for tutor in tutors:
            assign_to_all(by=by, cohort=cohort, tutor=tutor)
        confirm_all(by=by, cohort=cohort)
        train_team(by=by, cohort=cohort)
    session = cohort.sessions.get()
    with time_machine.travel(session.ends_at, tick=False):
        rows = list(cohort.enrolments.placed())
        mark(by=by, session=session, marks={row.pk: "absent" if row == rows[-1] else "here" for row in rows})
        hold_session(by=by, session=session)


def _at(days: int, hour: int, weekday: int = TUESDAY) -> datetime:
    """On the first such day of the week after so many days from now."""
    day = timezone.localdate() + timedelta(days=days)
    found: date = day + timedelta(days=(weekday - day.weekday()) % 7)
    return timezone.make_aware(datetime.combine(found, time(hour)))

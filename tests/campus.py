"""A course with its tutors and a room, in Westhaven."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from alongside.people.actors import Actor, actor_for
from alongside.people.models import Person, Registration
from alongside.programmes.actions import (
    add_venue,
    approve_tutor,
    assign_tutor,
    confirm_session,
    hold_session,
    make_variant,
    mark,
    plan_cohort,
    propose_term,
)
from alongside.programmes.actions.terms import Wanted
from alongside.programmes.models import Cohort, Enrolment, Session, Term, Tutor, Variant, Venue
from alongside.programmes.versions import Changes
from alongside.worklist.working_days import is_working_day
from conftest import Cast

COURSE = "self_management"


@dataclass
class Campus:
    """Who runs courses, who leads them, and where."""

    cast: Cast
    by: Actor
    venue: Venue
    lay: Tutor
    clinical: Tutor

    def plan(
        self, *, course: str = COURSE, days: int = 20, hour: int = 10, places: int | None = None, **more: object
    ) -> Cohort:
        given = {
            "organisation": self.cast.breathing_team,
            "venue": self.venue,
            "starts_at": in_days(days, hour),
            **more,
        }
        return plan_cohort(by=self.by, course=course, places=places, **given)

    def staff(self, cohort: Cohort) -> None:
        """Both tutors for every session, and each confirmed."""
        for session in cohort.sessions.all():
            for tutor in (self.lay, self.clinical):
                assign_tutor(by=self.by, session=session, tutor=tutor)
            confirm_session(by=self.by, session=session)

    def begin(self, cohort: Cohort) -> None:
        """Let time pass: all its sessions are over, each on a day of its own."""
        for number, session in enumerate(cohort.sessions.order_by("starts_at")):
            Session.objects.filter(pk=session.pk).update(
                starts_at=timezone.now() - timedelta(hours=1, days=300 - number)
            )

    def hold(self, session: Session, marks: dict[Enrolment, str]) -> None:
        """It was held four hours ago, and its register is as given."""
        Session.objects.filter(pk=session.pk).update(starts_at=timezone.now() - timedelta(hours=4), state="confirmed")
        session.refresh_from_db()
        mark(by=self.by, session=session, marks={row.pk: how for row, how in marks.items()})
        hold_session(by=self.by, session=session)

    def shorter(self, **changes: Any) -> Variant:
        """A version of the course with a session left out."""
        given = Changes(**{"minutes": {5: 0, 6: 120}, **changes})
        facts = {"name": "Our shorter one", "why": "The hall is let at noon", "changes": given}
        return make_variant(by=self.by, organisation=self.cast.breathing_team, course=COURSE, **facts)

    def term(self, *, course: str = "breathing", groups: int = 9, **more: Any) -> Term:
        """What could be held in ten weeks, beginning at ten in the morning."""
        first = timezone.localdate() + timedelta(days=30)
        given = {"first": first, "last": first + timedelta(days=70), "times": [time(10)], **more}
        wanted = [Wanted(course, groups)]
        return propose_term(by=self.by, organisation=self.cast.breathing_team, **{"wanted": wanted, **given})

    def people(self, count: int) -> list[Person]:
        made = [
            Person.objects.create(given_name=f"Guest{number}", family_name="Fictional", date_of_birth=date(1960, 1, 1))
            for number in range(count)
        ]
        for person in made:
            Registration.objects.create(person=person, practice=self.cast.elm_bank)
        return made


def in_days(days: int, hour: int = 10) -> datetime:
    """A working day so many days from now or soon after, from Monday to Thursday, at an hour that is a whole one."""
    at = timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)
    while at.weekday() > 3 or not is_working_day(at.date()):
        at += timedelta(days=1)
    return at


def make_campus(cast: Cast) -> Campus:
    by = actor_for(cast["coordinator"])
    facts = {"address": "1 Hall Lane", "postcode": "M33 7ZF", "holds": 14, "step_free": True, "getting_there": "Bus 41"}
    venue = add_venue(by=by, organisation=cast.breathing_team, name="Westhaven Hall", **facts)
    known = {"by": by, "organisation": cast.economy, "trained_on": date(2024, 5, 1), "most_a_week": 2}
    lay = approve_tutor(user=cast["lay_tutor"], kind="lay", **known)
    clinical = approve_tutor(user=cast["clinical_tutor"], kind="clinical", **known)
    return Campus(cast, by, venue, lay, clinical)

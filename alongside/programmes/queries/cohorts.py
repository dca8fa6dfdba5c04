"""Courses that are run: what comes next, who is on them, and what still has to be done."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.people.access import Can, organisations_for
from alongside.people.anonymity import FEWEST_ANSWERS
from alongside.people.models import Organisation, Person, Registration, User
from alongside.people.queries.organisations import economy_of, members_of, moved_away
from alongside.programmes.courses import PEOPLE, Course, courses
from alongside.programmes.models import Cohort, Enrolment, Offer, Session, Venue
from alongside.programmes.queries.catching_up import Missed, missed_in
from alongside.programmes.queries.completing import came, done_by
from alongside.programmes.queries.satisfaction import HowItWas, how_it_was
from alongside.programmes.queries.variants import Version, version_of_group

SOON = timedelta(days=14)
# Sessions whose tutors and room are shown beside them.
FULL: Any = Session.objects.select_related("venue", "lay_tutor__user", "clinical_tutor__user", "note").annotate(
    coming=Count("guests", filter=Q(guests__enrolment__state=Enrolment.State.PLACED))
)


@dataclass(frozen=True)
class Line:
    """A cohort in a list, and what still has to be done about it, in words."""

    cohort: Cohort
    sessions: list[Session]
    waiting: int

    @property
    def next(self) -> Session | None:
        """The next session; of a course that is over, none."""
        now = timezone.now()
        return next((row for row in self.sessions if row.ends_at > now and row.state != Session.State.CANCELLED), None)

    @property
    def to_do(self) -> list[str]:
        now = timezone.now()
        live = [row for row in self.sessions if row.state in Session.TO_COME]
        lacking = [row for row in live if row.missing and not row.exception and row.starts_at > now]
        words = []
        if lacking:
            count = len(lacking)
            words.append(ngettext("%(n)d session lacks a tutor", "%(n)d sessions lack a tutor", count) % {"n": count})
        if any(row.state == Session.State.PLANNED and now < row.starts_at < now + SOON for row in live):
            words.append(_("a session in the next two weeks is not confirmed"))
        if any(row.ends_at < now for row in live):
            words.append(_("a session is over and its register is not closed"))
        if self._is_thin:
            words.append(_("fewer than %(fewest)d have a place") % {"fewest": self.cohort.course.fewest})
        return words

    @property
    def _is_thin(self) -> bool:
        begins, now = self.sessions[0].starts_at, timezone.now()
        return now < begins < now + SOON and self.cohort.taken < self.cohort.course.fewest


@dataclass(frozen=True)
class OnIt:
    """Somebody with a place: how often they came."""

    enrolment: Enrolment
    came: int
    held: int
    done: bool
    moved: bool = False  # registered elsewhere by now, so somebody has to ask whether they still come


@dataclass(frozen=True)
class Waits:
    """Somebody who would like to go on a course and has no place yet."""

    person: Person
    course: Course
    since: object


@dataclass(frozen=True)
class CohortPage:
    line: Line
    course: Course
    on_it: list[OnIt]
    waiting: list[Enrolment]
    left: list[tuple[str, int]]  # why, and how many: not who
    wanting: list[Waits]
    colleagues: list[User]  # of the team it is for, and not on it
    exceptions: int
    missed: list[Missed]  # by those who have not done the course yet
    version: Version | None
    said: dict[UUID, HowItWas]

    @property
    def covered(self) -> tuple[int, int] | None:
        """How much of what its sessions were meant to cover they did cover; None while no tutor has said."""
        notes = [note for row in self.line.sessions if (note := getattr(row, "note", None))]
        asked = sum(len(note.asked) for note in notes)
        return (sum(len(note.covered) for note in notes), asked) if asked else None

    @property
    def ready(self) -> bool:
        """Whether some can be confirmed: planned, to come, and with all their tutors."""
        now = timezone.now()
        planned = (row for row in self.line.sessions if row.state == Session.State.PLANNED)
        return any(not row.missing and row.starts_at > now for row in planned)


def places_run_by(user: User | AnonymousUser) -> list[Organisation]:
    """The organisations whose courses an account runs."""
    return list(Organisation.objects.filter(pk__in=organisations_for(user, Can.RUN_COURSES)).order_by("name"))


def rooms_of(organisation: Organisation) -> QuerySet[Venue]:
    return Venue.objects.filter(organisation=organisation)


def teams_near(organisation: Organisation) -> QuerySet[Organisation]:
    """The practices and teams of the same health economy."""
    kinds = [Organisation.Kind.PRACTICE, Organisation.Kind.TEAM]
    return Organisation.objects.filter(pk__in=economy_of(organisation), kind__in=kinds).order_by("name")


def lines_of(organisations: list[UUID]) -> list[Line]:
    """The cohorts of some organisations: those that go on first, by their next session, then those that are over."""
    rows = Cohort.objects.filter(organisation__in=organisations).select_related("organisation", "team", "variant")
    rows = rows.prefetch_related(Prefetch("sessions", FULL.order_by("starts_at")))
    waiting = Counter(
        Enrolment.objects.filter(cohort__in=rows, state=Enrolment.State.WAITING).values_list("cohort_id", flat=True)
    )
    lines = [Line(row, list(row.sessions.all()), waiting[row.pk]) for row in rows]
    over = (Cohort.State.FINISHED, Cohort.State.CANCELLED)
    far = timezone.now() + timedelta(days=3650)
    return sorted(lines, key=lambda line: (line.cohort.state in over, line.next.starts_at if line.next else far))


def cohort_page(cohort: Cohort) -> CohortPage:
    sessions = list(FULL.filter(cohort=cohort).order_by("starts_at"))
    known = cohort.enrolments.reachable().select_related("person", "staff", "team", "cohort__variant")
    rows = list(known.order_by("joined_at"))
    placed = [row for row in rows if row.state == Enrolment.State.PLACED]
    waiting = [row for row in rows if row.state == Enrolment.State.WAITING]
    gone = moved_away((row.person_id for row in placed if row.person_id), cohort.organisation)
    days = came([row.pk for row in placed])
    done = done_by(placed, days)
    held = sum(row.state == Session.State.HELD and row.kind == Session.Kind.ORDINARY for row in sessions)
    return CohortPage(
        line=Line(cohort, sessions, len(waiting)),
        course=cohort.course,
        on_it=[
            OnIt(row, len(days.get(row.pk, {})), held, done=row.pk in done, moved=bool(row.person_id in gone))
            for row in placed
        ],
        waiting=waiting,
        left=_why_left(cohort),
        wanting=_wanting(cohort),
        colleagues=_colleagues(cohort, rows),
        exceptions=sum(bool(row.exception) for row in sessions),
        missed=[row for row in missed_in(cohort) if row.enrolment.pk not in done],
        version=version_of_group(cohort.variant),
        said=how_it_was(sessions),
    )


def _colleagues(cohort: Cohort, rows: list[Enrolment]) -> list[User]:
    """Of the team it is for, while somebody can still join: who neither has a place nor waits."""
    going_on = cohort.state in (Cohort.State.OPEN, Cohort.State.RUNNING)
    if cohort.team is None or not going_on or not cohort.sessions.filter(starts_at__gt=timezone.now()).exists():
        return []
    on_it = [row.staff_id for row in rows if row.staff_id and row.state != Enrolment.State.LEFT]
    return list(members_of(cohort.team).exclude(pk__in=on_it))


def _why_left(cohort: Cohort) -> list[tuple[str, int]]:
    """How many left and why, once there are enough not to tell whose reason it was; who died is nobody's reason."""
    shown = cohort.enrolments.filter(state=Enrolment.State.LEFT).exclude(left_why=Enrolment.Why.DIED)
    counted = Counter(shown.values_list("left_why", flat=True))
    if counted.total() < FEWEST_ANSWERS:
        return []
    return [(str(Enrolment.Why(why).label), count) for why, count in counted.most_common()]


def _wanting(cohort: Cohort) -> list[Waits]:
    """Who would like to go on this course, while somebody can still join."""
    if cohort.state != Cohort.State.OPEN or cohort.course.audience != PEOPLE:
        return []
    return [row for row in waiting_for_a_course(cohort.organisation) if row.course.key == cohort.course_key]


def waiting_for_a_course(organisation: Organisation) -> list[Waits]:
    """Who would like to go on a course that this organisation runs and has no place in one, longest first."""
    run = Cohort.objects.filter(organisation=organisation).values("course_key")
    registered = Registration.objects.current().filter(person=OuterRef("person"), practice__in=economy_of(organisation))
    on_one = Enrolment.objects.open().filter(
        person=OuterRef("person"), cohort__course_key=OuterRef("course_key"), cohort__state__in=["open", "running"]
    )
    done = Enrolment.objects.placed().filter(
        person=OuterRef("person"), cohort__course_key=OuterRef("course_key"), cohort__state="finished"
    )
    wanted = Offer.objects.filter(
        Exists(registered), ~Exists(on_one), ~Exists(done), state=Offer.State.ACCEPTED, course_key__in=run
    )
    living = wanted.filter(person__died_on=None, person__restricted_at=None)
    rows = living.select_related("person").order_by("changed_at")
    known = courses()
    return [Waits(row.person, known[row.course_key], row.changed_at) for row in rows if row.course_key in known]

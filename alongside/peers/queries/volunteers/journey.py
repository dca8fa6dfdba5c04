"""One volunteer's journey, gathered from the work itself and from what was noted by hand.

The stages are those that Newbronner and others describe (Health Foundation 2013, section 3.5.2): people who took part
became volunteers and tutors, and some went on to paid work.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.peers.models import Buddy, Member, ReferenceMember, Thanks, VolunteerStep
from alongside.people.models import User
from alongside.programmes.models import Enrolment, Tutor
from alongside.programmes.queries.completing import came


class Stage(IntEnum):
    """How far somebody has come."""

    PARTICIPANT = 0
    VOLUNTEER = 1
    TUTOR = 2
    EMPLOYED = 3


@dataclass(frozen=True)
class StepLine:
    """Something somebody did: when, what in words, and which stage it belongs to."""

    on: date
    words: str
    stage: Stage
    noted: VolunteerStep | None = None  # what was noted by hand can be taken back


@dataclass(frozen=True)
class Journey:
    user: User
    steps: list[StepLine]
    thanks: list[Thanks]

    @property
    def stage(self) -> Stage | None:
        return max((step.stage for step in self.steps), default=None)

    @property
    def rests(self) -> bool:
        """The last that is noted of them is that they take a rest."""
        last = self.steps[-1].noted if self.steps else None
        return last is not None and last.kind == VolunteerStep.Kind.RESTING

    @property
    def last_thanked(self) -> date | None:
        return timezone.localdate(self.thanks[0].at) if self.thanks else None

    @property
    def took_part(self) -> bool:
        """Came to it as somebody who had been on a course."""
        return any(step.stage == Stage.PARTICIPANT for step in self.steps)


def journey_of(user: User) -> Journey:
    """All of it, for the volunteer themselves."""
    return journeys([user])[0]


def journeys(users: Iterable[User], at: set[UUID] | None = None) -> list[Journey]:
    """In a fixed number of queries, however many; with `at` only what belongs to these organisations, and that they are
    tutors, who are lent.
    """
    known = list(users)
    steps: dict[UUID, list[StepLine]] = defaultdict(list)
    for pk, step in [*_courses(known, at), *_tutors(known), *_buddies(known, at), *_groups(known, at)]:
        steps[pk].append(step)
    for pk, step in [*_asked(known, at), *_noted(known, at)]:
        steps[pk].append(step)
    thanked: dict[UUID, list[Thanks]] = defaultdict(list)
    for row in _here(Thanks.objects.filter(user__in=known), "organisation", at).select_related("organisation"):
        thanked[row.user_id].append(row)
    return [Journey(user, sorted(steps[user.pk], key=lambda s: (s.on, s.stage)), thanked[user.pk]) for user in known]


Found = list[tuple[UUID, StepLine]]


def _here(rows: Any, field: str, at: set[UUID] | None) -> Any:
    """Rows of these organisations alone."""
    return rows if at is None else rows.filter(**{f"{field}__in": at})


def _courses(users: list[User], at: set[UUID] | None) -> Found:
    """Courses that they did, by the day of the last session they came to; also the reunion."""
    by_person = {user.person_id: user.pk for user in users if user.person_id}
    rows = Enrolment.objects.placed().filter(person__in=by_person).select_related("cohort__variant")
    places = list(_here(rows, "cohort__organisation", at))
    days = came([row.pk for row in places])
    done = [row for row in places if len(days.get(row.pk, {})) >= row.cohort.course.enough]
    return [
        (by_person[row.person_id], StepLine(max(days[row.pk].values()), _did(row), Stage.PARTICIPANT)) for row in done
    ]


def _did(row: Enrolment) -> str:
    return _("went on a course: %(course)s") % {"course": row.cohort.course.name}


def _tutors(users: list[User]) -> Found:
    """Lay tutors wherever they were approved: tutors are lent."""
    rows = Tutor.objects.filter(user__in=users, kind=Tutor.Kind.LAY).select_related("organisation")
    words = _("became a lay tutor, approved by %(place)s")
    return [
        (row.user_id, StepLine(row.since, words % {"place": row.organisation}, Stage.TUTOR))
        for row in rows
        if row.user_id
    ]


def _buddies(users: list[User], at: set[UUID] | None) -> Found:
    rows = _here(Buddy.objects.filter(user__in=users), "organisation", at).select_related("organisation")
    words = _("became a buddy, looked after by %(place)s")
    return [
        (row.user_id, StepLine(row.since, words % {"place": row.organisation}, Stage.VOLUNTEER))
        for row in rows
        if row.user_id
    ]


def _groups(users: list[User], at: set[UUID] | None) -> Found:
    """Groups that they run or ran, once these were listed."""
    by_person = {user.person_id: user.pk for user in users if user.person_id}
    rows = Member.objects.filter(person__in=by_person, runs_it=True, group__read_at__isnull=False)
    rows = _here(rows, "group__organisation", at).select_related("group__service")
    runs, ran = _("runs a group: %(group)s"), _("ran a group: %(group)s")
    return [
        (
            by_person[row.person_id],
            StepLine(
                timezone.localdate(max(row.joined_at, row.group.read_at)),
                (ran if row.left_at or row.group.ended_at else runs) % {"group": row.group},
                Stage.VOLUNTEER,
            ),
        )
        for row in rows
    ]


def _asked(users: list[User], at: set[UUID] | None) -> Found:
    by_person = {user.person_id: user.pk for user in users if user.person_id}
    rows = _here(ReferenceMember.objects.here().filter(person__in=by_person), "organisation", at)
    words = _("may be asked what they think, by %(place)s")
    return [
        (
            by_person[row.person_id],
            StepLine(timezone.localdate(row.agreed_at), words % {"place": row.organisation}, Stage.VOLUNTEER),
        )
        for row in rows.select_related("organisation")
    ]


STAGES = {VolunteerStep.Kind.EMPLOYED: Stage.EMPLOYED}


def _noted(users: list[User], at: set[UUID] | None) -> Found:
    rows = _here(VolunteerStep.objects.filter(user__in=users), "organisation", at)
    return [
        (row.user_id, StepLine(row.on, _words(row), STAGES.get(row.kind, Stage.VOLUNTEER), noted=row)) for row in rows
    ]


def _words(row: VolunteerStep) -> str:
    kind = str(row.get_kind_display())
    return f"{kind}: {row.words}" if row.words else kind

"""Reunions of courses, which can become groups."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from alongside.peers.models import Group
from alongside.people.models import Person
from alongside.programmes.models import Cohort, Enrolment, Session
from alongside.programmes.queries.completing import completed

BEFORE, AFTERWARDS = timedelta(days=21), timedelta(days=120)


def who_came_through(cohort: Cohort) -> list[Person]:
    """Everybody who did the course, lives and is not forgotten."""
    rows = list(_placed().filter(cohort=cohort).select_related("person", "cohort__variant"))
    done = completed(rows)
    return [row.person for row in rows if row.pk in done and row.person]


def came_through(cohort: Cohort, person: Person) -> bool:
    rows = list(_placed().filter(cohort=cohort, person=person).select_related("cohort__variant"))
    return bool(completed(rows))


def _placed() -> QuerySet[Enrolment]:
    placed = Enrolment.objects.placed().reachable()
    return placed.filter(person__isnull=False)


@dataclass(frozen=True)
class Reunion:
    """A reunion lately or soon, and the group it became."""

    session: Session
    group: Group | None

    @property
    def over(self) -> bool:
        return self.session.ends_at < timezone.now()


def reunions_of(person: Person) -> list[Reunion]:
    """Of the courses somebody did."""
    rows = list(_placed().filter(person=person).select_related("cohort__variant"))
    done = completed(rows)
    return _reunions(Session.objects.filter(cohort__in=[row.cohort_id for row in rows if row.pk in done]))


def reunions_at(organisations: list[UUID]) -> list[Reunion]:
    """Of all the courses of some places that have not become a group yet."""
    grown = Group.objects.sent().filter(cohort=OuterRef("cohort"))
    open_ones = Session.objects.filter(~Exists(grown), cohort__organisation__in=organisations)
    return _reunions(open_ones)


def _reunions(sessions: QuerySet[Session]) -> list[Reunion]:
    now = timezone.now()
    lately = sessions.filter(kind=Session.Kind.REUNION, starts_at__range=(now - AFTERWARDS, now + BEFORE))
    rows = list(lately.exclude(state=Session.State.CANCELLED).select_related("cohort__variant", "venue"))
    groups = Group.objects.sent().filter(cohort__in=[row.cohort_id for row in rows])
    grown = {group.cohort_id: group for group in groups.select_related("service")}
    return [Reunion(row, grown.get(row.cohort_id)) for row in rows]

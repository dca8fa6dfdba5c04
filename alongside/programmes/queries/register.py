"""The register of one session."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from alongside.programmes.models import Attendance, CatchUp, Enrolment, Session
from alongside.programmes.models.places import EnrolmentQuerySet
from alongside.programmes.queries.completing import by_clinicians
from alongside.programmes.queries.dates import turns_of


@dataclass(frozen=True)
class Row:
    enrolment: Enrolment
    mark: str
    guest: bool  # of another group
    turn: datetime | None = None  # when theirs is, where people come one after the other

    @property
    def name(self) -> str:
        return self.enrolment.who


@dataclass(frozen=True)
class Register:
    session: Session
    rows: list[Row]


def register_of(session: Session) -> Register:
    """Everybody who is expected, by their turn or else by name, and how they are marked."""
    marks = dict(Attendance.objects.filter(session=session).values_list("enrolment_id", "mark"))
    on_it = expected_at(session).reachable().select_related("person", "staff", "cohort")
    turns = turns_of(session)
    rows = [
        Row(each, marks.get(each.pk, ""), each.cohort_id != session.cohort_id, turns.get(each.pk)) for each in on_it
    ]
    return Register(session, sorted(rows, key=lambda row: (row.turn or session.ends_at, row.name)))


def expected_at(session: Session) -> EnrolmentQuerySet:
    """Who has a place in its group, if it is for them, and who of another group makes up there for what they missed."""
    guests = CatchUp.objects.filter(session=session).values("enrolment")
    rows = Enrolment.objects.placed().filter(Q(cohort=session.cohort_id) | Q(pk__in=guests))
    return by_clinicians(rows) if session.is_for_clinicians else rows

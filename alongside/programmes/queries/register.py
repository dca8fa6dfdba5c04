"""The register of one session."""

from dataclasses import dataclass

from alongside.programmes.models import Attendance, Enrolment, Session


@dataclass(frozen=True)
class Row:
    enrolment: Enrolment
    mark: str

    @property
    def name(self) -> str:
        return self.enrolment.who


@dataclass(frozen=True)
class Register:
    session: Session
    rows: list[Row]


def register_of(session: Session) -> Register:
    """Everybody with a place, by name, and how they are marked."""
    marks = dict(Attendance.objects.filter(session=session).values_list("enrolment_id", "mark"))
    placed = session.cohort.enrolments.placed().reachable().select_related("person", "staff", "cohort")
    rows = [Row(enrolment, marks.get(enrolment.pk, "")) for enrolment in placed]
    return Register(session, sorted(rows, key=lambda row: row.name))

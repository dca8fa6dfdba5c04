"""How sessions were for those who came: how many said what, and never who."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from alongside.programmes.models import Attendance, Enrolment, Rating, Session

# Fewer answers than this could tell who said what.
FEWEST = 3
LATELY = timedelta(days=14)
Answer = Rating.Answer


@dataclass(frozen=True)
class HowItWas:
    """How many said each of the three answers; None where there are too few to show."""

    answers: int
    counts: dict[str, int] | None

    @property
    def good(self) -> int | None:
        """How many said that it was good for them."""
        return self.counts[Answer.GOOD] if self.counts else None

    @property
    def words(self) -> list[tuple[str, int]]:
        return [(str(Answer(key).label), count) for key, count in (self.counts or {}).items()]


def how_it_was(sessions: Iterable[Session]) -> dict[UUID, HowItWas]:
    """By session; in one query."""
    known = [session.pk for session in sessions]
    said: dict[UUID, Counter[str]] = {pk: Counter() for pk in known}
    for pk, answer in Rating.objects.filter(session__in=known).values_list("session_id", "answer"):
        said[pk][answer] += 1
    return {pk: _summed(counted) for pk, counted in said.items()}


def _summed(counted: Counter[str]) -> HowItWas:
    answers = counted.total()
    enough = answers >= FEWEST
    return HowItWas(answers, {key: counted[key] for key in Answer.values} if enough else None)


@dataclass(frozen=True)
class ToRate:
    """A session somebody came to lately, and what they said of it so far."""

    session: Session
    said: str

    @property
    def answers(self) -> list[tuple[str, str]]:
        return [(key, str(label)) for key, label in Answer.choices]


def sessions_to_rate(enrolment: Enrolment) -> list[ToRate]:
    """The latest first; whoever was marked as not there is not asked."""
    here = Attendance.objects.filter(enrolment=enrolment, mark=Attendance.Mark.HERE)
    rows = here.filter(session__starts_at__gt=timezone.now() - LATELY).select_related("session")
    said = dict(Rating.objects.filter(enrolment=enrolment).values_list("session_id", "answer"))
    return [ToRate(row.session, said.get(row.session_id, "")) for row in rows.order_by("-session__starts_at")]

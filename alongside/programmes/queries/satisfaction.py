"""How sessions were for those who came: how many said what, and never who."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from alongside.people.anonymity import FEWEST_ANSWERS
from alongside.programmes.models import Attendance, Enrolment, Rating, Session

# For which it can be said, or said otherwise. Only then is it shown, so that no difference tells who said what.
RATED_FOR = timedelta(days=3)
Answer = Rating.Answer


@dataclass(frozen=True)
class HowItWas:
    """How many said each of the three answers; None where there are too few to show, or some can still answer."""

    answers: int
    counts: dict[str, int] | None

    @property
    def good(self) -> int | None:
        """How many said that it was good for them."""
        return self.counts[Answer.GOOD] if self.counts else None

    @property
    def words(self) -> list[tuple[str, int]]:
        return [(str(Answer(key).label), count) for key, count in (self.counts or {}).items()]


def how_it_was(sessions: Collection[Session]) -> dict[UUID, HowItWas]:
    """By session; in one query."""
    known = [session.pk for session in sessions]
    said: dict[UUID, Counter[str]] = {pk: Counter() for pk in known}
    for pk, answer in Rating.objects.filter(session__in=known).values_list("session_id", "answer"):
        said[pk][answer] += 1
    settled = {session.pk: session.ends_at + RATED_FOR < timezone.now() for session in sessions}
    return {pk: _summed(counted, settled=settled[pk]) for pk, counted in said.items()}


def is_being_rated(session: Session) -> bool:
    """Once it is over, for some days."""
    over = session.state != Session.State.CANCELLED and session.ends_at <= timezone.now()
    return over and timezone.now() <= session.ends_at + RATED_FOR


def _summed(counted: Counter[str], *, settled: bool) -> HowItWas:
    answers = counted.total()
    enough = settled and answers >= FEWEST_ANSWERS
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
    rows = here.filter(session__starts_at__gt=timezone.now() - timedelta(days=5)).select_related("session")
    said = dict(Rating.objects.filter(enrolment=enrolment).values_list("session_id", "answer"))
    lately = [row.session for row in rows.order_by("-session__starts_at") if is_being_rated(row.session)]
    return [ToRate(session, said.get(session.pk, "")) for session in lately]

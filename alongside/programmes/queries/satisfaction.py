"""How sessions were for those who came: how many said what, and never who."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

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
    def shared(self) -> str | None:
        """What all said, or all but one.

        Where all say the same, whoever knows who came knows what each of them said, which no number of answers mends.
        So all, and all but one, are told with the same words: then of nobody it is certain, and tutors still see that
        nearly all agreed, and on what.
        """
        found = (key for key, count in (self.counts or {}).items() if count >= self.answers - 1)
        return next(found, None)

    @property
    def good(self) -> str:
        """For how many it was good, in words; nothing where that is not shown."""
        if not self.counts:
            return ""
        if self.shared == Answer.GOOD:
            return _("good for all %(n)d, or all but one") % {"n": self.answers}
        if self.shared:
            return _("good for none or one of %(n)d") % {"n": self.answers}
        return _("good for %(good)d of %(n)d") % {"good": self.counts[Answer.GOOD], "n": self.answers}

    @property
    def words(self) -> list[tuple[str, str]]:
        """What was said, and by how many."""
        if self.shared:
            how_many = _("all %(n)d, or all but one") % {"n": self.answers}
            return [(str(Answer(self.shared).label), how_many)]
        return [(str(Answer(key).label), str(count)) for key, count in (self.counts or {}).items()]


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

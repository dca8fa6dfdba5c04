"""Who could lead a session, and what somebody leads."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from alongside.people.models import Membership, Organisation, Role, User
from alongside.people.queries.organisations import economy_of
from alongside.programmes.hours import part_of
from alongside.programmes.models import Session, TimeAway, Tutor


@dataclass(frozen=True)
class Candidate:
    """An approved tutor: whether they are free then, neither away nor leading something, and how much they lead."""

    tutor: Tutor
    free: bool
    that_week: int
    usual: bool = True  # whether it is at a time when they can as a rule

    @property
    def full(self) -> bool:
        return self.that_week >= self.tutor.most_a_week


def tutors_for(session: Session, kind: str) -> list[Candidate]:
    """Approved tutors of a kind in the health economy: who is free and has least to do first."""
    day = timezone.localtime(session.starts_at).date()
    tutors = _approved(session.cohort.organisation, kind, day)
    monday = timezone.localtime(session.starts_at).replace(hour=0, minute=0) - timedelta(days=day.weekday())
    others = Session.objects.exclude(state=Session.State.CANCELLED).exclude(pk=session.pk)
    week = others.filter(starts_at__gte=monday, starts_at__lt=monday + timedelta(days=7))
    led: Counter[object] = Counter()
    busy = away_on(day)
    part = part_of(timezone.localtime(session.starts_at))
    for other in week.select_related("lay_tutor", "clinical_tutor"):
        for tutor in filter(None, (other.lay_tutor, other.clinical_tutor)):
            led[tutor.user_id] += 1
            if other.starts_at < session.ends_at and session.starts_at < other.ends_at:
                busy.add(tutor.user_id)
    found = [
        Candidate(tutor, tutor.user_id not in busy, led[tutor.user_id], not tutor.usual or part in tutor.usual)
        for tutor in tutors
    ]
    return sorted(found, key=lambda each: (not each.free, not each.usual, each.full, each.that_week))


def _approved(home: Organisation, kind: str, day: date) -> list[Tutor]:
    """By name. Whoever was approved by several is there once: as approved by `home`, if that is one of them."""
    here = Tutor.objects.filter(kind=kind, organisation__in=economy_of(home), since__lte=day)
    here = here.filter(Q(until=None) | Q(until__gte=day), user__is_active=True)
    rows = list(here.select_related("user", "organisation").order_by("user__name", "-since"))
    of_each = {row.user_id: row for row in sorted(rows, key=lambda row: row.organisation_id == home.pk)}  # the last
    return [row for row in rows if of_each[row.user_id] == row]


def away_on(day: date) -> set[object]:
    """Whose time away that day is part of."""
    return set(TimeAway.objects.filter(first__lte=day, last__gte=day).values_list("user_id", flat=True))


def works_as_tutor(at: str = "") -> Q:
    """Tutors whose account is open and who still have the role somewhere; `at` is the way there, `lay_tutor__`."""
    roles = [Role.LAY_TUTOR, Role.CLINICAL_TUTOR]
    still = Membership.objects.current().filter(user=OuterRef(f"{at}user"), role__in=roles)
    return Q(Exists(still), **{f"{at}user__is_active": True})


def may_lead(tutor: Tutor, session: Session) -> bool:
    """Still here, approved on that day, not away, and leading nothing else at that time."""
    if not Tutor.objects.filter(works_as_tutor(), pk=tutor.pk).exists():
        return False
    day = timezone.localdate(session.starts_at)
    if tutor.since > day or (tutor.until and tutor.until < day) or tutor.user_id in away_on(day):
        return False
    other = session.clinical_tutor if tutor.kind == Tutor.Kind.LAY else session.lay_tutor
    if other and other.user_id == tutor.user_id:  # two tutors are two people, whatever else each of them is
        return False
    own = Session.objects.exclude(state=Session.State.CANCELLED).exclude(pk=session.pk)
    theirs = own.filter(Q(lay_tutor__user=tutor.user_id) | Q(clinical_tutor__user=tutor.user_id))
    near = theirs.filter(starts_at__lt=session.ends_at, starts_at__gt=session.starts_at - timedelta(hours=24))
    return not any(other.ends_at > session.starts_at for other in near)


def leaders_of(sessions: Iterable[Session]) -> list[tuple[Session, Tutor | None]]:
    """Each session with each of its tutors, and None where there is none."""
    return [(row, tutor) for row in sessions for tutor in (row.lay_tutor, row.clinical_tutor)]


def approval_of(user: User | AnonymousUser) -> Tutor | None:
    """What somebody is approved to lead as; of several, the one they lead most as."""
    own = Tutor.objects.current().filter(user=user.pk)
    return own.select_related("user").order_by("-most_a_week").first()


def tutors_at(organisation: Organisation) -> list[Tutor]:
    """Whom an organisation has approved and not ended."""
    return list(Tutor.objects.current().filter(organisation=organisation, user__isnull=False).select_related("user"))


def could_be_tutors(organisation: Organisation) -> QuerySet[Membership]:
    """Members of the same health economy in the role of a tutor, whether or not they are approved."""
    roles = [Role.LAY_TUTOR, Role.CLINICAL_TUTOR]
    here = Membership.objects.current().filter(organisation__in=economy_of(organisation), role__in=roles)
    return here.filter(user__is_active=True).select_related("user").order_by("user__name")


def sessions_led_by(user: User) -> list[Session]:
    """What somebody leads: from two weeks ago, whose register may still be open, on."""
    own = Q(lay_tutor__user=user) | Q(clinical_tutor__user=user)
    lately = Session.objects.filter(own, starts_at__gt=timezone.now() - timedelta(days=14))
    rows = lately.exclude(state=Session.State.CANCELLED)
    return list(
        rows.select_related(
            "cohort__organisation", "cohort__variant", "venue", "lay_tutor__user", "clinical_tutor__user"
        )
    )

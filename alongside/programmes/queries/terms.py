"""What a proposal for a term goes by: rooms, tutors, and all that is planned already; and what was proposed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from alongside.people.access import Can, organisation_for
from alongside.people.models import Organisation
from alongside.people.queries.organisations import economy_of
from alongside.programmes.models import Session, Term, TermLine, TimeAway, Tutor
from alongside.programmes.queries.cohorts import rooms_of
from alongside.programmes.term import Leader, Room, Span
from alongside.programmes.term.starts import monday


def rooms_from(organisation: Organisation, first: date) -> list[Room]:
    """The rooms of an organisation, with what is planned in them from a day on."""
    busy: dict[UUID, list[Span]] = defaultdict(list)
    rooms = list(rooms_of(organisation))
    for row in _planned(first).filter(venue__in=rooms):
        busy[row.venue_id].append((row.starts_at, row.ends_at))
    return [Room(row.pk, row.holds, row.step_free, busy[row.pk]) for row in rooms]


def leaders_from(organisation: Organisation, first: date) -> list[Leader]:
    """The tutors of the health economy, with what they lead and when they are away from a day on.

    Whoever was approved by several comes first as approved by `organisation`: of what is the same, the first is taken.
    """
    rows = Tutor.objects.filter(Q(until=None) | Q(until__gte=first), organisation__in=economy_of(organisation))
    tutors = sorted(rows.filter(user__is_active=True), key=lambda row: row.organisation_id != organisation.pk)
    led = _led(_planned(monday(first)))
    away: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for row in TimeAway.objects.filter(last__gte=first):
        away[row.user_id].append((row.first, row.last))
    return [_leader(tutor, pk, led[pk], away[pk]) for tutor in tutors if (pk := tutor.user_id)]


def _planned(first: date) -> QuerySet[Session]:
    live = Session.objects.exclude(state=Session.State.CANCELLED)
    return live.filter(starts_at__date__gte=first - timedelta(days=1)).select_related("lay_tutor", "clinical_tutor")


def _led(sessions: Iterable[Session]) -> dict[UUID, list[Span]]:
    found: dict[UUID, list[Span]] = defaultdict(list)
    for row in sessions:
        for user in {tutor.user_id for tutor in (row.lay_tutor, row.clinical_tutor) if tutor and tutor.user_id}:
            found[user].append((row.starts_at, row.ends_at))
    return found


def _leader(tutor: Tutor, user: UUID, led: list[Span], away: list[tuple[date, date]]) -> Leader:
    weeks = Counter(monday(timezone.localdate(begins)) for begins, _ends in led)
    return Leader(
        pk=tutor.pk,
        user=user,
        kind=tutor.kind,
        most_a_week=tutor.most_a_week,
        since=tutor.since,
        until=tutor.until,
        usual=tutor.usual,
        busy=led,
        away=away,
        led=weeks,
    )


def term_for(request: HttpRequest, pk: UUID) -> Term:
    """A proposal of an organisation whose courses the account runs."""
    found = get_object_or_404(Term.objects.select_related("organisation"), pk=pk)
    organisation_for(request, found.organisation_id, Can.RUN_COURSES)
    return found


def line_of(term: Term, pk: UUID) -> TermLine:
    """A group of a proposal that was fetched with its capability; otherwise 404."""
    return get_object_or_404(term.lines.filter(starts_at__isnull=False), pk=pk)


def lines_of_term(term: Term) -> list[TermLine]:
    parts = ("variant", "team", "venue", "lay_tutor__user", "clinical_tutor__user", "cohort")
    return list(term.lines.select_related(*parts))


def proposals_of(organisation: Organisation) -> list[Term]:
    """The latest few."""
    return list(Term.objects.filter(organisation=organisation)[:5])

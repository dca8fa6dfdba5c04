"""Fetching one row for the signed-in account if it may, and 404 for everybody else."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from alongside.peers.models import Buddy, BuddyRequest, Call, Check, Match, Worry
from alongside.peers.queries.standing import EARLIER, agreed, with_conditions
from alongside.people.access import Can, ask, organisation_for, organisations_for, person_for

SEEN_FOR = timedelta(days=30)  # after which what ended is no longer read
PARTS = ("request__person", "request__organisation", "buddy__user")


def request_for(request: HttpRequest, pk: UUID) -> BuddyRequest:
    """A wish for a buddy that is not over, at an organisation whose buddies the account looks after."""
    rows = BuddyRequest.objects.filter(agreed()).exclude(state=BuddyRequest.State.OVER)
    known = rows.select_related("person__contact_preference", "organisation")
    found = get_object_or_404(known.prefetch_related(with_conditions(), *EARLIER), pk=pk)
    organisation_for(request, found.organisation_id, Can.MATCH_BUDDIES)
    return found


def match_for(request: HttpRequest, pk: UUID) -> Match:
    """A match that goes on or ended lately, at an organisation whose buddies the account looks after."""
    rows = Match.objects.filter(_lately(), request__person__restricted_at=None).select_related(*PARTS)
    found = get_object_or_404(rows, pk=pk)
    organisation_for(request, found.request.organisation_id, Can.MATCH_BUDDIES)
    return found


def _lately() -> Q:
    return Q(state__in=Match.OPEN) | Q(ended_at__gt=timezone.now() - SEEN_FOR)


def worry_for(request: HttpRequest, pk: UUID) -> Worry:
    """A worry about somebody at an organisation whose buddies the account looks after."""
    parts = [f"match__{part}" for part in PARTS]
    found = get_object_or_404(Worry.objects.select_related(*parts, "raised_by", "closed_by"), pk=pk)
    organisation_for(request, found.match.request.organisation_id, Can.MATCH_BUDDIES)
    return found


def buddy_for(request: HttpRequest, pk: UUID) -> Buddy:
    """A buddy of an organisation whose buddies the account looks after."""
    rows = Buddy.objects.current().select_related("user", "organisation").prefetch_related("checks")
    found = get_object_or_404(rows, pk=pk)
    organisation_for(request, found.organisation_id, Can.MATCH_BUDDIES)
    return found


def match_rung_by(request: HttpRequest, pk: UUID) -> Match:
    """A match whose buddy the account is, while it works as one."""
    ask(request, Can.BE_BUDDY)
    may = bool(organisations_for(request.user, Can.BE_BUDDY))
    rows = Match.objects.filter(_lately(), buddy__user=request.user.pk, request__person__restricted_at=None)
    return get_object_or_404((rows if may else rows.none()).select_related(*PARTS), pk=pk)


def check_of(buddy: Buddy, pk: UUID) -> Check:
    """A check of a buddy who was fetched with their capability; otherwise 404."""
    return get_object_or_404(buddy.checks, pk=pk)


def call_rung_by(request: HttpRequest, pk: UUID) -> Call:
    """A call of a match whose buddy the account is."""
    found = get_object_or_404(Call, pk=pk)
    found.match = match_rung_by(request, found.match_id)
    return found


def match_of_person(request: HttpRequest, pk: UUID) -> Match:
    """A match of a person whose plan the account may change."""
    found = get_object_or_404(Match.objects.select_related(*PARTS), pk=pk)
    found.request.person = person_for(request, found.request.person_id, Can.EDIT_PLAN)
    return found


def match_locked(match: Match) -> Match:
    """The row as it is now, held until the transaction ends, and its request, which is held first as in a proposal."""
    request = BuddyRequest.objects.select_for_update().get(pk=match.request_id)
    found = Match.objects.select_for_update().get(pk=match.pk)
    found.request = request
    return found

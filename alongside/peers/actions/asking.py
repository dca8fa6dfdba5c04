"""Asking for a buddy, and taking it back."""

from collections.abc import Collection
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.peers.actions.matching import end_match
from alongside.peers.letters import tell_of_wish
from alongside.peers.models import BuddyRequest, Match
from alongside.peers.refusals import AlreadyAsked
from alongside.people import audit
from alongside.people.actions.consent import give_consent
from alongside.people.actors import Actor
from alongside.people.models import Organisation, Person, Purpose

State = BuddyRequest.State


@transaction.atomic
def ask_for_buddy(
    *,
    by: Actor,
    person: Person,
    organisation: Organisation,
    topics: Collection[str] = (),
    interests: Collection[str] = (),
    free_at: Collection[str] = (),
    would_rather: str = "",
) -> BuddyRequest:
    """Put somebody on the list, with their yes to a buddy being told about them; its coordinators hear of it. Raises
    AlreadyAsked.
    """
    give_consent(by=by, person=person, purpose=Purpose.PEER_SUPPORTER)
    wish = BuddyRequest(
        person=person,
        organisation=organisation,
        by_whom=by.words[:300],
        topics=sorted(topics),
        interests=sorted(interests),
        free_at=sorted(free_at),
        would_rather=would_rather,
    )
    try:
        with transaction.atomic():
            wish.save(force_insert=True)
    except IntegrityError:
        raise AlreadyAsked from None
    audit.record(by=by, verb="buddy.asked", person=person, target=wish)
    transaction.on_commit(partial(tell_of_wish, organisation, by.user))
    return wish


@transaction.atomic
def withdraw(*, by: Actor, request: BuddyRequest) -> BuddyRequest:
    """They would rather not, or not any more. Whatever there was ends, kindly and at once."""
    request = BuddyRequest.objects.select_for_update().get(pk=request.pk)
    if request.state == State.OVER:
        return request
    match = request.matches.filter(state__in=Match.OPEN).first()
    if match:
        end_match(by=by, match=match, why=Match.Why.PERSON)
    else:
        request.state, request.over_at = State.OVER, timezone.now()
        request.save(update_fields=["state", "over_at"])
    audit.record(by=by, verb="buddy.withdrawn", person=request.person, target=request)
    return request

"""Telling somebody about their buddy, by their own way to be reached: a day, and never a name or what it is about."""

from datetime import date, timedelta

from django.utils import timezone

from alongside.messages import outbox
from alongside.peers.models import Match
from alongside.people.actors import Actor

FOUND, BEGINS, OVER = "buddy.found", "buddy.begins", "buddy.over"
WORTH_IT_FOR = timedelta(days=7)


def tell(*, by: Actor, match: Match, template: str, day: date) -> None:
    """Put one message about a match in the outbox; told once."""
    request = match.request
    outbox.enqueue(
        by=by,
        person=request.person,
        organisation=request.organisation,
        template=template,
        window=str(match.pk),
        facts={"day": day.isoformat()},
        subject_id=match.pk,
        not_after=timezone.now() + WORTH_IT_FOR,
    )

"""Telling somebody about their buddy, by their own way to be reached: a day, and never a name or what it is about."""

from datetime import date, timedelta

from django.utils import timezone

from alongside.messages import outbox
from alongside.peers.models import Match
from alongside.people.actors import Actor
from alongside.people.days import start_of

FOUND, BEGINS, OVER = "buddy.found", "buddy.begins", "buddy.over"
PAUSED, GOES_ON, STOPPED = "buddy.paused", "buddy.goes_on", "buddy.stopped"
WORTH_IT_FOR = timedelta(days=7)


def tell(*, by: Actor, match: Match, template: str, day: date) -> None:
    """Put one message about a match in the outbox; told once. That something begins or goes on is not told after the
    day."""
    request = match.request
    outbox.enqueue(
        by=by,
        person=request.person,
        organisation=request.organisation,
        template=template,
        window=f"{match.pk}:{day}",
        facts={"day": day.isoformat()},
        subject_id=match.pk,
        not_after=start_of(day + timedelta(days=1)) if template in (BEGINS, GOES_ON) else timezone.now() + WORTH_IT_FOR,
    )

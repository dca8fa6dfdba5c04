"""The person's wish for a buddy, who it was and the calls, as FHIR resources."""

from collections.abc import Iterator

from django.utils import timezone

from alongside.interop.export.held import Held
from alongside.interop.export.made import at, notes, on, organisation, reference, resource
from alongside.interop.fhir.parts import Resource
from alongside.peers.models import BuddyRequest, Call, Match
from alongside.peers.wishes import interests, topics
from alongside.programmes.hours import PARTS

STATES = {"waiting": "active", "matched": "active", "over": "completed"}


def buddies_of(held: Held) -> Iterator[Resource]:
    about = reference("Patient", held.person)
    yield from (_wish(row, about) for row in held.buddies)


def _wish(row: BuddyRequest, about: Resource) -> Resource:
    return resource(
        "ServiceRequest",
        row,
        status=STATES[row.state],
        intent="order",
        subject=about,
        code={"text": "a buddy"},
        performer=[organisation(row.organisation)],
        authoredOn=at(row.asked_at),
        note=notes(*_said(row), *(words for match in row.matches.all() for words in _match(match))),
    )


def _said(row: BuddyRequest) -> Iterator[str]:
    """What they would like to talk about, like, when they can, and who they would rather talk to."""
    yield from (topics()[key] for key in row.topics if key in topics())
    yield from (interests()[key] for key in row.interests if key in interests())
    yield from (f"{PARTS[key][0]} {PARTS[key][1]}" for key in row.free_at if key in PARTS)
    if row.would_rather:
        yield str(row.get_would_rather_display())


def _match(match: Match) -> Iterator[str]:
    yield f"{on(timezone.localdate(match.proposed_at))}, {match.buddy.called}: {match.get_state_display()}"
    yield from (_call(call) for call in match.calls.all() if call.outcome)


def _call(call: Call) -> str:
    return f"{on(call.due)}: {call.get_outcome_display()}" + (f", {call.minutes} min" if call.minutes else "")

"""The person's wish for a buddy, who it was and the calls, as FHIR resources."""

from collections.abc import Iterator

from django.utils import timezone

from alongside.interop.export.held import Held
from alongside.interop.export.made import at, notes, on, organisation, reference, resource
from alongside.interop.fhir.parts import Resource
from alongside.peers.models import BuddyRequest, Call, Match

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
        note=notes(*(words for match in row.matches.all() for words in _match(match))),
    )


def _match(match: Match) -> Iterator[str]:
    yield f"{on(timezone.localdate(match.proposed_at))}, {match.buddy.called}: {match.get_state_display()}"
    yield from (_call(call) for call in match.calls.all() if call.outcome)


def _call(call: Call) -> str:
    return f"{on(call.due)}: {call.get_outcome_display()}"

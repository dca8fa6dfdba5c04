"""Where the person was pointed to in the directory, as FHIR resources."""

from collections.abc import Iterator

from alongside.interop.export.held import Held
from alongside.interop.export.made import at, notes, on, organisation, period, reference, resource
from alongside.interop.fhir.parts import Resource
from alongside.plans.models import Handover, Signposting, SignpostingMove

STATUS = {
    "saved": "draft",
    "offered": "active",
    "wanted": "active",
    "in_touch": "active",
    "went": "completed",
    "stopped": "revoked",
}
ASKED = {
    "choosing": "draft",
    "given": "requested",
    "asked": "in-progress",
    "answered": "completed",
    "silent": "completed",
    "cancelled": "cancelled",
}


def pointed_to(held: Held) -> Iterator[Resource]:
    about = reference("Patient", held.person)
    yield from (_handover(row, about) for row in held.handovers)
    yield from (_signposting(row, about) for row in held.signpostings)


def _signposting(row: Signposting, about: Resource) -> Resource:
    return resource(
        "ServiceRequest",
        row,
        status=STATUS[row.state],
        intent="proposal",
        subject=about,
        code={"text": row.service.name},
        authoredOn=at(row.chosen_at),
        requester={"display": row.chosen_with} if row.chosen_with else {},
        basedOn=[reference("Task", row.handover)] if row.handover else [],
        note=notes(*(_step(move) for move in row.moves.all())),
    )


def _step(move: SignpostingMove) -> str:
    said = [move.get_after_display(), move.get_helped_display(), move.get_why_display()]
    return f"{on(move.at.date())}, {move.by_whom}: {'; '.join(str(part) for part in said if part)}"


def _handover(row: Handover, about: Resource) -> Resource:
    return resource(
        "Task",
        row,
        status=ASKED[row.state],
        intent="plan",
        for_=about,
        description="Ask what became of the services that were chosen",
        owner=organisation(row.organisation),
        authoredOn=at(row.given_at),
        lastModified=at(row.asked_at),
        restriction={"period": period(on(row.ask_on), None)},
    )

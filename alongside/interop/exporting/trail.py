"""What was sent, what was asked of the team, and who looked, as FHIR."""

from alongside.interop.exporting.elements import clean, own_code, period, resource, stamp, to, words
from alongside.interop.exporting.held import Held
from alongside.interop.fhir.parts import Resource
from alongside.interop.fhir.systems import CODES, ROW
from alongside.messages.models import Delivery, Message
from alongside.people.models import AuditEvent
from alongside.people.queries.trail import phrase
from alongside.worklist.models import Task, TaskMove

State = Message.State
SENT = {
    State.WAITING: "preparation",
    State.SENDING: "in-progress",
    State.SENT: "completed",
    State.FAILED: "stopped",
    State.CANCELLED: "not-done",
}


def message(held: Held, row: Message) -> Resource:
    said = [{"contentString": f"{name}: {value}"} for name, value in sorted(row.facts.items())]
    return resource(
        "Communication",
        row,
        status=SENT[State(row.state)],
        statusReason=words(row.reason),
        topic=own_code(row.template, row.template),
        medium=[words(row.channel)] if row.channel else [],
        subject=to("Patient", held.person),
        recipient=[to("Patient", held.person)],
        sent=stamp(row.sent_at),
        payload=said,
        note=[_delivery(each) for each in row.deliveries.all()],
        extension=[{"url": f"{CODES}:asked-for", "valueDateTime": stamp(row.created_at)}],
    )


def _delivery(row: Delivery) -> Resource:
    became = "handed to the provider" if row.accepted else row.problem or "not accepted"
    return {"time": stamp(row.at), "text": " ".join(filter(None, [row.channel, became, row.provider_reference]))}


def task(held: Held, row: Task) -> Resource:
    return resource(
        "Task",
        row,
        status="completed" if row.done_at else "requested",
        intent="order",
        code=own_code(f"worklist.{row.kind}", str(row.get_kind_display())),
        description=row.title,
        owner=to("Organization", row.team),
        authoredOn=stamp(row.created_at),
        restriction={"period": period(None, row.due)},
        executionPeriod=period(None, row.done_at),
        businessStatus=words(row.outcome),
        note=[*([{"text": row.note}] if row.note else []), *map(_move, row.moves.all())],
        **{"for": to("Patient", held.person)},
    )


def _move(row: TaskMove) -> Resource:
    put_off = f" (from {row.from_due} to {row.to_due})" if row.from_due != row.to_due else ""
    return {"time": stamp(row.at), "text": f"{row.reason}{put_off}"}


def event(held: Held, row: AuditEvent) -> Resource:
    """One row of the trail, in the words the person reads on the page of who looked."""
    made: Resource = clean(
        {
            "resourceType": "AuditEvent",
            "id": str(row.uid),
            "type": {"system": CODES, "code": row.verb, "display": phrase(row.verb)},
            "action": "R" if row.verb.endswith(".seen") else "E",
            "recorded": stamp(row.at),
            "agent": [{"name": row.actor, "requestor": True}],
            "source": {"observer": {"display": "Alongside"}},
            "entity": [
                {"what": to("Patient", held.person)},
                {"what": {"identifier": {"system": ROW, "value": row.target}}} if row.target else None,
                {"detail": [{"type": name, "valueString": str(value)} for name, value in sorted(row.detail.items())]},
            ],
        }
    )
    return made

"""The groups somebody comes to, and that they may be asked what they think, as FHIR resources.

What they said to a questionnaire is in neither file: nobody can tell any more whose it is.
"""

from collections.abc import Iterator

from django.utils import timezone

from alongside.interop.export.held import Held
from alongside.interop.export.made import at, notes, on, organisation, reference, resource
from alongside.interop.fhir.parts import Resource
from alongside.peers.models import Member, ReferenceMember


def peers_of(held: Held) -> Iterator[Resource]:
    about = reference("Patient", held.person)
    yield from (_group(row, about) for row in held.groups)
    yield from (_asked(row, about) for row in held.reference_groups)


def _group(row: Member, about: Resource) -> Resource:
    return resource(
        "ServiceRequest",
        row,
        status="completed" if row.left_at or row.group.ended_at else "active",
        intent="order",
        subject=about,
        code={"text": "a group"},
        performer=[organisation(row.group.organisation)],
        authoredOn=at(row.joined_at),
        note=notes(*said_of(row)),
    )


def said_of(row: Member) -> Iterator[str]:
    """Which group, by which name they are known there, and what they said and asked for."""
    yield str(row.group)
    yield f"known there as {row.called}" + (", runs it" if row.runs_it else "")
    yield from (
        f"{on(answer.day.on)}: {'said they would come' if answer.yes else 'not this time'}"
        for answer in row.answers.all()
    )
    yield from (f"{on(timezone.localdate(asked.asked_at))}: {asked.words}" for asked in row.support.all())
    yield from (f"{on(thought.week)}: was thought of" for thought in row.thought_of.all())
    yield from (f"{on(thought.week)}: thought of somebody" for thought in row.thoughts.all())


def _asked(row: ReferenceMember, about: Resource) -> Resource:
    return resource(
        "ServiceRequest",
        row,
        status="completed" if row.left_at else "active",
        intent="order",
        subject=about,
        code={"text": "may be asked what they think"},
        performer=[organisation(row.organisation)],
        authoredOn=at(row.agreed_at),
        note=notes(str(row.get_at_most_display()), *asked_about(row)),
    )


def asked_about(row: ReferenceMember) -> Iterator[str]:
    for invitation in row.invitations.all():
        yield f"{on(timezone.localdate(invitation.asked_at))}: {invitation.questionnaire}"

"""Asking for something to be done, and saying what became of it."""

from datetime import date
from uuid import UUID

from django.db import transaction

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation, Person, User
from alongside.worklist.models import Task


@transaction.atomic
def add_task(
    *,
    by: Actor,
    kind: str,
    person: Person,
    title: str,
    team: Organisation,
    due: date,
    note: str = "",
    owner: User | None = None,
    subject_id: UUID | None = None,
) -> Task:
    """Put a task on a team's list. The same kind and subject, while open, is the same task."""
    task, new = (
        Task.objects.get_or_create(
            kind=kind,
            subject_id=subject_id,
            done_at=None,
            person=person,
            defaults={"title": title, "note": note, "team": team, "owner": owner, "due": due},
        )
        if subject_id
        else (
            Task.objects.create(kind=kind, person=person, title=title, note=note, team=team, owner=owner, due=due),
            True,
        )
    )
    if new:
        audit.record(by=by, verb="task.added", person=person, target=task, kind=str(kind))
    return task

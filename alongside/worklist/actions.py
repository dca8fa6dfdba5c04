"""Asking for something to be done, and saying what became of it."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation, Person, User
from alongside.worklist.models import Task, TaskMove


class AlreadyDone(Exception):
    """Somebody else has done the task in the meantime."""


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
    """Put a task on a team's list. The same kind and subject, while open, is the same task.

    `title` is read by people who may not see the person's answers, so it never holds the person's words; `note` may.
    """
    task = Task(
        kind=kind, person=person, title=title, note=note, team=team, owner=owner, due=due, subject_id=subject_id
    )
    try:
        with transaction.atomic():
            task.save(force_insert=True)
    except IntegrityError:
        if subject_id is None:
            raise
        return Task.objects.get(kind=kind, subject_id=subject_id, done_at=None)
    audit.record(by=by, verb="task.added", person=person, target=task, kind=str(kind))
    return task


@transaction.atomic
def finish_task(*, by: Actor, task: Task, outcome: str = "") -> Task:
    """Say that a task is done. Said twice, the first stands."""
    task = _held(task)
    if task.done_at:
        return task
    task.done_at, task.done_by, task.outcome = timezone.now(), by.user, outcome
    task.save(update_fields=["done_at", "done_by", "outcome"])
    audit.record(by=by, verb="task.done", person=task.person, target=task)
    return task


@transaction.atomic
def pass_on(*, by: Actor, task: Task, owner: User | None, reason: str) -> Task:
    """Give a task to a colleague, or back to the whole team."""
    task = _still_open(task)
    if task.owner_id != (owner.pk if owner else None):
        _move(by, task, owner=owner, due=task.due, reason=reason)
        audit.record(by=by, verb="task.passed_on", person=task.person, target=task)
    return task


@transaction.atomic
def put_off(*, by: Actor, task: Task, due: date, reason: str) -> Task:
    """Give a task another day to be done by."""
    task = _still_open(task)
    if task.due != due:
        _move(by, task, owner=task.owner, due=due, reason=reason)
        audit.record(by=by, verb="task.put_off", person=task.person, target=task, until=due.isoformat())
    return task


def _move(by: Actor, task: Task, *, owner: User | None, due: date, reason: str) -> None:
    TaskMove.objects.create(
        task=task, by=by.user, reason=reason, from_owner=task.owner, to_owner=owner, from_due=task.due, to_due=due
    )
    task.owner, task.due = owner, due
    task.save(update_fields=["owner", "due"])


def _still_open(task: Task) -> Task:
    task = _held(task)
    if task.done_at:
        raise AlreadyDone
    return task


def _held(task: Task) -> Task:
    """The row as it is now, held until the transaction ends.

    Its owner is looked up afterwards: PostgreSQL, having waited for the row, would join the owner it had before.
    """
    return Task.objects.select_for_update().get(pk=task.pk)

"""Saying what became of each thing on an agenda: answered, carried, or handed on with a task."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alongside.agenda.destinations import destinations
from alongside.agenda.models import AgendaItem, Visit
from alongside.agenda.refusals import Settled
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.queries.sharing import practice_of
from alongside.worklist import actions as worklist
from alongside.worklist.models import Task
from alongside.worklist.working_days import working_day_from

Disposition = AgendaItem.Disposition


@transaction.atomic
def dispose(*, by: Actor, item: AgendaItem, disposition: str, handed_to: str = "") -> AgendaItem:
    """Say what became of an item. Before the visit closes, saying something else simply changes it."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("person", "organisation").get(pk=item.visit_id)
    item = AgendaItem.objects.select_related("concern", "task").get(pk=item.pk)
    handed_to = _destination(disposition, handed_to)
    if (item.disposition, item.handed_to) == (disposition, handed_to):
        return item
    if visit.closed_at or item.carried_with_id or AgendaItem.objects.filter(carried_from=item).exists():
        raise Settled
    _take_back_task(by, item)
    item.disposition, item.handed_to = Disposition(disposition), handed_to
    item.decided_at, item.decided_by = timezone.now(), by.user
    item.task = _hand_on(by, item, visit) if disposition == Disposition.HANDED else None
    item.save()
    audit.record(by=by, verb="agenda.answered", person=visit.person, target=item, disposition=str(disposition))
    return item


def _destination(disposition: str, handed_to: str) -> str:
    if disposition not in Disposition.values:
        raise ValueError(f"Not an answer we know: {disposition}.")
    if disposition != Disposition.HANDED:
        return ""
    if handed_to not in destinations():
        raise ValueError(f"Not somebody we can hand to: {handed_to}.")
    return handed_to


def _take_back_task(by: Actor, item: AgendaItem) -> None:
    if item.task and item.task.done_at is None:
        worklist.finish_task(by=by, task=item.task, outcome="Taken back in the visit.")


def _hand_on(by: Actor, item: AgendaItem, visit: Visit) -> Task | None:
    """The task names nobody's trouble in its title: a worklist is read by people who may not see answers."""
    team = visit.organisation or by.organisation or practice_of(visit.person)
    if team is None:
        return None
    to = destinations()[item.handed_to]
    return worklist.add_task(
        by=by,
        kind=Task.Kind.HAND_ON,
        person=visit.person,
        title=f"Handed on: {to.title.lower()}",
        note=_note_for(item),
        team=team,
        due=working_day_from(timezone.localdate() + timedelta(days=to.days)),
        subject_id=item.pk,
    )


def _note_for(item: AgendaItem) -> str:
    words = item.concern.words if item.concern else ""
    return f"{item.title}: {words}" if words else item.title


@transaction.atomic
def carry_the_rest(*, by: Actor, visit: Visit) -> list[AgendaItem]:
    """Carry everything without an answer to the next visit."""
    left = AgendaItem.objects.filter(visit=visit, disposition="")
    return [dispose(by=by, item=item, disposition=Disposition.CARRIED) for item in left]

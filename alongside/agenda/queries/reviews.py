"""Which review tasks are due for a person."""

from datetime import date

from django.utils import timezone

from alongside.agenda import reviews
from alongside.agenda.models import AgendaItem, Result
from alongside.people.models import Condition, Person

Kind = AgendaItem.Kind
Disposition = AgendaItem.Disposition


def due_reviews(person: Person, on: date) -> list[reviews.ReviewTask]:
    """The review tasks of the person's conditions that were not done within their interval."""
    kinds = Condition.objects.filter(person=person, abated=None).exclude(kind="").order_by("kind")
    kinds_here = list(dict.fromkeys(kinds.values_list("kind", flat=True)))
    codes = frozenset().union(*(task.codes for task in reviews.tasks_for(kinds_here)))
    return reviews.due(kinds_here, _done(person), _taken(person, codes), on)


def _done(person: Person) -> dict[str, date]:
    items = AgendaItem.objects.filter(visit__person=person, kind=Kind.REVIEW, disposition=Disposition.DONE)
    rows = items.order_by("decided_at").values_list("review", "decided_at")
    return {reviews.what_of(key): timezone.localdate(at) for key, at in rows if at}


def _taken(person: Person, codes: frozenset[str]) -> dict[str, date]:
    results = Result.objects.filter(person=person, code__in=codes).order_by("taken_at")
    return {code: timezone.localdate(at) for code, at in results.values_list("code", "taken_at")}

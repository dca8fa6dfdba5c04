"""What is on the agenda of a visit that begins. The caller holds the visit's person and saves the items."""

from django.db.models import Q
from django.utils import timezone

from alongside.agenda import areas, reviews
from alongside.agenda.models import AgendaItem, Appointment, Concern, Visit
from alongside.agenda.priorities import by_weight
from alongside.agenda.queries.reviews import due_reviews
from alongside.people.days import start_of
from alongside.people.models import Organisation

Kind = AgendaItem.Kind
Disposition = AgendaItem.Disposition


def agenda_for(visit: Visit) -> list[AgendaItem]:
    """The items of a visit that begins, in order and not yet saved: carried things first, then what was prepared, then
    what was said for an appointment that never took place, then the review tasks.
    """
    carried = list(
        AgendaItem.objects.select_for_update(of=("self",))
        .filter(visit__person=visit.person, disposition=Disposition.CARRIED, carried_to=None, carried_with=None)
        .exclude(visit=visit)
        .select_related("concern", "visit")
        .order_by("visit__started_at", "position")
    )
    carried = _each_once([item for item in carried if item.concern or _same_place(item, visit)])
    items = _concern_items(carried, _concerns_for(visit)) + _review_items(carried, visit)
    for position, item in enumerate(items, start=1):
        item.visit, item.position = visit, position
    return items


def _each_once(carried: list[AgendaItem]) -> list[AgendaItem]:
    """Two visits open at once may both carry the same thing: the newest words go on, and the others with them."""
    same: dict[str, list[AgendaItem]] = {}
    for item in carried:
        same.setdefault(_thing(item), []).append(item)
    return [_with_the_others(items) for items in same.values()]


def _thing(item: AgendaItem) -> str:
    if item.concern is None:
        return f"review {reviews.what_of(item.review)}"
    return str(item.concern.pk) if item.concern.area == areas.OTHER else item.concern.area


def _with_the_others(items: list[AgendaItem]) -> AgendaItem:
    goes_on = next((item for item in reversed(items) if item.concern and item.concern.words), items[-1])
    others = [item.pk for item in items if item is not goes_on]
    if others:
        AgendaItem.objects.filter(pk__in=others).update(carried_with=goes_on)
    return goes_on


def _concerns_for(visit: Visit) -> list[Concern]:
    """What was prepared for this appointment, then what was said for one that never took place."""
    prepared = Concern.objects.filter(preparation__appointment=visit.appointment)
    today = start_of(timezone.localdate(visit.started_at))
    called_off = Q(preparation__appointment__state__in=[Appointment.State.CANCELLED, Appointment.State.MISSED])
    unheard = Concern.objects.filter(
        called_off | Q(preparation__appointment__starts_at__lt=today),
        preparation__appointment__person=visit.person,
        preparation__appointment__visit=None,
        items=None,
    ).order_by("preparation__appointment__starts_at")
    return [*sorted(prepared, key=by_weight), *unheard]


def _concern_items(carried: list[AgendaItem], concerns: list[Concern]) -> list[AgendaItem]:
    """Carried things first. An area named again is one item: the newest words, pointing back at what was carried."""
    again = {concern.area: concern for concern in reversed(concerns) if concern.area != areas.OTHER}
    items: list[AgendaItem] = []
    taken: set[str] = set()
    for old in carried:
        if old.concern is not None:
            concern = again.get(old.concern.area, old.concern)
            items.append(AgendaItem(kind=Kind.CONCERN, concern=concern, carried_from=old))
            taken |= {concern.area} - {areas.OTHER}
    for concern in concerns:
        if concern.area not in taken:
            items.append(AgendaItem(kind=Kind.CONCERN, concern=concern))
            taken |= {concern.area} - {areas.OTHER}
    return items


def _review_items(carried: list[AgendaItem], visit: Visit) -> list[AgendaItem]:
    olds = {reviews.what_of(old.review): old for old in carried if old.review}
    due = {task.what: task.key for task in _due(visit)}
    items = [AgendaItem(kind=Kind.REVIEW, review=old.review, carried_from=old) for old in olds.values()]
    return items + [AgendaItem(kind=Kind.REVIEW, review=key) for what, key in due.items() if what not in olds]


def _same_place(old: AgendaItem, visit: Visit) -> bool:
    return old.visit.organisation_id == visit.organisation_id


def _due(visit: Visit) -> list[reviews.ReviewTask]:
    """The yearly reviews are the practice's; a team that sees somebody for one thing is not asked to do them."""
    practice = visit.organisation is None or visit.organisation.kind == Organisation.Kind.PRACTICE
    return due_reviews(visit.person, timezone.localdate(visit.started_at)) if practice else []

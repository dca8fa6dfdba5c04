"""The visit: building its agenda, saying what became of each thing on it, and closing it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alongside.agenda import areas, reviews
from alongside.agenda.destinations import destinations
from alongside.agenda.models import AgendaItem, Appointment, Concern, Visit
from alongside.agenda.priorities import by_weight
from alongside.agenda.queries.fetch import appointment_locked
from alongside.agenda.queries.reviews import due_reviews
from alongside.agenda.refusals import NotBooked, Settled, StillOpen
from alongside.messages import outbox
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.days import start_of
from alongside.people.models import Membership, Organisation, Person
from alongside.people.queries.sharing import practice_of
from alongside.worklist import actions as worklist
from alongside.worklist.models import Task
from alongside.worklist.working_days import working_day_from

Kind = AgendaItem.Kind
Disposition = AgendaItem.Disposition


@transaction.atomic
def start_visit(*, by: Actor, appointment: Appointment) -> Visit:
    """Begin the visit and build its agenda; beginning it again gives the same visit."""
    appointment = appointment_locked(appointment)
    visit = Visit.objects.filter(appointment=appointment).first()
    if visit:
        return visit
    if appointment.state == Appointment.State.CANCELLED:
        raise NotBooked
    _close_what_was_forgotten(by, appointment.person)
    visit = _new_visit(by, appointment)
    AgendaItem.objects.bulk_create(_agenda_for(visit))
    outbox.cancel(by=by, subject_id=appointment.pk, reason="the visit began")
    audit.record(by=by, verb="visit.started", person=visit.person, target=visit)
    return visit


@transaction.atomic
def see_now(*, by: Actor, person: Person, organisation: Organisation) -> Visit:
    """Open a visit for somebody who is here: today's appointment if there is one, else one that begins now."""
    Person.objects.select_for_update().get(pk=person.pk)  # two clicks take turns
    open_now = Visit.objects.filter(person=person, organisation=organisation, closed_at=None, source=None)
    today = timezone.localdate()
    visit = open_now.filter(started_at__date=today).first()
    return visit or start_visit(by=by, appointment=_todays(person, organisation) or _walk_in(by, person, organisation))


def _todays(person: Person, organisation: Organisation) -> Appointment | None:
    here = Appointment.objects.filter(person=person, organisation=organisation, state=Appointment.State.BOOKED)
    return here.filter(starts_at__date=timezone.localdate()).order_by("starts_at").first()


def _walk_in(by: Actor, person: Person, organisation: Organisation) -> Appointment:
    made = Appointment.objects.create(
        person=person, organisation=organisation, clinician=by.user, starts_at=timezone.now()
    )
    audit.record(by=by, verb="appointment.booked", person=person, target=made)
    return made


def _new_visit(by: Actor, appointment: Appointment) -> Visit:
    appointment.state = Appointment.State.ATTENDED
    appointment.save(update_fields=["state"])
    return Visit.objects.create(
        person=appointment.person,
        organisation=appointment.organisation,
        appointment=appointment,
        clinician=by.user,
        seen_by=_title_of(by),
        started_at=timezone.now(),
    )


def _title_of(by: Actor) -> str:
    memberships = Membership.objects.current().filter(user=by.user, organisation=by.organisation) if by.user else []
    return next((membership.called for membership in memberships), "")


def _close_what_was_forgotten(by: Actor, person: Person) -> None:
    """A visit of an earlier day that nobody closed would keep what the person said; carry it and close."""
    today = timezone.localdate()
    for visit in Visit.objects.filter(person=person, closed_at=None, source=None):
        if timezone.localdate(visit.started_at) < today:
            carry_the_rest(by=by, visit=visit)
            close_visit(by=by, visit=visit)


def _agenda_for(visit: Visit) -> list[AgendaItem]:
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


@transaction.atomic
def close_visit(*, by: Actor, visit: Visit) -> Visit:
    """Close the visit; raises StillOpen while anything on the agenda has no answer."""
    visit = Visit.objects.select_for_update(of=("self",)).select_related("person").get(pk=visit.pk)
    if visit.closed_at:
        return visit
    left = list(visit.items.filter(disposition="").select_related("concern"))
    if left:
        raise StillOpen(left)
    visit.closed_at, visit.closed_by = timezone.now(), by.user
    visit.save(update_fields=["closed_at", "closed_by"])
    audit.record(by=by, verb="visit.closed", person=visit.person, target=visit)
    return visit

"""What happened to what the person said: each thing once, with its latest answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from alongside.agenda import areas
from alongside.agenda.destinations import destinations
from alongside.agenda.models import AgendaItem, Appointment, Concern
from alongside.people.models import Person
from alongside.ui.formats import short_day

Disposition = AgendaItem.Disposition


@dataclass(frozen=True)
class Said:
    """One thing a person said, when, and what became of it in their words. `answered` is False while it waits."""

    area_title: str
    words: str
    when: datetime
    outcome: str
    answered: bool


def what_happened(person: Person) -> list[Said]:
    """Newest first. A thing carried from visit to visit is one line with its latest answer."""
    items = AgendaItem.objects.select_related("visit").order_by("visit__started_at")
    concerns = (
        Concern.objects.filter(preparation__appointment__person=person)
        .select_related("preparation__appointment__organisation")
        .prefetch_related(Prefetch("items", queryset=items))
        .order_by("preparation__started_at", "pk")
    )
    kept = _without_said_again(list(concerns))
    return sorted((_said(concern) for concern in kept), key=lambda said: said.when, reverse=True)


def _without_said_again(concerns: list[Concern]) -> list[Concern]:
    """Leave out what was said again later and lives on there: carried into a newer concern, or never heard."""
    taken_up = {item.carried_from_id for concern in concerns for item in concern.items.all()}
    newest = {concern.area: concern for concern in concerns}
    kept = []
    for concern in concerns:
        items = list(concern.items.all())
        gone_on = _goes_on(items[-1], taken_up) if items else newest[concern.area] is not concern
        if not gone_on or (not items and concern.area == areas.OTHER):
            kept.append(concern)
    return kept


def _goes_on(item: AgendaItem, taken_up: set[UUID | None]) -> bool:
    return item.pk in taken_up or item.carried_with_id is not None


def _said(concern: Concern) -> Said:
    items = list(concern.items.all())
    last = items[-1] if items else None
    return Said(
        area_title=concern.title,
        words=concern.words,
        when=last.decided_at if last and last.decided_at else concern.preparation.saved_at,
        outcome=_outcome(last) if last else _waiting(concern.preparation.appointment),
        answered=bool(last and last.disposition),
    )


def _outcome(item: AgendaItem) -> str:
    day = {"day": short_day(item.decided_at or item.visit.started_at)}
    if item.disposition == Disposition.DONE:
        return _("You talked about this on %(day)s.") % day
    if item.disposition == Disposition.CARRIED:
        return _("On %(day)s you agreed to come back to this. It is first on the list for your next visit.") % day
    if item.disposition == Disposition.HANDED:
        to = destinations().get(item.handed_to)
        return _("Handed on %(day)s to %(whom)s.") % {**day, "whom": to.person if to else _("somebody who can help")}
    if item.disposition == Disposition.NOT_NOW:
        return _("Not for now, you agreed on %(day)s. You can bring it up again any time.") % day
    return _("On the list of your visit.")


def _waiting(appointment: Appointment) -> str:
    if appointment.state == Appointment.State.BOOKED:
        return _("On the list for your appointment on %(day)s.") % {"day": short_day(appointment.starts_at)}
    return _("Your appointment did not take place. This is kept for your next visit.")

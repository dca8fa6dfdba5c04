"""What the person says before the appointment, saved field by field until the visit begins.

The audit rows name no area: whoever may read the trail may not always read the answers.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from alongside.agenda.areas import areas as known_areas
from alongside.agenda.deadline import is_open
from alongside.agenda.models import Appointment, Concern, Preparation
from alongside.agenda.priorities import PRIORITIES, by_weight, ranked
from alongside.agenda.queries.fetch import appointment_locked
from alongside.agenda.refusals import TooLate
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.changes import set_changed


@transaction.atomic
def start_preparation(*, by: Actor, appointment: Appointment) -> Preparation:
    """Begin, or go on with, the preparation for an appointment."""
    held = appointment_locked(appointment)
    preparation = Preparation.objects.filter(appointment=held).first()
    if preparation:
        return preparation
    if not is_open(held):
        raise TooLate
    given_by = _given_by(by, held)
    typed_by = by.user if given_by == Preparation.GivenBy.STAFF else None
    preparation = Preparation.objects.create(appointment=held, given_by=given_by, typed_by=typed_by)
    audit.record(by=by, verb="preparation.started", person=held.person, target=preparation)
    return preparation


def _given_by(by: Actor, appointment: Appointment) -> Preparation.GivenBy:
    if by.person == appointment.person:
        return Preparation.GivenBy.PERSON
    return Preparation.GivenBy.STAFF if by.organisation else Preparation.GivenBy.CARER


@transaction.atomic
def choose_areas(*, by: Actor, preparation: Preparation, areas: Sequence[str]) -> Preparation:
    """Say which areas are on the person's mind, and so which are not. What was said about those kept stays."""
    preparation = _held(by, preparation)
    chosen = _known(areas)
    had = set(preparation.concerns.values_list("area", flat=True))
    preparation.concerns.exclude(area__in=chosen).delete()
    Concern.objects.bulk_create([Concern(preparation=preparation, area=area) for area in chosen if area not in had])
    if had != set(chosen):
        _saved(by, preparation, "preparation.areas_chosen", areas=len(chosen))
    return preparation


@transaction.atomic
def describe_concern(
    *,
    by: Actor,
    preparation: Preparation,
    area: str,
    bother: int | None = None,
    words: str | None = None,
    wish: str | None = None,
) -> Concern:
    """Say more about one area, adding it to the list if it was not there. What is None stays as it was."""
    preparation = _held(by, preparation)
    (area,) = _known([area])
    concern, new = Concern.objects.get_or_create(preparation=preparation, area=area)
    said = {"bother": bother, "words": words, "wish": wish}
    changed = set_changed(concern, {name: value for name, value in said.items() if value is not None})
    concern.save(update_fields=changed)
    if changed or new:
        _saved(by, preparation, "preparation.described", target=concern)
    return concern


@transaction.atomic
def rank_concerns(*, by: Actor, preparation: Preparation, areas: Sequence[str]) -> Preparation:
    """Say which up to three matter most, in order. The rest have no rank."""
    preparation = _held(by, preparation)
    wanted = [area for area in _known(areas) if preparation.concerns.filter(area=area).exists()][:PRIORITIES]
    if wanted != ranked(preparation):
        preparation.concerns.update(rank=None)
        for rank, area in enumerate(wanted, start=1):
            preparation.concerns.filter(area=area).update(rank=rank)
        _saved(by, preparation, "preparation.ranked")
    return preparation


@transaction.atomic
def say_most_important(*, by: Actor, preparation: Preparation, words: str) -> Preparation:
    """Say the most important thing to get from the appointment."""
    preparation = _held(by, preparation)
    if preparation.most_important != words:
        preparation.most_important = words
        preparation.save(update_fields=["most_important"])
        _saved(by, preparation, "preparation.most_important")
    return preparation


@transaction.atomic
def send_preparation(*, by: Actor, preparation: Preparation) -> Preparation:
    """Tell the care team it is ready. Without an order of the person's own, what bothers them most comes first."""
    preparation = _held(by, preparation)
    if not ranked(preparation):
        by_size = sorted(preparation.concerns.all(), key=by_weight)
        rank_concerns(by=by, preparation=preparation, areas=[concern.area for concern in by_size])
    if preparation.sent_at is None:
        preparation.sent_at = timezone.now()
        preparation.save(update_fields=["sent_at"])
        _saved(by, preparation, "preparation.sent")
    return preparation


def _held(by: Actor, preparation: Preparation) -> Preparation:
    """The row as it is now, held until the transaction ends; refuses once the visit has begun."""
    rows = Preparation.objects.select_for_update(of=("self",)).select_related("appointment__person")
    preparation = rows.get(pk=preparation.pk)
    if not is_open(preparation.appointment):
        raise TooLate
    if by.organisation and by.person != preparation.appointment.person and preparation.typed_by_id is None:
        preparation.given_by, preparation.typed_by = Preparation.GivenBy.STAFF, by.user
        preparation.save(update_fields=["given_by", "typed_by"])
    return preparation


def _known(areas: Sequence[str]) -> list[str]:
    unknown = [area for area in areas if area not in known_areas()]
    if unknown:
        raise ValueError(f"Not areas we ask about: {', '.join(unknown)}.")
    return list(dict.fromkeys(areas))


def _saved(by: Actor, preparation: Preparation, verb: str, target: Concern | None = None, **detail: int) -> None:
    preparation.saved_at = timezone.now()
    preparation.save(update_fields=["saved_at"])
    audit.record(by=by, verb=verb, person=preparation.appointment.person, target=target or preparation, **detail)

"""What the person brings up in the room."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from alongside.agenda.areas import areas
from alongside.agenda.models import AgendaItem, Concern, Preparation, Visit
from alongside.agenda.refusals import Settled
from alongside.people import audit
from alongside.people.actors import Actor


@transaction.atomic
def raise_concern(*, by: Actor, visit: Visit, area: str, words: str = "") -> AgendaItem:
    """Put something the person says in the visit on its agenda. An area that is there already stays one item."""
    if area not in areas():
        raise ValueError(f"Not an area we ask about: {area}.")
    visit = Visit.objects.select_for_update(of=("self",)).select_related("person", "appointment").get(pk=visit.pk)
    if visit.closed_at or visit.appointment is None:
        raise Settled
    item = visit.items.filter(concern__area=area).first()
    return item or _new_item(by, visit, area, words)


def _new_item(by: Actor, visit: Visit, area: str, words: str) -> AgendaItem:
    preparation, _new = Preparation.objects.get_or_create(
        appointment=visit.appointment, defaults={"given_by": Preparation.GivenBy.STAFF, "typed_by": by.user}
    )
    concern, _new = Concern.objects.get_or_create(preparation=preparation, area=area, defaults={"words": words})
    last = visit.items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(visit=visit, kind=AgendaItem.Kind.CONCERN, concern=concern, position=last + 1)
    preparation.saved_at = timezone.now()
    preparation.save(update_fields=["saved_at"])
    audit.record(by=by, verb="agenda.raised", person=visit.person, target=item)
    return item

"""What the person brings up in the room."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from alongside.agenda.areas import OTHER, add_words, areas
from alongside.agenda.models import AgendaItem, Concern, Preparation, Visit
from alongside.agenda.queries.agenda import words_of
from alongside.agenda.refusals import Settled
from alongside.people import audit
from alongside.people.actors import Actor


@transaction.atomic
def raise_concern(*, by: Actor, visit: Visit, area: str, words: str = "") -> AgendaItem:
    """Put something the person says in the visit on its agenda; an area that is there already takes the words too."""
    if area not in areas():
        raise ValueError(f"Not an area we ask about: {area}.")
    visit = Visit.objects.select_for_update(of=("self",)).select_related("person", "appointment").get(pk=visit.pk)
    if visit.closed_at or visit.appointment is None:
        raise Settled
    item = _item_about(visit, area)
    return _say_more(by, item, words) if item else _new_item(by, visit, area, words)


def _item_about(visit: Visit, area: str) -> AgendaItem | None:
    """Each "something else" is a thing of its own, so one that was carried here is not what is said now."""
    items = visit.items.filter(concern__area=area).order_by("position")
    if area == OTHER:
        items = items.filter(concern__preparation__appointment=visit.appointment)
    return items.select_related("visit__person", "visit__appointment", "concern", "carried_from__concern").first()


def _say_more(by: Actor, item: AgendaItem, words: str) -> AgendaItem:
    after = add_words(words_of(item), words)
    if item.concern is None or after == words_of(item):
        return item
    item.concern = concern = _said_today(by, item, item.concern)
    item.save(update_fields=["concern"])
    _save_words(concern, after)
    audit.record(by=by, verb="agenda.said_more", person=item.visit.person, target=item)
    return item


def _said_today(by: Actor, item: AgendaItem, old: Concern) -> Concern:
    """The concern that takes new words. What was carried stays as it was said; one of this visit goes on from it."""
    if item.carried_from is None:
        return old
    today, _new = Concern.objects.get_or_create(
        preparation=_preparation(by, item.visit), area=old.area, defaults={"bother": old.bother, "wish": old.wish}
    )
    return today


def _new_item(by: Actor, visit: Visit, area: str, words: str) -> AgendaItem:
    concern, _new = Concern.objects.get_or_create(preparation=_preparation(by, visit), area=area)
    _save_words(concern, add_words(concern.words, words))
    last = visit.items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(visit=visit, kind=AgendaItem.Kind.CONCERN, concern=concern, position=last + 1)
    audit.record(by=by, verb="agenda.raised", person=visit.person, target=item)
    return item


def _preparation(by: Actor, visit: Visit) -> Preparation:
    preparation, _new = Preparation.objects.get_or_create(
        appointment=visit.appointment, defaults={"given_by": Preparation.GivenBy.STAFF, "typed_by": by.user}
    )
    return preparation


def _save_words(concern: Concern, words: str) -> None:
    concern.words = words
    concern.save(update_fields=["words"])
    Preparation.objects.filter(pk=concern.preparation_id).update(saved_at=timezone.now())

"""Offering a steward what looks like one service, and keeping what they say."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from alongside.directory.duplicates import Candidate, pairs
from alongside.directory.geography import find_postcodes
from alongside.directory.models import Duplicate, Location, Service, ServiceAtLocation, ServiceEdit
from alongside.directory.points import Place
from alongside.people import audit
from alongside.people.actors import Actor


@transaction.atomic
def find_duplicates(*, by: Actor) -> int:
    """Offer the steward all that look like one among what is listed; returns how many are new. None is asked again."""
    known = set(Duplicate.objects.values_list("one", "other"))
    new = [
        Duplicate(one_id=one, other_id=other, why=[str(each) for each in why])
        for (one, other), why in pairs(_candidates()).items()
        if (one, other) not in known
    ]
    Duplicate.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    if new:
        audit.record(by=by, verb="directory.duplicates_found", number=len(new))
    return len(new)


@transaction.atomic
def settle_duplicate(*, by: Actor, duplicate: Duplicate, same: bool, keep: Service | None = None) -> Duplicate:
    """Say whether two services are one. If so, the one not kept is listed no more; nothing of it is lost."""
    duplicate = Duplicate.objects.select_for_update(of=("self",)).select_related("one", "other").get(pk=duplicate.pk)
    if duplicate.settled_at:
        return duplicate
    if same:
        if keep not in {duplicate.one, duplicate.other}:
            raise ValueError("Which of the two is to be kept?")
        _hide(by, duplicate.other if keep == duplicate.one else duplicate.one, keep)
    duplicate.settled_at, duplicate.settled_by, duplicate.same = timezone.now(), by.user, same
    duplicate.save(update_fields=["settled_at", "settled_by", "same"])
    audit.record(by=by, verb="service.duplicate_settled", target=keep or duplicate.one, same=same)
    return duplicate


def _point(place: Location) -> Place | None:
    return None if place.latitude is None or place.longitude is None else (place.latitude, place.longitude)


def _candidates() -> Iterator[Candidate]:
    """What is listed, with where it is by its first place that is somewhere."""
    there = ServiceAtLocation.objects.filter(service__in=Service.objects.listed()).select_related("location")
    locations = {
        each.service_id: each.location for each in there.order_by(F("location__latitude").desc(nulls_first=True), "-pk")
    }
    located = find_postcodes({place.postcode for place in locations.values() if place.latitude is None})
    for service in Service.objects.listed():
        place = locations.get(service.pk)
        point = _point(place) if place else None
        yield Candidate(
            key=service.pk,
            source=service.source_id,
            name=service.name,
            point=point or (located.get(place.postcode) if place else None),
            postcode=place.postcode if place else "",
            phone=service.phone,
            website=service.url,
        )


def _hide(by: Actor, gone: Service, kept: Service) -> None:
    """The one stands for the other, and for what that stood for."""
    hidden = Service.objects.select_for_update(of=("self",)).filter(Q(pk=gone.pk) | Q(duplicate_of=gone))
    for service in hidden:
        service.duplicate_of = kept
        service.save(update_fields=["duplicate_of", "updated_at"])
    ServiceEdit.objects.create(
        service=gone, field="duplicate_of", after=str(kept.pk), by=by.user, changed_by=by.words[:300], ours=True
    )

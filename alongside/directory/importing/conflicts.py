"""What a source says of fields that a steward changed: kept for the steward, who decides."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from alongside.directory.importing.encoding import encode
from alongside.directory.importing.rows import Row
from alongside.directory.importing.saving import Wanted
from alongside.directory.models import Conflict, Service, ServiceEdit

Field = tuple[UUID, str]  # of a service
Said = tuple[Any, Any]  # by its source, and by us


def keep_conflicts(met: list[Wanted], stored: dict[UUID, Row]) -> tuple[list[Wanted], int]:
    """Take out of what differs the fields a steward changed. Returns what is left to write, and how many of those
    fields have news: it is none when the source says what it said before the steward changed the field, or what the
    steward refused before.
    """
    claims = claims_on([each.service for each in met])
    refused = _refused([each.service for each in met])
    news: dict[Field, Said] = {}
    for each in met:
        for name in each.fields:
            field, theirs = (each.service.pk, name), encode(getattr(each.row, name))
            if field in claims and theirs != claims[field] and (*field, _as_text(theirs)) not in refused:
                news[field] = (theirs, encode(getattr(stored[each.service.pk], name)))
    return [_without(each, claims) for each in met], _keep([each.service for each in met], news)


def _without(each: Wanted, claims: dict[Field, Any]) -> Wanted:
    return replace(each, fields=[name for name in each.fields if (each.service.pk, name) not in claims])


def claims_on(services: Iterable[Service]) -> dict[Field, Any]:
    """Fields of services that imports leave alone, with what their source said when that began."""
    edits = ServiceEdit.objects.filter(service__in=[service.pk for service in services]).order_by("at")
    held: dict[Field, Any] = {}
    for service, name, before, ours in edits.values_list("service", "field", "before", "ours"):
        if ours:
            held.setdefault((service, name), before)
        else:
            held.pop((service, name), None)
    return held


def _refused(services: list[Service]) -> set[tuple[UUID, str, str]]:
    settled = Conflict.objects.filter(service__in=[service.pk for service in services], took_theirs=False)
    rows = settled.values_list("service", "field", "theirs")
    return {(service, name, _as_text(theirs)) for service, name, theirs in rows}


def _keep(services: list[Service], news: dict[Field, Said]) -> int:
    """Open conflicts become the news: new ones are raised, those that are none any more go. Returns how many new."""
    open_ones = Conflict.objects.open().filter(service__in=[service.pk for service in services])
    there = {(each.service_id, each.field): each for each in open_ones}
    Conflict.objects.filter(pk__in=[each.pk for field, each in there.items() if field not in news]).delete()
    for field in there.keys() & news.keys():
        _bring_up_to_date(there[field], news[field])
    new = [
        Conflict(service_id=service, field=name, theirs=theirs, ours=ours)
        for (service, name), (theirs, ours) in news.items()
        if (service, name) not in there
    ]
    Conflict.objects.bulk_create(new, batch_size=500)
    return len(new)


def _bring_up_to_date(conflict: Conflict, said: Said) -> None:
    if (conflict.theirs, conflict.ours) != said:
        conflict.theirs, conflict.ours = said
        conflict.at = timezone.now()
        conflict.save(update_fields=["theirs", "ours", "at"])


def _as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)

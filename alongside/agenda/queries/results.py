"""Results the practice released, in plain words with last time's beside them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Exists
from django.utils import timezone

from alongside.agenda.models import Result
from alongside.agenda.results import Kind, kind_by_code, kinds, ranges_from_age, ranges_not_with, sentence
from alongside.people.models import Condition, Person
from alongside.ui.formats import age

RECENT = timedelta(days=400)


@dataclass(frozen=True)
class ResultLine:
    """`value` and `last_value` are as a person reads them ("58", "130/80"); no last value is "" and None."""

    key: str
    name: str
    plain: str
    value: str
    unit: str
    taken_at: datetime
    last_value: str
    last_at: datetime | None
    sentence: str
    source: str
    source_address: str


def results_beforehand(person: Person) -> list[ResultLine]:
    """The newest released result of each kind from about the last year, with the one before it. One query.

    A general range stands beside it only for those whom general ranges are for.
    """
    others = Condition.objects.filter(person=person, abated=None, code__in=ranges_not_with())
    rows = Result.objects.filter(person=person, released_at__isnull=False, code__in=kind_by_code())
    found: dict[str, list[tuple[str, datetime]]] = {}
    general = age(person.date_of_birth) >= ranges_from_age()
    for row in rows.annotate(is_other=Exists(others)).order_by("-taken_at"):
        general = general and not row.is_other
        kind = kind_by_code()[row.code]
        value = kind.written(row.value, row.text, row.unit)
        mine = found.setdefault(kind.key, [])
        if value and len(mine) < 2:
            mine.append((value, row.taken_at))
    since = timezone.now() - RECENT
    shown = [key for key in kinds() if found.get(key) and found[key][0][1] > since]
    return [_line(kinds()[key] if general else _without_range(kinds()[key]), found[key]) for key in shown]


def _without_range(kind: Kind) -> Kind:
    return replace(kind, range="", source="")


def _line(kind: Kind, values: list[tuple[str, datetime]]) -> ResultLine:
    (value, taken_at), (last, last_at) = values[0], values[1] if len(values) > 1 else ("", None)
    source, _colon, address = kind.source.partition(": https:")
    return ResultLine(
        key=kind.key,
        name=kind.name,
        plain=kind.plain,
        value=value,
        unit=kind.unit,
        taken_at=taken_at,
        last_value=last,
        last_at=last_at,
        sentence=sentence(kind, value, last),
        source=source,
        source_address=f"https:{address}" if address else "",
    )

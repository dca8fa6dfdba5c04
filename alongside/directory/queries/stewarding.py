"""What somebody who looks after the directory has to look at."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Max, Q, QuerySet, Sum
from django.utils import timezone

from alongside.directory.models import Conflict, Duplicate, Report, Service, UnmetNeed
from alongside.directory.queries.cards import Card, cards_of

PER_PAGE = 25
PAIRS = 20
# A record that somebody made sure of stays right for about so long.
GOOD_FOR = timedelta(days=180)
# Words that only one or two looked for are theirs alone; what was told on purpose was told to be read.
ENOUGH_TIMES = 3
MISSING_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Round:
    """The steward's round: what needs checking, and how much of the rest waits."""

    services: Page[Service]
    reports: int
    conflicts: int
    duplicates: int


def steward_round(number: str | int = 1) -> Round:
    """What is to be made sure of, as `to_check` has it, without what was of late and nobody complains of."""
    due = Q(assured_on=None) | Q(assured_on__lt=timezone.localdate() - GOOD_FOR)
    rows = Service.objects.to_check().filter(due | Q(complaints__gt=0) | Q(differs__gt=0))
    return Round(
        services=Paginator(rows.select_related("source"), PER_PAGE).get_page(number),
        reports=Report.objects.open().filter(service__in=Service.objects.listed()).count(),
        conflicts=Conflict.objects.open().count(),
        duplicates=Duplicate.objects.open().count(),
    )


def pairs_to_settle() -> list[tuple[Duplicate, Card, Card]]:
    """The next pairs that look like one, with both as people are shown them."""
    pairs = list(Duplicate.objects.open().select_related("one", "other")[:PAIRS])
    cards = cards_of([service for pair in pairs for service in (pair.one, pair.other)])
    return list(zip(pairs, cards[::2], cards[1::2], strict=True))


@dataclass(frozen=True)
class Missing:
    """Something people looked for and did not find."""

    words: str
    times: int
    where: list[str]
    last: date
    told: bool


def missing(since: date | None = None, *, told_by_few: bool = False) -> list[Missing]:
    """What was looked for often enough that it is nobody's alone, most often first; with `told_by_few` also what one or
    two told on purpose, who may have named somebody all the same.
    """
    rows = UnmetNeed.objects.filter(on__gte=since or timezone.localdate() - MISSING_FOR)
    counted = rows.values("words", "told").annotate(number=Sum("times"), last=Max("on"))
    kept = [row for row in counted if (row["told"] and told_by_few) or row["number"] >= ENOUGH_TIMES]
    places = _where(rows)
    lines = [
        Missing(row["words"], row["number"], places.get((row["words"], row["told"]), []), row["last"], row["told"])
        for row in kept
    ]
    return sorted(lines, key=lambda line: (-line.times, line.words))


def _where(rows: QuerySet[UnmetNeed]) -> dict[tuple[str, bool], list[str]]:
    """The neighbourhoods of each, where enough looked there too."""
    counted = rows.exclude(near="").values_list("words", "told", "near").annotate(number=Sum("times"))
    found: dict[tuple[str, bool], list[str]] = {}
    for words, told, near, number in counted.order_by("near"):
        if number >= ENOUGH_TIMES:
            found.setdefault((words, told), []).append(near)
    return found

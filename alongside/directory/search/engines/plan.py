"""Which terms an engine is asked for, in which order, so that a few hundred documents hold the best of all there are.

All that match are taken where they are few. Otherwise what meets everything comes first, then what meets the chief need
surely, and so on down; each from near home outwards, until there are enough. An engine only has to find documents that
have one term of each of several groups, which every search engine does fast however many there are.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from alongside.directory.points import Place
from alongside.directory.search.asking import Asked
from alongside.directory.search.days import DAYS
from alongside.directory.search.engines.engine import Candidates, Query
from alongside.directory.search.engines.terms import (
    ANYWHERE,
    BEST,
    CASUAL,
    DAY,
    EVERY,
    FACTS,
    LANGUAGE,
    NAMED,
    NEED,
    NOT_NO,
    NOT_SAID,
    PLAIN,
    SHARES,
    STEM,
    WAY,
    YES,
    cell,
    word_of,
)  # fmt: skip
from alongside.directory.search.filters import NOW
from alongside.directory.search.meaning import WORD_WITH_NEEDS, weight_of
from alongside.directory.search.needs import needs
from alongside.directory.search.words import stem

Groups = tuple[tuple[str, ...], ...]
Match = Callable[[Groups, int], list[int]]

NEIGHBOURS = 5  # the nearest records that tell in which borough a home is
MOST = 300  # documents that are rated
CHIEF, TOGETHER, OTHER = 150, 120, 60
MOST_WANTED = 6  # needs and words that are looked for one by one; the rest still counts when rated
# Blocks of cells around home: which cells, how many on each side, and how many square kilometres that is.
RINGS = ((0, 1, 2.5), (0, 2, 7), (1, 1, 40), (1, 2, 110), (2, 1, 640), (2, 2, 1_800), (3, 1, 10_000))
COUNTY = 1_300  # square kilometres that what matches is spread over, or more

# Words of records that say one need not pay much.
CHEAP = tuple(STEM + stem(word) for word in ("free", "affordable", "low"))


@dataclass(frozen=True)
class Wanted:
    """Something looked for: the terms of what surely meets it, meets it somehow, and comes second."""

    weight: float
    surely: tuple[tuple[str, ...], ...]
    somehow: tuple[str, ...]
    second: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return self.somehow + self.second


def asked_terms(query: Query) -> list[str]:
    """What has to be known of, on how many documents it stands."""
    keys = {other for key in query.asked.keys for other in (key, *needs()[key].near)}
    stems = {stem(word) for word in query.asked.left}
    sure = ("", *SHARES, *(share + PLAIN for share in SHARES))
    return [
        EVERY,
        *(NEED + key + ending for key in keys for ending in sure),
        *(kind + stemmed for stemmed in {*stems, *query.asked.keys} for kind in (STEM, NAMED)),
    ]


def select(query: Query, counts: Mapping[str, int], match: Match) -> list[int]:
    """The numbers of the documents to be rated."""
    wanted = _wanted(query.asked, counts)
    every = tuple(dict.fromkeys(term for each in wanted for term in each.all if counts.get(term)))
    if sum(counts[term] for term in every) <= MOST:
        return match((every,), MOST) if every else []
    found: dict[int, None] = {}
    must, rather = _insisted(query)
    for groups, limit in _steps(wanted[:MOST_WANTED], rather):
        if len(found) >= MOST:
            break
        found |= dict.fromkeys(_nearest(groups + must, limit, query.home, counts, match))
    return list(found)[:MOST]


def _wanted(asked: Asked, counts: Mapping[str, int]) -> list[Wanted]:
    """The weightiest first, as the rating weighs them."""
    rarity = Candidates([], counts).rarity
    wanted = [_need(key, weight_of(needs()[key], rarity)) for key in sorted(asked.keys)]
    beside = WORD_WITH_NEEDS if wanted else 1
    wanted += [_word(stemmed, beside * rarity(stemmed)) for stemmed in dict.fromkeys(map(stem, asked.left))]
    return sorted((each for each in wanted if each.weight), key=lambda each: -each.weight)


def _need(key: str, weight: float) -> Wanted:
    near = sorted(needs()[key].near.items(), key=lambda other: -other[1])
    own = NEED + key
    surely = tuple((own + share + PLAIN,) for share in SHARES)
    return Wanted(weight, surely, (own,), tuple(NEED + other for other, _share in near))


def _word(stemmed: str, weight: float) -> Wanted:
    return Wanted(weight, ((NAMED + stemmed,),), (STEM + stemmed,))


def _insisted(query: Query) -> tuple[Groups, Groups]:
    """Terms of what somebody insists on: what has to be there, and what is known to fit."""
    filters = query.filters
    must: list[tuple[str, ...]] = []
    rather: list[tuple[str, ...]] = []
    if days := _days(query):
        must.append((*(DAY + day for day in days), DAY + NOT_SAID))
    for name in FACTS:
        if getattr(filters, name):
            must.append((f"{name}:{NOT_NO}",))
            rather.append((f"{name}:{YES}",))
    rather += [(CASUAL,)] if query.asked.casual else []
    rather += [CHEAP] if query.asked.cheap else []
    for kind, name in ((LANGUAGE, filters.language), (WAY, filters.way)):
        if name:
            must.append((word_of(kind, name), word_of(kind, NOT_SAID)))
            rather.append((word_of(kind, name),))
    return tuple(must), tuple(rather)


def _days(query: Query) -> list[str]:
    """What is open now may have opened the day before."""
    if query.filters.time == NOW and query.filters.moment:
        return [DAYS[query.filters.moment.weekday() - ago] for ago in (0, 1)]
    return [query.asked.day] if query.asked.day else []


def _steps(wanted: list[Wanted], rather: Groups) -> Iterator[tuple[Groups, int]]:
    """What to look for, and how much of it to take."""
    if not wanted:
        return
    chief, *others = wanted
    for number in range(len(wanted), 1, -1):
        yield tuple(each.all for each in wanted[:number]), TOGETHER
    for other in others[1:]:
        yield (chief.all, other.all), OTHER
    if rather:
        yield (chief.all, *rather), TOGETHER
    for group in rather if len(rather) > 1 else ():
        yield (chief.all, group), OTHER
    for surely in chief.surely:
        yield (surely,), CHIEF
    yield (chief.somehow,), OTHER
    for other in others:
        yield (other.surely[0],), OTHER
        yield (other.somehow,), OTHER
    for each in wanted:
        for term in each.second:
            yield ((term + BEST,),), OTHER
            yield ((term,),), OTHER
    yield (chief.somehow,), MOST


def _nearest(groups: Groups, limit: int, home: Place | None, counts: Mapping[str, int], match: Match) -> list[int]:
    """So many of what has a term of each group, nearest first, and of what is near anywhere."""
    found = match(groups, limit)
    if home is None or len(found) < limit:
        return found
    matching = [sum(counts.get(term, 0) for term in group) for group in groups]
    number = _first_ring(limit * COUNTY / min((each for each in matching if each), default=1))
    near = [match((*groups, _ring(home, number)), limit)]
    while number and len(near[0]) >= limit:  # not all that is there, so perhaps not the nearest
        number -= 1
        near.insert(0, match((*groups, _ring(home, number)), limit))
    while len(near[-1]) < limit and (number := number + 1) < len(RINGS):
        near.append(match((*groups, _ring(home, number)), limit))
    anywhere = match((*groups, (ANYWHERE,)), limit // 2)
    return list(dict.fromkeys(each for numbers in (*near, anywhere) for each in numbers))


def _first_ring(size: float) -> int:
    """The largest of no more than so many square kilometres."""
    return max((number for number, ring in enumerate(RINGS) if ring[2] <= size), default=0)


def _ring(home: Place, number: int) -> tuple[str, ...]:
    level, reach, _size = RINGS[number]
    around = range(-reach, reach + 1)
    return tuple(cell(home, level, north, east) for north in around for east in around)

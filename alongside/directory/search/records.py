"""What search knows of a service: what is written about it, and what that says to somebody who looks."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from uuid import UUID

from alongside.directory.points import Place, distance
from alongside.directory.search import needs as vocabulary
from alongside.directory.search.days import days_named
from alongside.directory.search.facts import UNKNOWN, Facts
from alongside.directory.search.phrases import Found
from alongside.directory.search.words import stem, tokens
from alongside.ui.content import content

Hours = dict[str, list[tuple[int, int]]]  # by day of the week, minutes after midnight: opens, closes

LATE = 19 * 60  # what is open then is open in the evening

# How sure a phrase makes it that a service serves a need: it is called so, begins by saying so, or says so somewhere.
IN_NAME, SAID_FIRST, SAID = 1.0, 0.9, 0.75
SAID_TWICE, LOST_IN_MUCH = 0.1, 0.1
FIRST_WORDS, MUCH = 14, 60
SAYS_AT_ONCE = 90  # characters in which what it chiefly does is said
FIRST_SAID = 10  # whom it is for is said at once, or it is for others too
SAID_OF_MANY = {"young", "older"}  # places name these among others


@dataclass(frozen=True)
class Record:
    """A service at one of its places, as its provider wrote it. `hours` is None where nothing is known of them.

    `key` is the id its source has for it; `service` and `location` are ours.
    """

    key: str
    name: str
    kind: str
    description: str = ""
    place: Place | None = None
    borough: str = ""
    hours: Hours | None = None
    service: UUID | None = None
    location: UUID | None = None
    facts: Facts = UNKNOWN


@dataclass(frozen=True)
class Described:
    """A record read: which needs it serves (share of 1), whom alone it is for, and where.

    `place` is None where only the county or a borough is known, as where letters go to an address far away.
    """

    record: Record
    place: Place | None
    serves: dict[str, float]
    only: frozenset[str]
    named_for: frozenset[str]  # whom or what its name says it is for
    stems: frozenset[str]
    name_stems: frozenset[str]
    boroughs: frozenset[str]
    only_boroughs: frozenset[str]
    closed: bool
    for_members: bool  # a school's parents, scouts, the upkeep of a building: nothing a stranger can use
    gives_grants: bool
    whole_county: bool
    comes_to_you: bool
    days: frozenset[str] = frozenset()  # that the text names, which only hours that are kept nowhere else are read from
    casual: bool | None = field(default=None)  # whether one may come without being a member; None: not known


def open_until(opens: int, closes: int) -> int:
    """In minutes of the day it opens on, of which there are more where it closes after midnight."""
    return closes if closes > opens else closes + 24 * 60


def describe(record: Record) -> Described:
    """Read a record once, for any number of searches."""
    name, description = tokens(record.name), tokens(record.description)
    text = f"{record.name}. {record.description}"
    charity = record.kind == "charity"
    return Described(
        record=record,
        place=_place(record, name),
        serves=_serves(record, name, description),
        only=_only(name, description),
        named_for=frozenset(each.key for each in _meant(name)),
        stems=frozenset(map(stem, (*name, *description))),
        name_stems=frozenset(map(stem, name)),
        boroughs=_boroughs_in((*name, *description)),
        only_boroughs=_only_boroughs(name, description, whole_county=_says("whole_county", text)),
        closed=_says("closed", text),
        for_members=charity and _says("for_members", text) and not _says("for_anybody", text),
        gives_grants=charity and _says("gives_grants", text[: len(record.name) + SAYS_AT_ONCE]),
        whole_county=_says("whole_county", text),
        comes_to_you=_says("comes_to_you", text),
        days=days_named(record.description.lower()),
        casual=_casual(record),
    )


def _serves(record: Record, name: list[str], description: list[str]) -> dict[str, float]:
    serves = {need.key: need.kinds[record.kind] for need in vocabulary.needs().values() if record.kind in need.kinds}
    meant: dict[str, list[int]] = defaultdict(list)
    for each in _meant(description):
        meant[each.key].append(each.start)
    for key, places in meant.items():
        serves[key] = max(serves.get(key, 0), _sureness(places, len(description)))
    return serves | {each.key: IN_NAME for each in _meant(name)}


def _sureness(places: list[int], length: int) -> float:
    sure = SAID_FIRST if min(places) < FIRST_WORDS else SAID
    if len(places) > 1:
        return min(IN_NAME, sure + SAID_TWICE)
    return sure - (LOST_IN_MUCH if length > MUCH and places[0] > FIRST_WORDS else 0)


def _meant(words: list[str]) -> list[Found]:
    """Phrases of needs, without those that only look so: "art with a heart" is nothing for the heart."""
    looks_so: dict[str, set[int]] = defaultdict(set)
    for each in vocabulary.unsaid().all_in(words):
        looks_so[each.key] |= set(each.places)
    return [each for each in vocabulary.shown().all_in(words) if not looks_so[each.key] & set(each.places)]


def _only(name: list[str], description: list[str]) -> frozenset[str]:
    """Whom alone it is for. A place of many groups that names young or older people too is not only for them."""
    said = {stem(word) for word in (*name, *description)}
    adults, children = _stems("adults") & set(map(stem, description)), _stems("children") & said
    others = {"young": adults, "grown": children, "older": "also" in description}
    owned = vocabulary.owned()
    said_so = owned.all_in(description)
    only = {each.key for each in said_so if each.start < FIRST_SAID or each.key not in SAID_OF_MANY}
    named = {each.key for each in owned.all_in(name)} | {each.key for each in _meant(name) if _is_identity(each.key)}
    return frozenset(named | {key for key in only if not others.get(key)})


def _is_identity(key: str) -> bool:
    return vocabulary.needs()[key].identity


def _place(record: Record, name: list[str]) -> Place | None:
    """Where it is, or where it is named for if letters go elsewhere; None where all we have is an address far away."""
    if record.kind != "charity" or not record.place:
        return record.place
    rules = content("directory/records.toml")
    places = content("directory/places.toml")["places"]
    named = [tuple(places[word]) for word in name if word in places and word not in rules["boroughs"]]
    if named and not _boroughs_in(name) and distance(named[0], record.place) > rules["named_place"]["farther"]:
        return named[0]
    outside = distance(tuple(rules["county"]["middle"]), record.place) > rules["county"]["reaches"]
    return None if outside and _works_here(record) else record.place


def _works_here(record: Record) -> bool:
    text = f"{record.name}. {record.description}"
    return _says("whole_county", text) or bool(_boroughs_in(tokens(text)))


def _only_boroughs(name: list[str], description: list[str], *, whole_county: bool) -> frozenset[str]:
    """Those it is named for, or the only one it speaks of; none where one has the name of the county."""
    named, spoken_of = _boroughs_in(name), _boroughs_in((*name, *description))
    alone = named or (spoken_of if len(spoken_of) == 1 and not whole_county else frozenset())
    return frozenset() if alone & set(content("directory/records.toml")["named_like_the_county"]) else alone


def _boroughs_in(words: Iterable[str]) -> frozenset[str]:
    counted = Counter(words)
    return frozenset(borough for borough in content("directory/records.toml")["boroughs"] if counted[borough])


def _casual(record: Record) -> bool | None:
    rules = content("directory/records.toml")["access"]
    access = record.description.lower()
    if any(words in access for words in rules["casual"]):
        return True
    return False if any(words in access for words in rules["members"]) else None


@cache
def _stems(of: str) -> frozenset[str]:
    return frozenset(map(stem, content("directory/records.toml")[of]))


def _says(what: str, text: str) -> bool:
    return _pattern(what).search(text) is not None


@cache
def _pattern(what: str) -> re.Pattern[str]:
    return re.compile("|".join(content("directory/records.toml")[what]), re.IGNORECASE)

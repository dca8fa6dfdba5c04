"""Finding services that look like one. No database.

Two are offered when their names are the same or nearly, and something else ties them: they are near each other, or
share a postcode, a telephone number or a website. Only those that share something are compared at all.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from typing import Any

from alongside.directory.points import Place, distance

NEAR = 0.3  # km
# One provider's branches share a name, a number and a website, and are not one.
FAR = 2.0
CELL = 0.003  # degrees, at least NEAR from north to south
WIDER = 0.006  # degrees of longitude, the same up to 60° north
ALIKE = 0.9
# Among more than MANY that share something, only those whose names are next to each other are compared.
MANY, NEIGHBOURS = 60, 8
SAYS_NOTHING = frozenset({"the", "a", "of", "for", "and", "in", "at", "ltd", "limited", "cic", "cio", "uk", "charity"})


class Why(StrEnum):
    NAME = "name"
    LIKE = "like"  # the name, nearly
    NEAR = "near"
    POSTCODE = "postcode"
    PHONE = "phone"
    WEBSITE = "website"


@dataclass(frozen=True)
class Candidate:
    """What is compared of a service."""

    key: Any
    source: str
    name: str
    point: Place | None = None
    postcode: str = ""
    phone: str = ""
    website: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        plain = unicodedata.normalize("NFKD", self.name.lower().replace("&", " and ").replace("'", ""))
        said = re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())
        return tuple(word for word in said if word not in SAYS_NOTHING) or (self.name.lower(),)

    @cached_property
    def sorted_words(self) -> str:
        return " ".join(sorted(self.words))

    @cached_property
    def numbers(self) -> list[str]:
        return [word for word in self.words if word.isdigit()]

    @cached_property
    def ties(self) -> dict[Why, Hashable]:
        """What ties it to others that have the same."""
        digits = re.sub(r"\D", "", self.phone).removeprefix("44").lstrip("0")
        website = re.sub(r"^https?://(www\.)?|/+$", "", self.website.lower())
        ties = {Why.POSTCODE: self.postcode.replace(" ", ""), Why.PHONE: digits, Why.WEBSITE: website}
        return {why: value for why, value in ties.items() if value}


def pairs(candidates: Iterable[Candidate]) -> dict[tuple[Any, Any], list[Why]]:
    """Keys of two that look like one, the lesser first, with why."""
    found: dict[tuple[Any, Any], list[Why]] = {}
    for one, other in _compared(list(candidates)):
        pair = (min(one.key, other.key), max(one.key, other.key))
        if pair not in found and (why := _why(one, other)):
            found[pair] = why
    return found


def _compared(candidates: list[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Every two that share something, some of them more than once."""
    blocks: dict[Hashable, list[Candidate]] = defaultdict(list)
    for each in candidates:
        for why, value in each.ties.items():
            blocks[why, value].append(each)
        for cell in _cells(each.point):
            blocks[cell].append(each)
    for block in blocks.values():
        yield from _within(block)


def _cells(point: Place | None) -> Iterator[Hashable]:
    """The square a point is in and those east, south and southeast of it: two that are near share one of the four."""
    if point:
        north, east = int(point[0] // CELL), int(point[1] // WIDER)
        yield from ((Why.NEAR, north - down, east + right) for down in (0, 1) for right in (0, 1))


def _within(block: list[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    if len(block) <= MANY:
        yield from combinations(block, 2)
        return
    in_order = sorted(block, key=lambda each: each.sorted_words)
    for number, one in enumerate(in_order):
        yield from ((one, other) for other in in_order[number + 1 : number + 1 + NEIGHBOURS])


def _why(one: Candidate, other: Candidate) -> list[Why]:
    """Why two look like one; nothing where they do not."""
    named = _named_alike(one, other)
    if named is None:
        return []
    apart = distance(one.point, other.point) if one.point and other.point else None
    shared = [why for why, value in one.ties.items() if other.ties.get(why) == value]
    if apart is not None and apart <= NEAR:
        shared.append(Why.NEAR)
    elif apart is not None and apart > FAR and one.source == other.source:
        return []
    return [named, *shared] if shared else []


def _named_alike(one: Candidate, other: Candidate) -> Why | None:
    """Numbers in a name tell two apart: beginners' course 1 and 2."""
    if one.sorted_words == other.sorted_words:
        return Why.NAME
    if one.numbers != other.numbers:
        return None
    names = SequenceMatcher(None, " ".join(one.words), " ".join(other.words), autojunk=False)
    quickly = names.real_quick_ratio() >= ALIKE and names.quick_ratio() >= ALIKE
    return Why.LIKE if quickly and names.ratio() >= ALIKE else None

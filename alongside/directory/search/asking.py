"""What somebody means by the words they type: needs, whom it has to be for, when, where, and at what cost."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from alongside.directory.search import needs as vocabulary
from alongside.directory.search.phrases import Found
from alongside.directory.search.wishes import said_in
from alongside.directory.search.words import Speller, tokens
from alongside.ui.content import content

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Far more than anybody types; the rest is not read, so that no search is slow.
MOST_WORDS = 60


@dataclass(frozen=True)
class Asked:
    """A search understood. `left` are words that mean nothing to us and may still stand on a record."""

    words: tuple[str, ...]
    needs: frozenset[str]
    who: frozenset[str]
    avoided: frozenset[str] = frozenset()
    left: tuple[str, ...] = ()
    place: str = ""
    day: str = ""
    evening: bool = False
    casual: bool = False
    cheap: bool = False
    now: bool = False
    step_free: bool = False
    transport: bool = False
    language: str = ""
    way: str = ""

    @property
    def keys(self) -> frozenset[str]:
        return self.needs | self.who


def understand(text: str, *, speller: Speller, places: Collection[str]) -> Asked:
    """Read what was typed, slips of the finger mended; `places` are names of places in small letters."""
    words = tuple(speller.mend(word) for word in tokens(text)[:MOST_WORDS])
    found = vocabulary.asked().longest_in(words)
    taken = {place for each in found for place in each.places}
    place, where = _place(words, places, taken)
    avoided = frozenset(each.key for each in found if _is_avoided(words, each))
    keys = frozenset(each.key for each in found) - avoided
    who = frozenset(key for key in keys if vocabulary.needs()[key].who)
    joined = " ".join(words)
    wishes = said_in(joined)
    left = [
        word
        for number, word in enumerate(words)
        if number not in taken | where and _tells(word) and word not in wishes.words
    ]
    return Asked(
        words=words,
        needs=keys - who,
        who=who,
        avoided=avoided,
        left=tuple(left),
        place=place,
        day=next((day for day in DAYS if day in words), "saturday" if "weekend" in words else ""),
        evening=bool({"evening", "evenings", "late"} & set(words)),
        casual=_says("casual", joined),
        cheap=_says("cheap", joined),
        now=wishes.now,
        step_free=wishes.step_free,
        transport=wishes.transport,
        language=wishes.language,
        way=wishes.way,
    )


def _place(words: tuple[str, ...], places: Collection[str], taken: set[int]) -> tuple[str, set[int]]:
    """The longest name of a place among the words that mean nothing else, and where it stands."""
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            where = set(range(start, start + length))
            name = " ".join(words[start : start + length])
            if name in places and not where & taken:
                return name, where
    return "", set()


def _is_avoided(words: tuple[str, ...], found: Found) -> bool:
    """ "Not a church": only where leaving it out can be meant."""
    before = words[max(0, found.start - 2) : found.start]
    return found.key in _rules()["avoidable"] and bool({"not", "no", "without"} & set(before))


def _tells(word: str) -> bool:
    return len(word) > 2 and not word.isdigit() and word not in _tell_nothing()


@cache
def _tell_nothing() -> frozenset[str]:
    return frozenset(_rules()["tell_nothing"]) | frozenset(DAYS)


def _says(what: str, text: str) -> bool:
    return re.search("|".join(_rules()[what]), text) is not None


def _rules() -> dict:
    return content("directory/asking.toml")

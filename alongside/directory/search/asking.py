"""What somebody means by the words they type: needs, whom it has to be for, when, where, and at what cost."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from alongside.directory.search import needs as vocabulary
from alongside.directory.search.days import DAYS
from alongside.directory.search.phrases import Found
from alongside.directory.search.wishes import said_in
from alongside.directory.search.words import Speller, tokens
from alongside.ui.content import content

# Far more than anybody types; the rest is not read, so that no search is slow.
MOST_WORDS = 60
GROWN = 18
# "My dad", "for our little girl"; and a child with its years: "10 year old son", "lad of 14".
ABOUT = r"\b(my|our|for)( \w+)? ({kin})s?\b"
FIRST = r"^({kin})s?\b"
WITH_YEARS = r"\byear old ({kin})\b|\b({kin}) (of |aged |is |age )?\d|\b(\d|1[0-7]) year old\b"


@dataclass(frozen=True)
class Asked:
    """A search understood. `left` are words that mean nothing to us and may still stand on a record."""

    words: tuple[str, ...]
    needs: frozenset[str]
    who: frozenset[str]
    avoided: frozenset[str] = frozenset()
    left: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()  # all words that tell what is looked for, whether or not they mean something to us
    place: str = ""
    day: str = ""
    ahead: int | None = None  # 0 for what has to be open today, 1 for tomorrow; which day that is `Filters` know
    after: int = 0  # the minute of today after which it has to be open, for it is that late already
    evening: bool = False
    until: int = 0  # the minute of the day until which it has to be open
    since: int = 0  # and from which
    obstacles: tuple[str, ...] = ()  # what they would rather do without
    casual: bool = False
    cheap: bool = False
    now: bool = False
    step_free: bool = False
    transport: bool = False
    language: str = ""
    way: str = ""
    about: str = ""  # "elder", "child" or "other", where it is not for whoever asks

    @property
    def keys(self) -> frozenset[str]:
        return self.needs | self.who


def understand(text: str, *, speller: Speller, places: Collection[str]) -> Asked:
    """Read what was typed, slips of the finger mended; `places` are names of places in small letters."""
    words = _in_our_words([speller.mend(word) for word in tokens(text)[:MOST_WORDS]])
    found = _without_money_worries(words, vocabulary.asked().longest_in(words))
    taken = {place for each in found for place in each.places}
    place, where = _place(words, places, taken)
    avoided = frozenset(each.key for each in found if _is_avoided(words, each))
    keys = frozenset(each.key for each in found) - avoided
    joined = " ".join(words)
    about = _about(joined)
    day, until = _day(words), _until(joined)
    ahead = _ahead(joined) if (until or _says("opening", joined)) and not day else None
    if about == "child":
        keys |= {"young", *(vocabulary.needs()[key].for_child or key for key in keys)}
    who = frozenset(key for key in keys if vocabulary.needs()[key].who)
    wishes = said_in(joined)
    obstacles = tuple(
        re.findall(rf"\b(?:no|without|not)(?: a| any| need)? ({'|'.join(_rules()['obstacles'])})s?\b", joined)
    )
    left = [
        word
        for number, word in enumerate(words)
        if number not in taken | where
        and _tells(word)
        and word not in wishes.words
        and word.rstrip("s") not in obstacles
    ]
    return Asked(
        words=words,
        needs=keys - who,
        who=who,
        avoided=avoided,
        left=tuple(left),
        telling=tuple(word for word in dict.fromkeys(words) if _tells(word) and word.rstrip("s") not in obstacles),
        place=place,
        day=day,
        ahead=ahead,
        evening=_says("evening", joined) or (ahead is not None and _says("tonight", joined)),
        until=until,
        since=_since(joined),
        obstacles=obstacles,
        casual=_says("casual", joined),
        cheap=_says("cheap", joined),
        now=wishes.now,
        step_free=wishes.step_free,
        transport=wishes.transport,
        language=wishes.language,
        way=wishes.way,
        about=about,
    )


def _in_our_words(words: list[str]) -> tuple[str, ...]:
    """With what is said in other words, or shorter, said as the vocabulary says it."""
    said: list[str] = []
    while words:
        length = next((length for length in (3, 2, 1) if " ".join(words[:length]) in _instead()), 0)
        said += _instead()[" ".join(words[:length])] if length else words[:1]
        words = words[length or 1 :]
    return tuple(said)


@cache
def _instead() -> dict[str, list[str]]:
    return {other: words.split() for other, words in _rules()["instead"].items()}


def _place(words: tuple[str, ...], places: Collection[str], taken: set[int]) -> tuple[str, set[int]]:
    """The longest name of a place among the words that mean nothing else, and where it stands."""
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            where = set(range(start, start + length))
            name = " ".join(words[start : start + length])
            if name in places and not where & taken:
                return name, where
    return "", set()


def _without_money_worries(words: tuple[str, ...], found: list[Found]) -> list[Found]:
    """Whoever is skint and wants to paint wants to paint for little; who only says that they are skint wants help."""
    short = [each for each in found if " ".join(words[place] for place in each.places) in _rules()["short_of_money"]]
    others = [each for each in found if each not in short]
    return others if any(not vocabulary.needs()[each.key].who for each in others) else found


def _day(words: tuple[str, ...]) -> str:
    named = next((day for day in DAYS if {day, f"{day}s"} & set(words)), "")
    return named or ("saturday" if {"weekend", "weekends"} & set(words) else "")


def _ahead(text: str) -> int | None:
    """In how many days; None where both are named ("shut today, open tomorrow").

    Whoever has "nowhere to sleep tonight" needs somebody who is there on any day: only beside an hour, or what is open
    or on, is a day meant.
    """
    named = [days for days, name in enumerate(("today", "tomorrow")) if _says(name, text)]
    return named[0] if len(named) == 1 else None


def _until(text: str) -> int:
    """Nobody asks for what is open past nine in the morning."""
    hour, minutes = _time("until", text)
    return (hour + 12 if hour < 12 else hour) * 60 + minutes if 5 <= hour <= 23 and hour != 12 else 0


def _since(text: str) -> int:
    (hour, minutes), before = _time("since", text), re.search(r"\bbefore (half (past )?)?\d", text) is not None
    return hour * 60 + minutes - before if 5 <= hour <= 10 else 0


def _time(which: str, text: str) -> tuple[int, int]:
    """Hour and minutes, "half 8" as it is said in Britain: half past."""
    found = re.search("|".join(_rules()[which]), text)
    if not found:
        return 0, 0
    hour, *minutes = [int(group) for group in found.groups() if group and group.isdigit()]
    return hour, minutes[0] if minutes else 30 if "half" in found[0] else 0


def _about(text: str) -> str:
    """For whom somebody asks. A child who is said to be eighteen or older is none."""
    kin = {who: "|".join(words) for who, words in _rules()["about"].items()}
    named_first = re.search(FIRST.format(kin="|".join(_rules()["named_first"])), text)
    if named_first or any(re.search(pattern.format(kin=kin["child"]), text) for pattern in (WITH_YEARS, ABOUT)):
        grown = any(int(number) >= GROWN for number in re.findall(r"\b\d\d\b", text))
        return "other" if grown else "child"
    return next((who for who in ("elder", "other") if re.search(ABOUT.format(kin=kin[who]), text)), "")


def _is_avoided(words: tuple[str, ...], found: Found) -> bool:
    """ "Not a church", "dont fancy a gym": only where leaving it out can be meant."""
    need = vocabulary.needs()[found.key]
    before = words[max(0, found.start - 4) : found.start]
    if found.key in _rules()["avoidable"] and {"not", "no", "without"} & set(before[-2:]):
        return True
    return (need.leads or found.key in _rules()["avoidable"]) and _says("disliked", " ".join(before))


def _tells(word: str) -> bool:
    return len(word) > 2 and not word.isdigit() and word not in _tell_nothing()


@cache
def _tell_nothing() -> frozenset[str]:
    return frozenset(_rules()["tell_nothing"]) | {day + end for day in DAYS for end in ("", "s")}


def _says(what: str, text: str) -> bool:
    return re.search("|".join(_rules()[what]), text) is not None


def _rules() -> dict:
    return content("directory/asking.toml")

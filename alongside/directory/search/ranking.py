"""How good a service is for somebody who asked: meaning, distance by kind, whom it is for, when it is open.

The score is meant as a grade from 0 to 3, as somebody who knows the services would give it: 3 exactly what is asked and
usable from that home, 2 good, 1 marginal. Distance takes grades off by the kind of service.
"""

import re
from dataclasses import dataclass

from alongside.directory.points import Place, distance
from alongside.directory.search.asking import Asked
from alongside.directory.search.meaning import Weighed, likeness, share_met
from alongside.directory.search.needs import BEST, Reach, needs
from alongside.directory.search.records import LATE, Described, open_until
from alongside.directory.search.words import stem

# Kilometres in a straight line at which one more grade is taken off; beyond the last it is out of reach.
BANDS = {Reach.EVERYDAY: (5, 10), Reach.LOCAL: (8, 12, 20), Reach.SPECIALIST: (15, 25, 35)}
KINDS = {
    "pharmacy": Reach.EVERYDAY,
    "food bank": Reach.EVERYDAY,
    "library": Reach.EVERYDAY,
    "employment": Reach.EVERYDAY,
    "sports facility": Reach.EVERYDAY,
    "sports club": Reach.LOCAL,
}
COUNTY = 60  # km: about as far as one is from anything in the same county
NEAREST_FIRST = 0.35  # what 20 km cost among those equally good

IN_THEIR_WORDS = 0.4  # grades for saying it in the very words that were typed

# In grades.
FOR_MEMBERS, GIVES_GRANTS, SAYS_NOTHING, OBSTACLE = 1.5, 1.2, 0.6, 0.6
FOR_THE_YOUNG, FOR_ANOTHER_SEX, FOR_ANOTHER_COMMUNITY, NAMED_FOR_OTHERS = 1.8, 3.0, 1.0, 0.9
FOR_THE_OLD = FOR_THE_GROWN = 1.2
YOUNGEST, OLD_ENOUGH, OLD = 16, 26, 50  # youth services end at 25; what is for older people begins at 50
SAYS_SO, SAYS_NO_DAY, SAYS_OTHER_DAYS = 0.3, -0.5, -1.2  # what names its days is most likely closed on others
EVENING = re.compile(r"evening|\b([6-9]|1[01])([:.]\d\d)? ?pm")
OF_THEIR_OWN = 0.15  # what is for the borough of whoever asks


@dataclass(frozen=True)
class Asker:
    """Who looks, or for whom somebody looks; nothing of it need be known."""

    home: Place | None = None
    borough: str = ""
    age: int | None = None
    sex: str = ""


@dataclass(frozen=True)
class Rated:
    """How good one service is, which of the needs it meets, and how far it is in km.

    `likeness`, in grades, decides among what is about as good; it does not make good what is not.
    """

    described: Described
    grade: float
    meets: tuple[str, ...]
    km: float | None
    likeness: float = 0


def rate(weighed: Weighed, asker: Asker, found: Described) -> Rated | None:
    """Rate one service; None where it cannot be used."""
    if found.closed:
        return None
    asked = weighed.asked
    meaning, meets, reach = share_met(weighed, found)
    if not meaning:
        return None
    from_afar = found.record.facts.from_afar
    far = distance(asker.home, found.place) if asker.home and found.place and not from_afar else None
    lost = _lost_to_distance(asker, found, reach, far)
    open_then = _open_when_asked(asked, found)
    if lost is None or open_then is None:
        return None
    grade = BEST * meaning - _not_for_strangers(weighed, found) - _not_for_them(weighed, asker, found) + open_then
    grade += _cost(asked, found) - lost - NEAREST_FIRST * min(far or 0, 20) / 20
    return Rated(found, grade, tuple(meets), far, IN_THEIR_WORDS * likeness(weighed, found))


# --- Whom it is for ---------------------------------------------------------------------------------------------------


def _not_for_strangers(weighed: Weighed, found: Described) -> float:
    lost = FOR_MEMBERS if found.for_members and not any(needs()[key].for_members for key in weighed.keys) else 0
    lost += GIVES_GRANTS if found.gives_grants and "grants" not in weighed.keys else 0
    lost += OBSTACLE * any(_asks_for(word, found) for word in weighed.asked.obstacles)
    return lost + (SAYS_NOTHING if not found.record.description.strip() else 0)


def _asks_for(obstacle: str, found: Described) -> bool:
    freed = rf"\b(no|without|not need)( an?| any)? (\w+ (or|and) )?{obstacle}"
    return stem(obstacle) in found.stems and not re.search(freed, found.record.description.lower())


def _not_for_them(weighed: Weighed, asker: Asker, found: Described) -> float:
    lost = sum(_lost_to(key, weighed, asker) for key in found.only - weighed.keys)
    named = [key for key in found.named_for - weighed.keys if needs()[key].shuts_out]
    return lost + NAMED_FOR_OTHERS * sum(not _comes_second(key, weighed) for key in named)


def _lost_to(only: str, weighed: Weighed, asker: Asker) -> float:
    asked = weighed.asked
    if only == "young":
        grown = (asker.age if asker.age is not None else OLD_ENOUGH) >= OLD_ENOUGH
        for_a_child = asked.about == "child" or any(needs()[key].of_children for key in weighed.keys)
        return FOR_THE_YOUNG if grown and not for_a_child else 0
    if only == "older":
        younger = asker.age is not None and asker.age < OLD
        return FOR_THE_OLD if asked.about == "child" or (younger and asked.about != "elder") else 0
    if only == "grown":
        return FOR_THE_GROWN if (asker.age is not None and asker.age < YOUNGEST) else 0.4 * (asked.about == "child")
    if only in ("women", "men"):
        if asked.about:
            return FOR_THE_GROWN if asked.about == "child" else 0.1
        return FOR_ANOTHER_SEX if asker.sex == ("M" if only == "women" else "F") else 0.1
    return 0 if _related(only, weighed) else FOR_ANOTHER_COMMUNITY


def _comes_second(other: str, weighed: Weighed) -> bool:
    return any(other in needs()[key].near for key in weighed.keys)


def _related(only: str, weighed: Weighed) -> bool:
    return _comes_second(only, weighed) or any(key in needs()[only].near for key in weighed.keys)


# --- When, and at what cost -------------------------------------------------------------------------------------------


def _open_when_asked(asked: Asked, found: Described) -> float | None:
    """Grades for being open when somebody asks; None where it is known to be closed then."""
    if not (asked.day or asked.evening or asked.until or asked.since):
        return 0
    hours = found.record.hours
    if hours is None:
        return _says_when(asked, found)
    spans = hours.get(asked.day, []) if asked.day else [span for spans in hours.values() for span in spans]
    if not spans:
        return None
    if asked.since and min(span[0] for span in spans) > asked.since:
        return None
    last = max(open_until(*span) for span in spans)
    if asked.after and last <= asked.after:
        return None
    if not asked.evening and not asked.until:
        return 0
    if asked.until:
        return 0.2 if last > asked.until else None
    return 0.2 if last >= LATE else -1


def _says_when(asked: Asked, found: Described) -> float:
    """Where the hours are only in the text, if at all: "Opening: Tuesday 6pm - 8pm"."""
    said = 0.0
    if asked.day:
        said = SAYS_SO if asked.day in found.days else SAYS_OTHER_DAYS if found.days else SAYS_NO_DAY
    return said + SAYS_SO * (asked.evening and EVENING.search(found.record.description.lower()) is not None)


def _cost(asked: Asked, found: Described) -> float:
    gained = 0.0
    if found.casual is not None or found.record.kind in ("sports facility", "sports club"):
        gained += (0.2 if found.casual else -1.2) if asked.casual else (-0.35 if found.casual is False else 0)
    if asked.cheap and re.search("free|low cost|low income|affordable", found.record.description, re.IGNORECASE):
        gained += 0.35
    return gained


# --- Distance ---------------------------------------------------------------------------------------------------------


def _lost_to_distance(asker: Asker, found: Described, reach: Reach, far: float | None) -> float | None:
    """Grades that the way costs; None where it is out of reach, or for another borough."""
    kind = found.record.kind
    reach = KINDS.get(kind, reach)
    if kind in KINDS or not asker.borough:
        return _by_bands(reach, far)
    if found.only_boroughs:
        return -OF_THEIR_OWN if asker.borough in found.only_boroughs else None
    if not found.place and not found.whole_county and found.boroughs and asker.borough not in found.boroughs:
        return None
    if found.comes_to_you or (found.whole_county and reach == Reach.SPECIALIST):
        return 0 if far is None or far < COUNTY else None
    lost = _by_bands(reach, far)
    if found.whole_county and (far is None or far < COUNTY):
        return max(0, (lost if lost is not None else len(BANDS[reach])) - 1)
    if len(found.boroughs) > 1 and asker.borough in found.boroughs and lost is not None:
        return min(1, lost)
    return lost


def _by_bands(reach: Reach, far: float | None) -> float | None:
    if far is None:
        return 0
    return next((lost for lost, band in enumerate(BANDS[reach]) if far <= band), None)

"""Finding services. One door: `find(words, near=...)`; and `refresh()` for whoever changed the directory."""

import logging
from collections import Counter
from dataclasses import replace
from functools import cache

from django.db import DatabaseError, connections
from django.utils import timezone

from alongside.directory.geography import find_place, places
from alongside.directory.points import Place
from alongside.directory.search.asking import Asked, understand
from alongside.directory.search.engines.engine import Engine, Query
from alongside.directory.search.filters import Filters
from alongside.directory.search.index import current, indexing_later, outdate, rebuild, refresh
from alongside.directory.search.lexicon import speller
from alongside.directory.search.meaning import weigh
from alongside.directory.search.ranking import Asker, rate
from alongside.directory.search.results import GOOD_ENOUGH, Result, Results, results

log = logging.getLogger(__name__)


def find(
    words: str,
    *,
    near: str = "",
    filters: Filters | None = None,
    age: int | None = None,
    sex: str = "",
    limit: int = 10,
) -> Results:
    """Services for what somebody types. `near` is a postcode, half of one, or a place; one in the words goes first.

    `age` and `sex` ("F", "M") are those of whoever it is for, where they are known.
    """
    engine, state = current()
    asked = understand(words, speller=speller(engine, state), places=places())
    wanted = (filters or Filters()).with_words(asked)
    wanted = wanted if wanted.moment else replace(wanted, moment=timezone.localtime())
    asked = wanted.added_to(asked)
    home = places().get(asked.place) or find_place(near)
    asker = Asker(home=home, borough=borough_of(home, engine), age=age, sex=sex)
    found = engine.candidates(Query(asked, home, wanted))
    weighed = weigh(asked, cache(found.rarity))
    rated = (rate(weighed, asker, each) for each in found.documents)
    return results(asked, wanted, (each for each in rated if each), limit=limit)


def understood(words: str) -> Asked:
    """What search makes of words, without looking for anything."""
    return understand(words, speller=speller(*current()), places=places())


def warm_up() -> None:
    """Search once for nothing, so that whoever searches first finds everything read; a database that is not there yet,
    or is being changed, is no reason to fail.
    """
    try:
        find("")
    except (DatabaseError, LookupError) as trouble:
        log.warning("Search was not warmed up: %s", trouble)
    finally:
        connections.close_all()


def borough_of(home: Place | None, engine: Engine) -> str:
    """The borough that most of the nearest services which name theirs are in."""
    near = engine.boroughs(home) if home else []
    return Counter(near).most_common(1)[0][0] if near else ""


__all__ = [
    "GOOD_ENOUGH",
    "Asked",
    "Filters",
    "Result",
    "Results",
    "find",
    "indexing_later",
    "outdate",
    "rebuild",
    "refresh",
    "understood",
    "warm_up",
]

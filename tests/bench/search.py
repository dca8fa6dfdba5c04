"""Finding services: how good the first three are, and how long it takes, in small directories and in large ones."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import quantiles
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from alongside.directory.geography import find_place, places
from alongside.directory.management.commands.search_batch import last_wednesday
from alongside.directory.search import borough_of, find
from alongside.directory.search.asking import understand
from alongside.directory.search.engines import chosen
from alongside.directory.search.engines.engine import Candidates
from alongside.directory.search.engines.terms import counted_of
from alongside.directory.search.filters import Filters
from alongside.directory.search.index import current, latest_change, version
from alongside.directory.search.lexicon import speller
from alongside.directory.search.loading import records
from alongside.directory.search.meaning import weigh
from alongside.directory.search.ranking import Asker, rate
from alongside.directory.search.records import Described, describe
from alongside.directory.search.results import results
from alongside.directory.search.words import stem, tokens
from alongside.ui.content import FOLDER
from tests.bench.copies import copies, put_into_tables
from tests.bench.measure import clock

JUDGED = Path(__file__).parent / "judged"
GOOD = 2
DATA = FOLDER / "directory"
# How many services, and within how many ms 95 of 100 searches have to be answered.
SIZES = {2_219: 25, 12_000: 50, 110_000: 100}
PAGE = 150  # ms within which 95 of 100 pages have to be there
ROUNDS = 3

Judged = dict[str, Any]


def search(cast: Any) -> Iterator[str]:
    """Against the plain way, which asks for all words on one record and takes them as they come."""
    call_command("load_postcodes", verbosity=0)
    mapping = DATA / "sources" / "greater_manchester.toml"
    call_command("import_directory", str(DATA / "greater_manchester_services.jsonl.gz"), mapping=mapping)
    described: list[Described] = []
    took = clock(lambda: described.extend(map(describe, records())))
    yield f"{'search, reading a record':<46} {took / len(described) * 1000:8.2f} ms"
    yield from _quality(described)
    yield from _speed(cast, described)


# --- Quality ----------------------------------------------------------------------------------------------------------


def _quality(described: list[Described]) -> Iterator[str]:
    for name in ("looked_at", "unread", "kept_back"):
        asked = _judged(name)
        ours, plain = _scores(asked, _ours), _scores(asked, lambda query: _all_words(query["query"], described))
        for what in ours:
            title = f"search, {what}, {name.replace('_', ' ')}"
            yield f"{title:<46} {ours[what]:8.2f}      {plain[what]:7.2f} all words required"
    asked = [*_judged("looked_at"), *_judged("kept_back")]
    counted = _counted(described)
    same = sum(_ours(query) == _rating_everything(query, described, counted) for query in asked)
    yield f"{'search, the same ten as if all were rated':<46} {same:5d} of {len(asked)}"


def _judged(name: str) -> list[Judged]:
    return [json.loads(line) for line in (JUDGED / f"{name}.jsonl").read_text().splitlines()]


def _scores(asked: list[Judged], answer: Callable[[Judged], list[str]]) -> dict[str, float]:
    """Success@3 (a good one among the first three), and how often nothing was said rightly and wrongly."""
    with_answer = [query for query in asked if not query["nothing_relevant"]]
    without = [query for query in asked if query["nothing_relevant"]]
    answers = {query["id"]: answer(query) for query in asked}
    good = [any(query["judgements"].get(key, 0) >= GOOD for key in answers[query["id"]][:3]) for query in with_answer]
    return {
        "success@3": sum(good) / len(with_answer),
        "right nothing": sum(not answers[query["id"]] for query in without) / len(without),
        "wrong nothing": sum(not answers[query["id"]] for query in with_answer) / len(with_answer),
    }


def _ours(query: Judged) -> list[str]:
    when = Filters(moment=last_wednesday())
    found = find(query["query"], near=query["postcode"], filters=when, age=query["age"], sex=query["sex"])
    return [result.key for result in found.results]


def _all_words(words: str, described: list[Described]) -> list[str]:
    """Services with every word, in the order they stand in the directory."""
    wanted = {stem(word) for word in tokens(words)}
    return [found.record.key for found in described if wanted <= found.stems][:10]


def _rating_everything(query: Judged, described: list[Described], counted: Candidates) -> list[str]:
    """What would be found if no engine chose beforehand what is rated."""
    engine, state = current()
    asked = understand(query["query"], speller=speller(engine, state), places=places())
    wanted = Filters(moment=last_wednesday()).with_words(asked)
    asked = wanted.added_to(asked)
    home = places().get(asked.place) or find_place(query["postcode"])
    asker = Asker(home=home, borough=borough_of(home, engine), age=query["age"], sex=query["sex"])
    weighed = weigh(asked, counted.rarity)
    rated = (rate(weighed, asker, found) for found in described)
    return [row.key for row in results(asked, wanted, (each for each in rated if each), limit=10).results]


def _counted(described: list[Described]) -> Candidates:
    return Candidates([], Counter(term for found in described for term in counted_of(found)))


# --- Speed ------------------------------------------------------------------------------------------------------------


def _speed(cast: Any, described: list[Described]) -> Iterator[str]:
    """End to end within the process, as a page asks; then the pages themselves."""
    asked = [*_judged("looked_at"), *_judged("kept_back")]
    first: dict[str, float] = {}
    for size, target in SIZES.items():
        put_into_tables(described, size)
        everything = list(copies(described, size))
        plain = _times(asked, lambda query, everything=everything: _all_words(query["query"], everything))
        for name in _engines():
            built = _built(name, everything)
            times = _times(asked, _ours)
            yield _row(f"search, {size:,} services, {name}", times, target)
            grown = times[94] / first.setdefault(name, times[94])
            yield f"{'':<46} {times[94] / plain[94]:.1f} x all words required; {grown:.1f} x the smallest; {built}"
            for what, page in _pages(cast).items():
                yield _row(f"  {what}", _times(asked, page, rounds=1), PAGE)


def _row(what: str, times: list[float], target: int) -> str:
    p50, p95, p99 = (times[cut] * 1000 for cut in (49, 94, 98))
    return f"{what:<46} p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f} ms (wanted: 95 of 100 within {target})"


def _pages(cast: Any) -> dict[str, Callable[[Judged], Any]]:
    anybody, gp = Client(), cast.client("gp")
    typing = {"headers": {"HX-Request": "true"}}

    def public(query: Judged) -> None:
        answer = anybody.get("/find/", {"words": query["query"], "near": query["postcode"]})
        assert answer.status_code == 200, answer.status_code

    def as_typed(query: Judged) -> None:
        words = {"do": "search", "words": query["query"]}
        answer = gp.post(f"/visits/nearby/{cast.rosa.pk}/", words, **typing)
        assert answer.status_code == 200, answer.status_code

    return {"the page anybody sees": public, "what a clinician sees as they type": as_typed}


def _engines() -> list[str]:
    """Those that can be tried here; PostgreSQL where DATABASE_URL names one."""
    tantivy = ["tantivy"] if find_spec("tantivy") else []
    return [*(["postgresql"] if connection.vendor == "postgresql" else []), "sqlite", *tantivy]


def _built(name: str, everything: list[Described]) -> str:
    settings.SEARCH_ENGINE = name
    chosen.cache_clear()
    took = clock(lambda: chosen().build(everything, version=version(), mark=latest_change()))
    find("")
    return f"built in {took:.1f} s without reading, {chosen().size() / 1_000_000:.0f} MB"


def _times(asked: list[Judged], answer: Callable[[Judged], Any], rounds: int = ROUNDS) -> list[float]:
    """Percentiles in seconds, each search a few times."""
    return quantiles([clock(lambda query=query: answer(query)) for _ in range(rounds) for query in asked], n=100)

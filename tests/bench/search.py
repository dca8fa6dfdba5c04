"""Finding services: how often the right thing is among the first three, and how long it takes."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command

from alongside.directory.search import find
from alongside.directory.search.loading import index
from alongside.directory.search.words import stem, tokens
from alongside.ui.content import FOLDER
from tests.bench.measure import row, timed

JUDGED = Path(__file__).parent / "judged"
GOOD = 2
DATA = FOLDER / "directory"


def search(_cast: Any) -> Iterator[str]:
    """Against the plain way, which asks for all words on one record and takes the nearest."""
    call_command("load_postcodes", verbosity=0)
    mapping = DATA / "sources" / "greater_manchester.toml"
    call_command("import_directory", str(DATA / "greater_manchester_services.jsonl.gz"), mapping=mapping)
    for name in ("looked_at", "left_aside", "kept_back"):
        asked = [json.loads(line) for line in (JUDGED / f"{name}.jsonl").read_text().splitlines()]
        ours, plain = _scores(asked, _ours), _scores(asked, _plain)
        for what in ours:
            title = f"search, {what}, {name.replace('_', ' ')}"
            yield f"{title:<46} {ours[what]:8.2f}      {plain[what]:7.2f} all words required"
    asked_all = [query["query"] for query in asked]
    took = timed(lambda: [find(words, near="M33 7TY") for words in asked_all])
    base = timed(lambda: [_all_words(words) for words in asked_all])
    each = len(asked_all)
    yield row("search, mean of them, p50", took[0] / each, base[0] / each, "all words required")


def _scores(asked: list[dict[str, Any]], answer: Callable[[dict[str, Any]], list[str]]) -> dict[str, float]:
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


def _ours(query: dict[str, Any]) -> list[str]:
    found = find(query["query"], near=query["postcode"], age=query["age"], sex=query["sex"])
    return [result.key for result in found.results]


def _plain(query: dict[str, Any]) -> list[str]:
    return _all_words(query["query"])


def _all_words(words: str) -> list[str]:
    """Services with every word, in the order they stand in the directory."""
    wanted = {stem(word) for word in tokens(words)}
    return [found.record.key for found in index().described if wanted <= found.stems][:10]

"""The vocabulary: what people look for, in their words and in those of services (`content/directory/needs/`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import product
from typing import Any

from alongside.directory.search.phrases import Phrases
from alongside.directory.search.words import tokens
from alongside.ui.content import content, contents

# Content speaks of grades, as whoever judges a result does: 3 exactly what is asked, 2 good, 1 marginal.
BEST = 3
FLAGS = ("who", "identity", "of_children", "for_members", "shuts_out", "state", "leads")
NAMED = re.compile(r"\{(\w+)\}")


class Reach(StrEnum):
    """How far people go for something."""

    EVERYDAY = "everyday"
    LOCAL = "local"
    SPECIALIST = "specialist"


@dataclass(frozen=True)
class Need:
    """Something people look for, or, where `who`, whom it has to be for.

    `kinds` and `near` hold shares of 1: how well a kind of record serves it whatever it says, and how well what serves
    another need does. `identity`: whom it is for says more than what is done there. `of_children`: whoever asks may ask
    for a child; `for_child`: what is looked for, too, if it is. `for_members`: met by what is else for members.
    `shuts_out`: what is named for it is not for others. `state`: how somebody is; `leads`: what they want done or to
    do, which goes before how they are.
    """

    key: str
    name: str  # where people read it
    reach: Reach
    words: tuple[str, ...] = ()
    say: tuple[str, ...] = ()
    find: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    kinds: dict[str, float] = field(default_factory=dict)
    near: dict[str, float] = field(default_factory=dict)
    weight: float = 1.0
    who: bool = False
    identity: bool = False
    of_children: bool = False
    for_members: bool = False
    shuts_out: bool = False
    state: bool = False
    leads: bool = False
    for_child: str = ""


@cache
def needs() -> dict[str, Need]:
    """Every need by its key."""
    return {key: _need(key, row) for field_of_life in contents("directory/needs") for key, row in field_of_life.items()}


def _need(key: str, row: dict[str, Any]) -> Need:
    def listed(name: str) -> tuple[str, ...]:
        return tuple(spoken for phrase in row.get(name, ()) for spoken in _spoken(phrase))

    def shares(name: str) -> dict[str, float]:
        return {other: grade / BEST for other, grade in row.get(name, {}).items()}

    return Need(
        key=key,
        name=content("directory/need_names.toml").get(key) or key.replace("_", " ").capitalize(),
        reach=Reach(row["reach"]),
        words=listed("words"),
        say=listed("say"),
        find=listed("find"),
        own=listed("own"),
        unsaid=listed("not"),
        kinds=shares("kinds"),
        near=shares("near"),
        weight=row.get("weight", 1.0),
        for_child=row.get("for_child", ""),
        **{flag: row.get(flag, False) for flag in FLAGS},
    )


def _spoken(phrase: str) -> Iterator[str]:
    """The phrase with each word of a group in the place of the group's name: "lost my {kin}", "lost my dad"."""
    parts = NAMED.split(phrase)
    choices = [[part] if number % 2 == 0 else _groups()[part] for number, part in enumerate(parts)]
    return ("".join(chosen) for chosen in product(*choices))


def _groups() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = content("directory/asking.toml")["groups"]
    return groups


@cache
def asked() -> Phrases:
    """What people say."""
    return Phrases((phrase, need.key) for need in needs().values() for phrase in (*need.words, *need.say))


@cache
def shown() -> Phrases:
    """What stands on records."""
    return Phrases((phrase, need.key) for need in needs().values() for phrase in (*need.words, *need.find))


@cache
def unsaid() -> Phrases:
    """What stands on records and only looks as if it meant a need."""
    return Phrases((phrase, need.key) for need in needs().values() for phrase in need.unsaid)


@cache
def owned() -> Phrases:
    """How a record says that it is for these and nobody else."""
    return Phrases((phrase, need.key) for need in needs().values() for phrase in need.own)


def vocabulary() -> Iterator[str]:
    """Each word of the vocabulary, for the speller."""
    for need in needs().values():
        for phrase in (*need.words, *need.say, *need.find):
            yield from (word for word in tokens(phrase) if len(word) > 2)
    yield from content("directory/asking.toml")["instead"]

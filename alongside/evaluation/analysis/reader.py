"""Reading a specification strictly: a key that is missing, unknown or of the wrong kind is said, and where it is."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from alongside.evaluation.errors import BadInput

_REQUIRED = object()


def read_toml(text: str) -> "Reader":
    """The whole specification.

    Raises
    ------
    BadInput
        Not TOML; the message names the line.
    """
    try:
        return Reader(tomllib.loads(text), "the specification")
    except tomllib.TOMLDecodeError as problem:
        raise BadInput(f"The specification is not TOML: {problem}") from problem


@dataclass
class Reader:
    """One table of a specification. Ask for each key, then `done()`, which names those nobody asked for."""

    table: dict[str, Any]
    where: str
    asked: set[str] = field(default_factory=set)

    def text(self, key: str, default: Any = _REQUIRED) -> str:
        return str(self._of(key, str, "words in quotation marks", default))

    def maybe_text(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def choice(self, key: str, choices: Sequence[str], default: Any = _REQUIRED) -> str:
        """One of some words."""
        found = self.text(key, default)
        if found not in choices:
            near = get_close_matches(found, choices, 1)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise BadInput(f"{key} in {self.where} is {found!r}; it can be {_listed(choices)}.{meant}")
        return found

    def number(self, key: str, default: Any = _REQUIRED) -> float:
        return float(self._of(key, (int, float), "a number", default))

    def maybe_number(self, key: str) -> float | None:
        return self.number(key) if self.has(key) else None

    def whole(self, key: str, default: Any = _REQUIRED, *, least: int = 0) -> int:
        """A whole number of at least so much."""
        found = int(self._of(key, int, "a whole number", default))
        if found < least:
            raise BadInput(f"{key} in {self.where} is {found}; it must be at least {least}.")
        return found

    def yes(self, key: str, default: Any = _REQUIRED) -> bool:
        return bool(self._of(key, bool, "true or false", default))

    def texts(self, key: str, default: Any = _REQUIRED) -> tuple[str, ...]:
        return tuple(self._all(key, str, "words in quotation marks", default))

    def numbers(self, key: str, default: Any = _REQUIRED) -> tuple[float, ...]:
        return tuple(float(value) for value in self._all(key, (int, float), "numbers", default))

    def part(self, key: str) -> "Reader | None":
        """The table [key], if there is one."""
        if not self.has(key):
            return None
        return Reader(self._of(key, dict, f"a table, [{key}]", _REQUIRED), f"[{key}]")

    def parts(self, key: str) -> list["Reader"]:
        """The tables [[key]]."""
        tables = self._all(key, dict, f"tables, [[{key}]]", ())
        return [Reader(table, f"[[{key}]] number {number}") for number, table in enumerate(tables, 1)]

    def has(self, key: str) -> bool:
        self.asked.add(key)
        return key in self.table

    def done(self) -> None:
        """Raise where a key was written that means nothing here.

        Raises
        ------
        BadInput
        """
        for key in self.table:
            if key not in self.asked:
                near = get_close_matches(key, sorted(self.asked), 1)
                meant = f"Did you mean {near[0]}?" if near else f"There can be {_listed(sorted(self.asked))}."
                raise BadInput(f"{key} in {self.where} means nothing here. {meant}")

    def _of(self, key: str, kind: Any, words: str, default: Any) -> Any:
        if not self.has(key):
            if default is _REQUIRED:
                raise BadInput(f"{key} is missing in {self.where}.")
            return default
        return self._checked(key, self.table[key], kind, words)

    def _all(self, key: str, kind: Any, words: str, default: Any) -> Sequence[Any]:
        found = self._of(key, list, f"a list of {words}", default)
        return [self._checked(key, value, kind, words) for value in found]

    def _checked(self, key: str, value: Any, kind: Any, words: str) -> Any:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise BadInput(f"{key} in {self.where} must be {words}.")
        return value


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"

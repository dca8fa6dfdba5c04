"""Reading a specification strictly: a key that is missing, unknown or of the wrong kind is said, and where it is."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import inf, isfinite
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
        raise BadInput(f"The specification is not TOML: {problem}.") from problem
    except ValueError as problem:
        raise BadInput("The specification is not TOML: a number in it has thousands of figures.") from problem
    except RecursionError as problem:
        raise BadInput(
            "The specification is not TOML that can be read: lists or tables are nested too deep."
        ) from problem


@dataclass(frozen=True)
class Reader:
    """One table of a specification. Ask for each key, then `done()`, which names those nobody asked for."""

    table: dict[str, Any]
    where: str
    asked: set[str] = field(default_factory=set)

    def text(self, key: str, default: Any = _REQUIRED) -> str:
        """Words; none only where the default is none."""
        found = self._of(key, str, "words in quotation marks", default)
        return found if found is default else self._said(key, found, blank=default == "")

    def maybe_text(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def choice(self, key: str, choices: Sequence[str], default: Any = _REQUIRED) -> str:
        """One of some words."""
        return self._chosen(key, self.text(key, default), choices)

    def number(self, key: str, default: Any = _REQUIRED) -> float:
        return self._finite(key, self._of(key, (int, float), "a number", default))

    def maybe_number(self, key: str) -> float | None:
        return self.number(key) if self.has(key) else None

    def whole(self, key: str, default: Any = _REQUIRED, *, least: int = 0, most: float = inf) -> int:
        """A whole number, no less and no more than so much."""
        found = int(self._of(key, int, "a whole number", default))
        if not least <= found <= most:
            limits = f"at least {least}" if most == inf else f"from {least} to {most:,}"
            raise BadInput(f"{key} in {self.where} is {_short(found)}; it must be {limits}.")
        return found

    def yes(self, key: str, default: Any = _REQUIRED) -> bool:
        return bool(self._of(key, bool, "true or false", default))

    def texts(self, key: str, default: Any = _REQUIRED, *, blank: bool = False) -> tuple[str, ...]:
        """Words, each once."""
        found = self._all(key, str, "words in quotation marks", default)
        return self._once(key, [self._said(key, value, blank=blank) for value in found])

    def choices(self, key: str, choices: Sequence[str]) -> tuple[str, ...]:
        """Some of some words, each once."""
        return tuple(self._chosen(key, value, choices) for value in self.texts(key, ()))

    def numbers(self, key: str, default: Any = _REQUIRED) -> tuple[float, ...]:
        """At least one number, where the key is there."""
        found = self._all(key, (int, float), "numbers", default)
        if found is not default and not found:
            raise BadInput(f"{key} in {self.where} is empty; it needs at least one number.")
        return tuple(self._finite(key, value) for value in found)

    def part(self, key: str) -> "Reader | None":
        """The table [key], if there is one."""
        return Reader(self._of(key, dict, f"a table, [{key}]", _REQUIRED), f"[{key}]") if self.has(key) else None

    def needed(self, key: str) -> "Reader":
        """The table [key].

        Raises
        ------
        BadInput
            There is none.
        """
        found = self.part(key)
        if found is None:
            raise BadInput(f"{self.where[0].upper()}{self.where[1:]} has no [{key}].")
        return found

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
                meant = f"Did you mean {near[0]}?" if near else f"There can be {listed(sorted(self.asked))}."
                raise BadInput(f"{_short(key)} in {self.where} means nothing here. {meant}")

    def _of(self, key: str, kind: Any, words: str, default: Any) -> Any:
        if self.has(key):
            return self._checked(key, self.table[key], kind, words)
        if default is _REQUIRED:
            raise BadInput(f"{key} is missing in {self.where}.")
        return default

    def _all(self, key: str, kind: Any, words: str, default: Any) -> Sequence[Any]:
        found: Sequence[Any] = self._of(key, list, f"a list of {words}", default)
        if found is not default:
            for value in found:
                self._checked(key, value, kind, f"a list of {words}")
        return found

    def _checked(self, key: str, value: Any, kind: Any, words: str) -> Any:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise BadInput(f"{key} in {self.where} must be {words}.")
        return value

    def _said(self, key: str, value: str, *, blank: bool) -> str:
        if not value.strip() and not blank:
            raise BadInput(f"{key} in {self.where} has no words in it.")
        return value.strip()

    def _chosen(self, key: str, value: str, choices: Sequence[str]) -> str:
        if value in choices:
            return value
        near = get_close_matches(value, choices, 1)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise BadInput(f"{key} in {self.where} is {_short(value)!r}; it can be {listed(choices)}.{meant}")

    def _finite(self, key: str, value: float) -> float:
        # A whole number of TOML may be too large for a float; nan is below nothing.
        if (isinstance(value, int) and abs(value) >= 10**300) or not isfinite(value):
            raise BadInput(f"{key} in {self.where} must be a finite number.")
        return float(value)

    def _once(self, key: str, values: Iterable[str]) -> tuple[str, ...]:
        seen: dict[str, None] = {}
        for value in values:
            if value in seen:
                raise BadInput(f"{key} in {self.where} names {_short(value)} twice.")
            seen[value] = None
        return tuple(seen)


def listed(words: Sequence[str]) -> str:
    """`a, b or c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _short(value: object) -> str:
    """What was written, or its beginning."""
    text = str(value) if not isinstance(value, int) or abs(value) < 10**60 else "a number of more than 60 figures"
    return text if len(text) <= 60 else f"{text[:57]}…"

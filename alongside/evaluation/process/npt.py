"""Coded findings laid out by Normalisation Process Theory: what helped or hindered, at which level, and the gaps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import numpy as np

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import IntArray
from alongside.evaluation.wording import counted, listed

Direction = Literal["helps", "hinders"]

# The four constructs and their sixteen components, in the order of May CR, Finch T (2009) Sociology 43:535-554.
CONSTRUCTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "coherence": (
            "differentiation",
            "communal specification",
            "individual specification",
            "internalisation",
        ),
        "cognitive participation": ("initiation", "enrolment", "legitimation", "activation"),
        "collective action": (
            "interactional workability",
            "relational integration",
            "skill set workability",
            "contextual integration",
        ),
        "reflexive monitoring": (
            "systematisation",
            "communal appraisal",
            "individual appraisal",
            "reconfiguration",
        ),
    }
)
LEVELS = ("organisation", "professional", "patient")
DIRECTIONS: tuple[Direction, ...] = ("helps", "hinders")
# Where a finding was coded to a construct as a whole.
WHOLE = "(as a whole)"


@dataclass(frozen=True)
class Finding:
    """One passage coded once: to a component, or to a construct as a whole.

    `source` is who or what said it (an interview, a set of minutes), `quote` the passage within it.
    """

    code: str
    level: str
    direction: Direction
    source: str
    quote: str

    @property
    def construct(self) -> str:
        return self.code if self.code in CONSTRUCTS else _construct_of(self.code)

    @property
    def component(self) -> str:
        return WHOLE if self.code in CONSTRUCTS else self.code


@dataclass(frozen=True)
class Cell:
    """What was coded in one place of the matrix. `sources` counts who said it, which is not how often it was said.

    `quotes` holds each source with its quote.
    """

    construct: str
    component: str
    level: str
    helps: int
    hinders: int
    sources: int
    quotes: tuple[tuple[str, str], ...] = ()

    @property
    def total(self) -> int:
        return self.helps + self.hinders


@dataclass(frozen=True)
class NptMatrix:
    """Findings by component and level. `cells` holds all places, empty ones too, in the order of the theory.

    `by_construct` is the same for whole constructs, where a source counts once however many components it spoke of.
    """

    cells: tuple[Cell, ...] = field(repr=False)
    by_construct: tuple[Cell, ...]
    findings: int
    sources: int
    notes: tuple[str, ...] = ()

    @property
    def gaps(self) -> tuple[Cell, ...]:
        """Components of which nothing was coded at a level. Nobody may have said it, or nobody asked."""
        return tuple(cell for cell in self.cells if cell.total == 0 and cell.component != WHOLE)

    @property
    def silent(self) -> tuple[Cell, ...]:
        """Whole constructs of which nothing was coded at a level."""
        return tuple(cell for cell in self.by_construct if cell.total == 0)

    def counts(self) -> IntArray:
        """Findings by construct, level and direction, shape (4, 3, 2), in the order of the constants of this module."""
        pairs = [(cell.helps, cell.hinders) for cell in self.by_construct]
        return np.array(pairs, dtype=np.int64).reshape(len(CONSTRUCTS), len(LEVELS), len(DIRECTIONS))

    def cell(self, code: str, level: str) -> Cell:
        """The place of a component, or of a whole construct, at a level.

        Raises
        ------
        BadInput
            There is no such place.
        """
        places = self.by_construct if code in CONSTRUCTS else self.cells
        for cell in places:
            if cell.level == level and code in (cell.construct if code in CONSTRUCTS else cell.component,):
                return cell
        raise BadInput(f"There is no {code} at the level {level}.")

    def describe(self) -> str:
        """A paragraph: how much was coded, which way it points in each construct, and where nothing was found."""
        start = (
            f"{counted(self.findings, 'finding').capitalize()} from {counted(self.sources, 'source')} "
            f"{'was' if self.findings == 1 else 'were'} coded to the four constructs of Normalisation Process Theory."
        )
        lines = [_sentence(name, self.by_construct) for name in CONSTRUCTS]
        end = "A count says how often something was coded, not how much it mattered."
        return " ".join((start, *lines, self._gaps_in_words(), end, *self.notes))

    def _gaps_in_words(self) -> str:
        number = len(self.gaps)
        if not number:
            return "Every component was found at every level."
        silent = [_silence(name, [cell.level for cell in self.silent if cell.construct == name]) for name in CONSTRUCTS]
        said = [one for one in silent if one]
        of_these = f"; nothing at all was coded of {listed(said)}" if said else ""
        places = len(LEVELS) * sum(map(len, CONSTRUCTS.values()))
        return (
            f"{number} of {places} places are empty{of_these}: "
            "that nothing was coded there does not show that nothing was there."
        )


def npt_matrix(findings: Sequence[Finding]) -> NptMatrix:
    """Lay out coded findings by component, level and direction.

    The same quote coded twice alike counts once. A quote may stand in several places, and may both help and hinder.

    Raises
    ------
    BadInput
        No findings; a code, level or direction that is not of the framework; a finding without a source or quote.

    References
    ----------
    May CR, Finch T (2009) Sociology 43:535-554. Kennedy A et al. (2014) Implementation Science 9:129, doi
    10.1186/s13012-014-0129-5, lays out what was found beside a trial in this way, for the same three levels.
    """
    if not findings:
        raise BadInput("There are no findings to lay out.")
    for finding in findings:
        _check(finding)
    once = tuple(dict.fromkeys(findings))
    notes: tuple[str, ...] = ()
    if len(once) < len(findings):
        notes = (f"{counted(len(findings) - len(once), 'repeat')} of the same code on the same quote counted once.",)
    places = [(name, part) for name, parts in CONSTRUCTS.items() for part in (*parts, WHOLE)]
    cells = tuple(
        _cell(name, part, level, [one for one in once if (one.construct, one.component) == (name, part)])
        for name, part in places
        for level in LEVELS
    )
    wholes = tuple(
        _cell(name, WHOLE, level, [one for one in once if one.construct == name])
        for name in CONSTRUCTS
        for level in LEVELS
    )
    return NptMatrix(cells, wholes, len(once), len({one.source for one in once}), notes)


def _cell(construct: str, component: str, level: str, coded: Sequence[Finding]) -> Cell:
    here = [one for one in coded if one.level == level]
    return Cell(
        construct,
        component,
        level,
        sum(one.direction == "helps" for one in here),
        sum(one.direction == "hinders" for one in here),
        len({one.source for one in here}),
        tuple(dict.fromkeys((one.source, one.quote) for one in here)),
    )


def _check(finding: Finding) -> None:
    codes = (*CONSTRUCTS, *(part for parts in CONSTRUCTS.values() for part in parts))
    for value, allowed, what in (
        (finding.code, codes, "code"),
        (finding.level, LEVELS, "level"),
        (finding.direction, DIRECTIONS, "direction"),
    ):
        if value not in allowed:
            raise BadInput(f"A finding has the {what} {value}; it must be one of {', '.join(allowed)}.")
    if not (finding.source and finding.quote):
        raise BadInput(f"A finding on {finding.code} has no source or no quote: say who said it and where.")


def _construct_of(component: str) -> str:
    return next((name for name, parts in CONSTRUCTS.items() if component in parts), "")


def _silence(construct: str, levels: Sequence[str]) -> str:
    if len(levels) == len(LEVELS):
        return f"{construct} at any level"
    return f"{construct} for the {listed(levels)}" if levels else ""


def _sentence(construct: str, cells: Sequence[Cell]) -> str:
    said = [
        f"{cell.level} {cell.helps} helping and {cell.hinders} hindering"
        for cell in cells
        if cell.construct == construct and cell.total
    ]
    return f"{construct.capitalize()}: {', '.join(said) or 'nothing coded'}."

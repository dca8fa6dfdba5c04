"""Scores of the NoMAD survey: how staff see a new practice, by the four constructs of Normalisation Process Theory.

The wording of the items is not here: its licence has not been confirmed, and every use has to adapt it. An item is
known by its number, construct and component. There are three general questions (1 to 3) and twenty items (4 to 23).
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import FloatArray, IntArray, probability
from alongside.evaluation.process.npt import CONSTRUCTS

# Answers that are not an opinion, as published: not relevant to the role, at this stage, to this intervention.
NOT_RELEVANT = (6, 7, 8)
GENERAL = ("familiar now", "normal now", "normal in future")


@dataclass(frozen=True)
class Item:
    """One of the items 4 to 23. `reverse`: agreeing with it is unfavourable."""

    number: int
    construct: str
    component: str
    reverse: bool = False


# Two items each for four components, one for the rest; collective action has seven items, reflexive monitoring five.
_COMPONENTS = (
    "differentiation",
    "communal specification",
    "individual specification",
    "internalisation",
    "initiation",
    "legitimation",
    "enrolment",
    "activation",
    "interactional workability",
    "relational integration",
    "relational integration",
    "skill set workability",
    "skill set workability",
    "contextual integration",
    "contextual integration",
    "systematisation",
    "communal appraisal",
    "individual appraisal",
    "reconfiguration",
    "reconfiguration",
)
_REVERSED = 13

ITEMS = tuple(
    Item(number, next(name for name, parts in CONSTRUCTS.items() if part in parts), part, number == _REVERSED)
    for number, part in enumerate(_COMPONENTS, start=4)
)


@dataclass(frozen=True)
class ItemAnswers:
    """How an item was answered. `counts` runs from least to most favourable, 1 to 5; `not_relevant` is codes 6 to 8."""

    item: Item
    counts: tuple[int, ...]
    not_relevant: tuple[int, int, int]
    unanswered: int

    @property
    def answered(self) -> int:
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """None where nobody gave an opinion."""
        if not self.answered:
            return None
        return sum(value * count for value, count in enumerate(self.counts, start=1)) / self.answered


@dataclass(frozen=True)
class NomadScores:
    """Each person's construct means, 1 to 5 with 5 the most favourable; NaN where too few items were answered.

    There is no total: the authors of NoMAD publish no rule for one, and the four constructs are different things.
    """

    means: FloatArray = field(repr=False)
    answered: IntArray = field(repr=False)
    general: FloatArray | None = field(repr=False)
    items: tuple[ItemAnswers, ...]
    people: int
    at_least: float
    alphas: tuple[float | None, ...]

    def construct(self, name: str) -> FloatArray:
        """The means of a construct, shape (people,).

        Raises
        ------
        BadInput
            There is no such construct.
        """
        if name not in CONSTRUCTS:
            raise BadInput(f"There is no construct {name}; there are {', '.join(CONSTRUCTS)}.")
        column: FloatArray = self.means[:, list(CONSTRUCTS).index(name)]
        return column

    def measures(self) -> tuple[tuple[str, FloatArray], ...]:
        """The constructs, and the general questions where they were asked, with each person's value."""
        named = [(name, self.construct(name)) for name in CONSTRUCTS]
        if self.general is not None:
            named += list(zip(GENERAL, self.general.T, strict=True))
        return tuple(named)


def score_nomad(
    answers: npt.ArrayLike,
    *,
    strongly_agree: Literal[1, 5],
    general: npt.ArrayLike | None = None,
    at_least: float = 0.5,
) -> NomadScores:
    """Construct means of each person, from the items they had an opinion on.

    Parameters
    ----------
    answers
        Shape (people, 20), items 4 to 23 in order: 1 to 5; 6, 7 or 8 for "not relevant"; NaN where nothing was ticked.
    strongly_agree
        Which end is "strongly agree". Both are in use, so it has to be said. Item 13 is turned round besides.
    general
        Shape (people, 3), questions 1 to 3, from 0 to 10; NaN where unanswered.
    at_least
        The share of a construct's items that must have an opinion for its mean to be given.

    Raises
    ------
    BadInput
        Other shapes or answers, or a share outside 0 to 1.

    Notes
    -----
    No official rule for missing answers was found. Half of the items is the usual convention; "not relevant" counts as
    no opinion, and both kinds are counted for each item.

    References
    ----------
    Finch TL et al. (2018) BMC Medical Research Methodology 18:135; Rapley T et al. (2018) the same 18:133.
    """
    if strongly_agree not in (1, 5):
        raise BadInput("strongly_agree must be 1 or 5, whichever end of the scale it is.")
    if at_least != 1:
        probability(at_least, "at_least")
    found = _answers(answers)
    opinions = _favourable(found, strongly_agree)
    columns = [np.array([item.construct == name for item in ITEMS]) for name in CONSTRUCTS]
    answered = np.column_stack([(~np.isnan(opinions[:, these])).sum(1) for these in columns])
    means = np.column_stack([_means(opinions[:, these], at_least) for these in columns])
    return NomadScores(
        means,
        answered.astype(np.int64),
        None if general is None else _general(general, len(found)),
        tuple(_item(item, found[:, at], opinions[:, at]) for at, item in enumerate(ITEMS)),
        len(found),
        at_least,
        tuple(_alpha_or_none(opinions[:, these]) for these in columns),
    )


def cronbach_alpha(values: npt.ArrayLike) -> float:
    """Internal consistency of items, from the people who answered all of them.

    Parameters
    ----------
    values
        Shape (people, items), NaN where unanswered.

    Raises
    ------
    BadInput
        Not numbers, or not two-dimensional.
    NotEstimable
        Fewer than two items, fewer than two complete rows, or totals that do not vary.

    References
    ----------
    Cronbach LJ (1951) Psychometrika 16:297-334.
    """
    found = _table(values, "values")
    if found.shape[1] < 2:
        raise NotEstimable("Internal consistency needs two items at least.")
    complete = found[~np.isnan(found).any(1)]
    if len(complete) < 2:
        raise NotEstimable("Fewer than two people answered all the items.")
    total = float(complete.sum(1).var(ddof=1))
    if total == 0:
        raise NotEstimable("Everybody has the same total, so internal consistency is not defined.")
    items = found.shape[1]
    return items / (items - 1) * (1 - float(complete.var(axis=0, ddof=1).sum()) / total)


def _answers(answers: npt.ArrayLike) -> FloatArray:
    found = _table(answers, "answers", len(ITEMS))
    if not np.isin(found[~np.isnan(found)], range(1, 9)).all():
        raise BadInput("answers must be 1 to 5, 6 to 8 for not relevant, or missing.")
    return found


def _general(general: npt.ArrayLike, people: int) -> FloatArray:
    found = _table(general, "general", len(GENERAL))
    if len(found) != people:
        raise BadInput(f"general has {len(found)} rows where {people} are needed.")
    if ((found < 0) | (found > 10)).any():
        raise BadInput("general must lie between 0 and 10, or be missing.")
    return found


def _table(values: npt.ArrayLike, name: str, columns: int | None = None) -> FloatArray:
    try:
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise BadInput(f"{name} holds something that is not a number.") from problem
    if found.ndim != 2 or len(found) == 0 or found.shape[1] != (columns or found.shape[1]):
        wanted = f" and {columns} columns" if columns else ""
        raise BadInput(f"{name} has shape {found.shape}; it must have a row for each person{wanted}.")
    return found


def _favourable(found: FloatArray, strongly_agree: int) -> FloatArray:
    """Opinions from 1 to 5, 5 the most favourable; NaN where there is none."""
    opinions = np.where(found <= 5, found, np.nan)
    turned = np.array([item.reverse != (strongly_agree == 1) for item in ITEMS])
    return np.where(turned, 6 - opinions, opinions)


def _means(opinions: FloatArray, at_least: float) -> FloatArray:
    there = ~np.isnan(opinions)
    number = there.sum(1)
    enough = (number > 0) & (number >= at_least * opinions.shape[1] - 1e-9)
    totals = np.where(there, opinions, 0.0).sum(1)
    means: FloatArray = np.divide(totals, number, out=np.full(len(opinions), np.nan), where=enough)
    return means


def _item(item: Item, given: FloatArray, opinions: FloatArray) -> ItemAnswers:
    counts = tuple(int((opinions == value).sum()) for value in range(1, 6))
    role, stage, intervention = (int((given == code).sum()) for code in NOT_RELEVANT)
    return ItemAnswers(item, counts, (role, stage, intervention), int(np.isnan(given).sum()))


def _alpha_or_none(opinions: FloatArray) -> float | None:
    try:
        return cronbach_alpha(opinions)
    except NotEstimable:
        return None

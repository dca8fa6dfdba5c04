"""Choosing among many options that need the same things, through HiGHS. No database.

Each option belongs to a group, of which at most so many are chosen, is worth something, and uses some things, of
which there are so many. What is chosen is worth as much as possible. Both problems of this house are of that kind:
which group meets when, where and with whom (an option uses a room's and its tutors' hours), and which buddy somebody
has (an option uses one of the buddy's places).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

# HiGHS stops looking once what it has is within this much of the best there can be.
CLOSE_ENOUGH = 0.005
ROUNDING = 1e-9
SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit)


@dataclass(frozen=True)
class Option:
    """One thing that could be chosen: of which group, how much it is worth, and what it uses one of each of."""

    group: int
    worth: float
    uses: tuple[int, ...]


@dataclass(frozen=True)
class Prices:
    """What one more of each thing, and of each group, would be worth; `total` is what parts of options could reach."""

    groups: np.ndarray
    things: np.ndarray
    total: float


@dataclass(frozen=True)
class Chosen:
    """Which options, by their place in what was given; what they are worth; and what no choice can exceed."""

    options: list[int]
    worth: float
    at_most: float


def prices(options: Sequence[Option], *, groups: np.ndarray, there_are: np.ndarray) -> Prices:
    """Solve the linear relaxation: what is scarce, and how much. Raises RuntimeError where HiGHS cannot."""
    solver = _solver(options, groups, there_are)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(solver.modelStatusToString(solver.getModelStatus()))
    duals = -np.array(solver.getSolution().row_dual)
    return Prices(duals[: len(groups)], duals[len(groups) :], -solver.getInfo().objective_function_value)


def choose(
    options: Sequence[Option],
    *,
    groups: np.ndarray,
    there_are: np.ndarray,
    first: Sequence[int] = (),
    seconds: float = 5.0,
    gap: float = CLOSE_ENOUGH,
) -> Chosen:
    """The options that are together worth most. `groups` and `there_are` say how many of each there may be.

    `first` is a choice that goes together already, to do better than. The search ends after so many `seconds`, or once
    it is within `gap` of the best there can be.
    Raises RuntimeError where HiGHS cannot say.
    """
    if not options:
        return Chosen([], 0.0, 0.0)
    solver = _solver(options, groups, there_are, seconds=seconds)
    solver.setOptionValue("mip_rel_gap", gap)
    if len(first):
        begin = highspy.HighsSolution()
        begin.col_value = [float(at in set(first)) for at in range(len(options))]
        solver.setSolution(begin)
    solver.run()
    if solver.getModelStatus() not in SOLVED:
        raise RuntimeError(solver.modelStatusToString(solver.getModelStatus()))
    taken = np.array(solver.getSolution().col_value) > 0.5
    found, info = [int(at) for at in np.flatnonzero(taken)], solver.getInfo()
    worth = sum(options[at].worth for at in found)
    # HiGHS 1.16 may hand back the choice it began with where it found a better one before it began to search.
    if len(first) and worth < -info.objective_function_value - ROUNDING * abs(worth):
        return choose(options, groups=groups, there_are=there_are, seconds=seconds, gap=gap)
    return Chosen(found, worth, -info.mip_dual_bound)


def _solver(
    options: Sequence[Option], groups: np.ndarray, there_are: np.ndarray, *, seconds: float | None = None
) -> highspy.Highs:
    """The problem as HiGHS takes it: a column an option, a row a group or a thing. With `seconds`, whole options."""
    rows = [Counter([option.group, *(len(groups) + thing for thing in option.uses)]) for option in options]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(options), len(groups) + len(there_are)
    lp.col_cost_ = -np.array([option.worth for option in options])
    lp.col_lower_, lp.col_upper_ = np.zeros(len(options)), np.ones(len(options))
    lp.row_lower_ = np.full(lp.num_row_, -highspy.kHighsInf)
    lp.row_upper_ = np.concatenate([groups, there_are])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int32)
    lp.a_matrix_.index_ = np.array([at for row in rows for at in row], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([count for row in rows for count in row.values()], dtype=float)
    solver = highspy.Highs()
    solver.setOptionValue("log_to_console", False)
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)  # beside other requests
    if seconds is not None:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(options)
        solver.setOptionValue("time_limit", seconds)
    solver.passModel(lp)
    return solver

"""Permutation tests over the allocations that could have come: valid whatever the outcome's distribution."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import inf, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt

from alongside.evaluation.allocation import AllocationSet, simple, stratified
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.logistic import logistic_regression
from alongside.evaluation.inference import Interval
from alongside.evaluation.inputs import (
    FloatArray,
    IntArray,
    full_rank,
    groups,
    matrix,
    names_for,
    probability,
    two_arms,
    vector,
)
from alongside.evaluation.wording import number

Family = Literal["gaussian", "binomial"]
Rows = npt.NDArray[np.uint8]

# Statistics closer than this, relative to the spread of the summaries, are taken for equal: mirrored allocations differ
# by rounding alone, and a tie counts as at least as extreme.
TIE = 1e-10
CONSTANT = "the constant"


@dataclass(frozen=True, eq=False)
class PermutationTest:
    """A two-sided test of no effect on any cluster, and the interval of constant effects it does not reject.

    `estimate` is the effect at which the statistic is 0: without covariates the difference of the arms' means of
    cluster summaries. `allocations` counts the observed one. `complete` says that the p value is exact; if it is not,
    the observed allocation is counted besides those drawn, (b + 1) / (m + 1), so that the test keeps its level.
    `smallest_p` is the smallest p value that any outcome could have given.

    References
    ----------
    Phipson and Smyth, 2010, Statistical Applications in Genetics and Molecular Biology 9:39 (b + 1 over m + 1).
    """

    estimate: float
    p_value: float
    allocations: int
    complete: bool
    smallest_p: float
    notes: tuple[str, ...]
    # The statistic of each allocation, the observed one first, is `outcome - effect * arm`.
    outcome: FloatArray = field(repr=False)
    arm: FloatArray = field(repr=False)

    @property
    def monte_carlo_se(self) -> float:
        """Standard error of the p value through the drawing of allocations; 0 when it is exact."""
        return 0.0 if self.complete else sqrt(self.p_value * (1 - self.p_value) / self.allocations)

    def p_value_of(self, effect: float) -> float:
        """The p value of the hypothesis that the intervention adds this effect to every outcome."""
        statistics = np.abs(self.outcome - effect * self.arm)
        return float(np.mean(statistics >= statistics[0] - self._tie(effect)))

    def interval(self, level: float = 0.95) -> Interval:
        """The effects whose p value is above 1 - level; infinite where the allocations are too few for the level.

        Exact, without a search: an allocation's statistic is at least as large as the observed one between two effects
        (or outside of them), each the solution of a linear equation; the ends are order statistics of these.

        References
        ----------
        Gail, Mark, Carroll, Green and Pee, 1996, Statistics in Medicine 15:1069-1092 (inversion of the test).
        """
        enough = (1 - probability(level, "level")) * self.allocations + 1e-9
        begins, ends = self._spans()
        inside_at_begin = np.searchsorted(begins, begins, "right") - np.searchsorted(ends, begins, "left")
        inside_at_end = np.searchsorted(begins, ends, "right") - np.searchsorted(ends, ends, "left")
        return Interval(
            float(begins[inside_at_begin > enough].min(initial=self.estimate)),
            float(ends[inside_at_end > enough].max(initial=self.estimate)),
            level,
        )

    def _spans(self) -> tuple[FloatArray, FloatArray]:
        """Where each allocation is at least as extreme as the observed one: sorted beginnings, sorted ends."""
        u, v = self.outcome, self.arm
        same = np.abs(np.abs(v) - abs(v[0])) <= TIE
        with np.errstate(divide="ignore", invalid="ignore"):
            one, other = (u - u[0]) / (v - v[0]), (u + u[0]) / (v + v[0])
        low, high = np.minimum(one, other), np.maximum(one, other)
        # Where the arm's part is the larger one the allocation is the more extreme beyond the two effects.
        beyond = ~same & (np.abs(v) > abs(v[0]))
        between = ~same & ~beyond
        outer = int(same.sum() + beyond.sum())
        begins = np.concatenate([low[between], high[beyond], np.full(outer, -inf)])
        ends = np.concatenate([high[between], low[beyond], np.full(outer, inf)])
        return np.sort(begins), np.sort(ends)

    def _tie(self, effect: float) -> float:
        return TIE * float(np.abs(self.outcome).max() + abs(effect) * np.abs(self.arm).max())


def permutation_test(summaries: npt.ArrayLike, arm: npt.ArrayLike, allocations: AllocationSet) -> PermutationTest:
    """Compare the difference of the arms' means of cluster summaries with that under the other allocations.

    Parameters
    ----------
    summaries
        One for each cluster: its mean, or the mean of its residuals from a model without arm. Clusters weigh alike.
    arm
        1 intervention, 0 control, as it was allocated; clusters in the same order.
    allocations
        From `Allocation.reference`, from `within_strata`, or `AllocationSet(rows, complete=…)` of rows of one's own;
        columns are the clusters in the same order.

    Raises
    ------
    BadInput
        Shapes that do not fit, values other than 0 and 1.
    NotEstimable
        An arm of fewer than two clusters, or summaries that are all the same.

    References
    ----------
    Gail, Mark, Carroll, Green and Pee, 1996, Statistics in Medicine 15:1069-1092. Li, Lokhnygina, Murray, Heagerty and
    DeLong, 2016, Statistics in Medicine 35:1565-1579 (over the accepted set of a constrained allocation).
    """
    values = vector(summaries, "summaries")
    _, arms = two_arms(arm, np.arange(len(values)))
    return _tested(values, arms, arms, allocations)


def permutation_test_of_people(
    outcome: npt.ArrayLike,
    cluster: npt.ArrayLike,
    arm: npt.ArrayLike,
    allocations: AllocationSet,
    *,
    clusters: Sequence[str],
    covariates: npt.ArrayLike | None = None,
    names: Sequence[str] | None = None,
    family: Family = "gaussian",
) -> PermutationTest:
    """The same from people: the summaries are cluster means of residuals from a regression on covariates without arm.

    With `gaussian` the arm is regressed on the covariates too, so that the interval is of effects on people and exact.
    With `binomial` the regression is logistic; the effect is a difference of proportions that is added to the residual
    means of the clusters, and the interval is approximate when the covariates differ between the arms.

    Parameters
    ----------
    outcome, cluster, arm
        One for each person; `outcome` is 0 or 1 for `binomial`.
    clusters
        Names of the clusters in the order of the columns of `allocations`, as they were allocated.
    covariates
        Shape (people, covariates), without a constant; of people or of their clusters.

    Raises
    ------
    BadInput
        As for `permutation_test`; a cluster without people, or people of a cluster that was not allocated.
    NotEstimable
        As for `permutation_test`; covariates that say the same, that tell the arm, or that tell the outcome wholly.
    NotConverged
        As for `logistic_regression`.

    References
    ----------
    As for `permutation_test`: Gail, Mark, Carroll, Green and Pee, 1996, Statistics in Medicine 15:1069-1092.
    """
    y = vector(outcome, "outcome")
    codes = _columns(cluster, clusters, len(y))
    people, arms = two_arms(arm, codes)
    x, called = _design(covariates, names, len(y))
    if family == "gaussian":
        outcomes, parts = _residuals(y, x, "the outcome"), _residuals(people, x, "the arm")
        return _tested(_means(outcomes, codes), _means(parts, codes), arms, allocations)
    expected = logistic_regression(y, x, names=called).fitted
    return _tested(_means(y - expected, codes), arms, arms, allocations)


def within_strata(
    arm: npt.ArrayLike, strata: npt.ArrayLike | None = None, *, most: int = 200_000, draws: int = 9_999, seed: int
) -> AllocationSet:
    """All allocations with as many clusters of each stratum in the intervention, or `draws` when they exceed `most`.

    Parameters
    ----------
    arm, strata
        One for each cluster.

    References
    ----------
    The product over strata of the binomial coefficients of clusters and intervention clusters.
    """
    arms = vector(arm, "arm")
    two_arms(arms, np.arange(len(arms)))
    names = [str(number) for number in range(len(arms))]
    if strata is None:
        return simple(names, intervention=int(arms.sum())).reference(most=most, draws=draws, seed=seed)
    codes, labels = groups(strata, "strata", length=len(arms))
    numbers = {label: int(arms[codes == code].sum()) for code, label in enumerate(labels)}
    scheme = stratified(names, [labels[code] for code in codes], intervention=numbers)
    return scheme.reference(most=most, draws=draws, seed=seed)


def _tested(outcome: FloatArray, part: FloatArray, arms: FloatArray, allocations: AllocationSet) -> PermutationTest:
    """Test summaries; `part` is what one unit of effect adds to them."""
    rows = _rows(allocations, len(arms))
    observed = arms.astype(np.uint8)
    same = (rows == observed).all(axis=1)
    exact = allocations.complete and bool(same.any())
    notes = [] if same.any() or not allocations.complete else [_STRANGER]
    # Of a complete set the observed row comes first and only once; of a sample it comes in addition.
    others = np.delete(rows, int(np.argmax(same)), axis=0) if exact else rows
    everything = np.vstack([observed, others])
    mirrored = (everything == 1 - observed).all(axis=1) | (everything == observed).all(axis=1)
    if mirrored.mean() > 0.05:
        notes.append(
            f"No outcome could have given a p value below {number(mirrored.mean())}: the allocations are too few."
        )
    u, v = _contrasts(everything, outcome), _contrasts(everything, part)
    _can_be_tested(outcome, v)
    found = PermutationTest(u[0] / v[0], 1.0, len(u), exact, float(mirrored.mean()), tuple(notes), u, v)
    return replace(found, estimate=float(u[0] / v[0]), p_value=found.p_value_of(0.0))


_STRANGER = (
    "The allocation that was made is not among those that could have been made. It was counted besides them, and the "
    "p value is not that of the design."
)


def _rows(allocations: AllocationSet, clusters: int) -> Rows:
    rows = np.asarray(allocations.rows)
    if rows.ndim != 2 or rows.shape[1] != clusters or not len(rows):
        raise BadInput(f"The allocations must have a row each and {clusters} columns, one for each cluster.")
    if not np.isin(rows, (0, 1)).all():
        raise BadInput("The allocations must hold 1 for the intervention and 0 for the control.")
    numbers = rows.sum(axis=1)
    if (numbers == 0).any() or (numbers == clusters).any():
        raise BadInput("An allocation has all clusters in one arm; leave it out.")
    return rows.astype(np.uint8)


def _contrasts(rows: Rows, summaries: FloatArray) -> FloatArray:
    """Mean of the intervention minus mean of the control, for each allocation."""
    # Centred first, so that mirrored allocations differ by no more than the last bits.
    centred = summaries - summaries.mean()
    treated = rows.sum(axis=1, dtype=np.int64)
    sums = rows.astype(np.float64) @ centred
    return np.asarray(sums / treated - (centred.sum() - sums) / (rows.shape[1] - treated))


def _can_be_tested(outcome: FloatArray, v: FloatArray) -> None:
    if np.ptp(outcome) <= TIE * np.abs(outcome).max():
        raise NotEstimable("All clusters have the same summary: there is nothing to compare.")
    if abs(v[0]) <= TIE:
        raise NotEstimable("The covariates tell the arm of every cluster: no effect is left to be seen.")


def _columns(cluster: npt.ArrayLike, clusters: Sequence[str], length: int) -> IntArray:
    """The place of each person's cluster among the columns of the allocations."""
    codes, labels = groups(cluster, "cluster", length=length)
    places = {str(name): place for place, name in enumerate(clusters)}
    if set(labels) != set(places) or len(places) != len(clusters):
        odd = sorted(set(labels) ^ set(places)) or ["twice the same"]
        raise BadInput(f"The clusters of the people are not those allocated: {', '.join(odd[:3])}.")
    return np.array([places[label] for label in labels], dtype=np.int64)[codes]


def _design(
    covariates: npt.ArrayLike | None, names: Sequence[str] | None, length: int
) -> tuple[FloatArray, tuple[str, ...]]:
    """A constant and the covariates, with their names."""
    if covariates is None:
        return np.ones((length, 1)), (CONSTANT,)
    x = matrix(covariates, "covariates", rows=length)
    found, called = np.column_stack([np.ones(length), x]), (CONSTANT, *names_for(x.shape[1], names))
    full_rank(found, called)
    return found, called


def _residuals(y: FloatArray, x: FloatArray, what: str) -> FloatArray:
    left = np.asarray(y - x @ np.linalg.lstsq(x, y, rcond=None)[0])
    if np.abs(left).max() <= TIE * np.abs(y).max():
        raise NotEstimable(f"The covariates tell {what} wholly, or it is the same for everybody.")
    return left


def _means(values: FloatArray, codes: IntArray) -> FloatArray:
    return np.asarray(np.bincount(codes, weights=values) / np.bincount(codes))

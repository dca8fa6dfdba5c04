"""Multiple imputation that respects clusters: chained equations, each with a random intercept for the cluster.

Each variable with gaps is drawn in turn from its own regression on all the others. The draw of a continuous one is
exact, with no chain of its own to wait for: the ratio r of the standard deviations between and within clusters is drawn
from its posterior on a fine grid (everything else integrated out), then the residual variance, the coefficients, the
cluster effects and at last the missing values, each given those before. A yes-or-no variable goes through latent
values, which are a chain of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import stats

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import BoolArray, FloatArray, IntArray, groups, matrix, names_for
from alongside.evaluation.wording import counted, listed, number

Kind = Literal["continuous", "binary"]
# Standard deviation between clusters over that within: up to 2, an intracluster correlation of 0.8. The grid is finest
# near 0, where most trials are; a flat prior gives each point the width of its cell as its weight.
MIDDLES = (np.arange(160) + 0.5) / 160
RATIOS = 2 * MIDDLES**2
LOG_WIDTHS = np.log(MIDDLES)
SWEEPS = 10  # over a binary variable's latent values in each cycle; they go on where the cycle before left them
FIRST_SWEEPS = 60


@dataclass(frozen=True)
class Imputed:
    """Several completed data sets.

    Attributes
    ----------
    values
        (m, n, k); what was seen is the same in all.
    chains
        (cycles, m, k): the mean of what was imputed, to see whether the chains have settled.
    """

    names: tuple[str, ...]
    values: FloatArray = field(repr=False)
    missing: tuple[int, ...]
    chains: FloatArray = field(repr=False)
    seed: int

    @property
    def imputations(self) -> int:
        return len(self.values)

    def settled(self) -> dict[str, float]:
        """Gelman and Rubin's ratio over the later half of the cycles; far above 1 asks for more cycles."""
        late = self.chains[len(self.chains) // 2 :]
        within, between = late.var(axis=0, ddof=1).mean(axis=0), late.mean(axis=0).var(axis=0, ddof=1)
        length = len(late)
        gaps = [n for n, count in enumerate(self.missing) if count]
        return {
            self.names[n]: float(np.sqrt((length - 1) / length + between[n] / within[n])) if within[n] > 0 else 1.0
            for n in gaps
        }

    def describe(self) -> str:
        """A paragraph for a methods section, of what was run."""
        gaps = (f"{name} ({number(count)})" for name, count in zip(self.names, self.missing, strict=True) if count)
        return (
            f"Missing values of {listed(gaps)} in {counted(self.values.shape[1], 'row')} were imputed "
            f"{counted(self.imputations, 'time')} by chained equations with random intercepts for clusters, "
            f"{counted(len(self.chains), 'cycle')} each, taking them to be missing at random given the other variables."
        )


def impute(
    values: npt.ArrayLike,
    *,
    cluster: npt.ArrayLike,
    complete: npt.ArrayLike,
    kinds: Sequence[Kind] | None = None,
    names: Sequence[str] | None = None,
    imputations: int = 20,
    cycles: int = 10,
    seed: int,
) -> Imputed:
    """Complete data with gaps, so that the analysis of several copies shows what the gaps leave unknown.

    Parameters
    ----------
    values
        (n, k), the variables with gaps, NaN where missing. Put every variable of the analysis here or in `complete`.
    cluster
        (n,) labels.
    complete
        (n, q), variables without gaps that belong into every regression: the arm, strata, age.
    kinds
        Of each of the k variables; all continuous by default. A binary one is 0 and 1, drawn through a probit model.
    cycles
        Rounds over the variables before each copy is kept.

    Raises
    ------
    BadInput
        Nothing missing, a variable with nothing but gaps, a binary variable with other values.
    NotEstimable
        Fewer people seen than a regression has columns, or fewer than four clusters seen.

    References
    ----------
    van Buuren S. Flexible Imputation of Missing Data. 2nd edition. Chapman and Hall, 2018, chapter 7.
    Schafer JL, Yucel RM (2002). Computational strategies for multivariate linear mixed-effects models with missing
    values. Journal of Computational and Graphical Statistics 11:437-457. Flat prior on the standard deviation
    between clusters: Gelman A (2006). Prior distributions for variance parameters in hierarchical models.
    Bayesian Analysis 1:515-534.
    Albert JH, Chib S (1993). Bayesian analysis of binary and polychotomous response data. Journal of the American
    Statistical Association 88:669-679.
    """
    gaps, start = _gaps(values)
    codes, labels = groups(cluster, "cluster", length=len(start))
    always = matrix(complete, "complete", rows=len(start))
    called = names_for(start.shape[1], names, "variable ")
    binary = _binary(start, gaps, kinds, called)
    _enough(gaps, codes, start.shape[1] + always.shape[1] + 1, called)
    if imputations < 2 or cycles < 1:
        raise BadInput("There must be at least two imputations and one cycle.")
    found = np.empty((imputations, *start.shape))
    chains = np.zeros((cycles, imputations, start.shape[1]))
    chance = np.random.Generator(np.random.PCG64(seed))
    for copy in range(imputations):
        chain = Chain(start.copy(), gaps, codes, len(labels), always, binary, chance)
        for cycle in range(cycles):
            chains[cycle, copy] = chain.turn()
        found[copy] = chain.values
    return Imputed(called, found, tuple(int(column.sum()) for column in gaps.T), chains, seed)


@dataclass
class Chain:
    """One completed data set on its way; changed in place with each turn."""

    values: FloatArray
    gaps: BoolArray
    cluster: IntArray
    clusters: int
    complete: FloatArray
    binary: BoolArray
    chance: np.random.Generator
    kept: dict[int, BoolArray] = field(default_factory=dict)  # columns of each regression that say something
    latent: dict[int, FloatArray] = field(
        default_factory=dict
    )  # where each binary variable's latent values are centred

    def __post_init__(self) -> None:
        for column, gap in zip(self.values.T, self.gaps.T, strict=True):
            column[gap] = self.chance.choice(column[~gap], gap.sum())

    def turn(self) -> FloatArray:
        """Draw the gaps of each variable anew; their means, (k,)"""
        means = np.zeros(self.values.shape[1])
        for n in np.flatnonzero(self.gaps.any(axis=0)).tolist():
            gap = self.gaps[:, n]
            self.values[gap, n] = self._drawn(n, gap)
            means[n] = self.values[gap, n].mean()
        return means

    def _drawn(self, number: int, gap: BoolArray) -> FloatArray:
        draw = self._binary if self.binary[number] else self._continuous
        try:
            return draw(number, self._columns(number), gap)
        except np.linalg.LinAlgError as problem:
            raise NotEstimable(
                "The variables to impute from are nearly combinations of one another: leave some out."
            ) from problem

    def _columns(self, number: int) -> FloatArray:
        """The other variables, and what their means are in each cluster: between clusters they may bear otherwise."""
        others = np.delete(self.values, number, axis=1)
        size = np.bincount(self.cluster, minlength=self.clusters)
        sums = [np.bincount(self.cluster, column, minlength=self.clusters) for column in others.T]
        means = [(total / size)[self.cluster] for total in sums]
        x = np.column_stack([np.ones(len(others)), self.complete, others, *means])
        if number not in self.kept:
            self.kept[number] = _independent(x[~self.gaps[:, number]])
        return x[:, self.kept[number]]

    def _continuous(self, number: int, x: FloatArray, gap: BoolArray) -> FloatArray:
        seen, y = ~gap, self.values[:, number]
        drawn = _draw(x[seen], y[seen], self.cluster[seen], self.clusters, self.chance)
        at = x[gap] @ drawn.beta + drawn.effects[self.cluster[gap]]
        return at + drawn.sd * self.chance.normal(size=len(at))

    def _binary(self, number: int, x: FloatArray, gap: BoolArray) -> FloatArray:
        """Through latent values: above 0 where the answer is yes."""
        seen = ~gap
        yes, codes = self.values[seen, number] > 0.5, self.cluster[seen]
        started = number in self.latent
        at = self.latent[number] if started else np.full(len(yes), stats.norm.ppf((yes.sum() + 0.5) / (len(yes) + 1)))
        for _ in range(SWEEPS if started else FIRST_SWEEPS):
            drawn = _draw(x[seen], _truncated(at, yes, self.chance), codes, self.clusters, self.chance, sd=1.0)
            at = x[seen] @ drawn.beta + drawn.effects[codes]
        self.latent[number] = at
        chances = stats.norm.cdf(x[gap] @ drawn.beta + drawn.effects[self.cluster[gap]])
        return (self.chance.random(len(chances)) < chances).astype(float)


@dataclass(frozen=True)
class Drawn:
    """One draw from the posterior of a regression with a random intercept."""

    beta: FloatArray
    effects: FloatArray
    sd: float


def _draw(
    x: FloatArray, y: FloatArray, cluster: IntArray, clusters: int, chance: np.random.Generator, sd: float | None = None
) -> Drawn:
    """An exact draw of coefficients, cluster effects and residual standard deviation (or given that)."""
    w, p = np.column_stack([x, y]), x.shape[1]
    size = np.bincount(cluster, minlength=clusters).astype(float)
    sums = np.stack([np.bincount(cluster, column, minlength=clusters) for column in w.T], axis=1)
    squares = np.einsum("ki,kj->kij", sums, sums).reshape(clusters, -1)
    shrink = RATIOS[:, None] ** 2 / (1 + RATIOS[:, None] ** 2 * size)  # (ratios, clusters)
    products = w.T @ w - (shrink @ squares).reshape(-1, p + 1, p + 1)
    roots = np.linalg.cholesky(products)
    diagonal = np.diagonal(roots, axis1=1, axis2=2)
    left, n = diagonal[:, p] ** 2, len(y)  # sums of squares about the fitted values
    height = LOG_WIDTHS - 0.5 * np.log1p(RATIOS[:, None] ** 2 * size).sum(axis=1) - np.log(diagonal[:, :p]).sum(axis=1)
    height = height - (0.5 * (n - p) * np.log(left) if sd is None else left / (2 * sd**2))
    if sd is None and height.argmax() == len(RATIOS) - 1:
        raise NotEstimable(
            "People of a cluster are so alike that clusters tell nearly everything (an intracluster correlation above "
            "0.8): imputing people one by one would be wrong. Impute the means of clusters, or analyse those seen."
        )
    weight = np.exp(height - height.max())
    at = int(chance.choice(len(RATIOS), p=weight / weight.sum()))
    scale = float(np.sqrt(left[at] / chance.chisquare(n - p))) if sd is None else sd
    root = roots[at, :p, :p].T
    coefficients = np.linalg.solve(root, roots[at, p, :p] + scale * chance.normal(size=p))
    residual_sums = sums[:, p] - sums[:, :p] @ coefficients
    spread = np.sqrt(shrink[at]) * scale
    return Drawn(coefficients, shrink[at] * residual_sums + spread * chance.normal(size=clusters), scale)


def _truncated(at: FloatArray, yes: BoolArray, chance: np.random.Generator) -> FloatArray:
    """Normal draws with mean `at`, above 0 where yes and below where not."""
    sign = np.where(yes, 1.0, -1.0)
    below = stats.norm.cdf(-sign * at)
    share = np.clip(below + chance.random(len(at)) * (1 - below), 1e-15, 1 - 1e-15)
    return at + sign * stats.norm.ppf(share)


def _independent(x: FloatArray) -> BoolArray:
    """Which columns are no combinations of those before them."""
    scaled = x / np.where((size := np.linalg.norm(x, axis=0)) > 0, size, 1.0)
    return np.abs(np.diag(np.linalg.qr(scaled, mode="r"))) > 1e-6


def _gaps(values: npt.ArrayLike) -> tuple[BoolArray, FloatArray]:
    try:
        found = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise BadInput("values holds something that is not a number.") from problem
    found = found[:, None] if found.ndim == 1 else found
    if found.ndim != 2 or not found.size:
        raise BadInput("values must have a row for each person and a column for each variable.")
    if np.isinf(found).any():
        raise BadInput("values has infinite values.")
    gaps = np.isnan(found)
    if not gaps.any():
        raise BadInput("Nothing is missing: there is nothing to impute.")
    return gaps, found


def _binary(values: FloatArray, gaps: BoolArray, kinds: Sequence[Kind] | None, names: tuple[str, ...]) -> BoolArray:
    given = tuple(kinds or ("continuous",) * len(names))
    if len(given) != len(names) or not set(given) <= {"continuous", "binary"}:
        raise BadInput("kinds must name each variable continuous or binary.")
    for column, gap, kind, name in zip(values.T, gaps.T, given, names, strict=True):
        if kind == "binary" and not np.isin(column[~gap], (0.0, 1.0)).all():
            raise BadInput(f"{name} is called binary and has values other than 0 and 1.")
    return np.array([kind == "binary" for kind in given])


def _enough(gaps: BoolArray, cluster: IntArray, columns: int, names: tuple[str, ...]) -> None:
    for gap, name in zip(gaps.T, names, strict=True):
        seen = int((~gap).sum())
        if seen <= 2 * columns:
            raise NotEstimable(f"{name} was seen in {seen} people: too few for its regression on {columns} columns.")
        if len(np.unique(cluster[~gap])) < 4:
            raise NotEstimable(f"{name} was seen in fewer than four clusters: how much they differ cannot be told.")

"""Linear mixed models of cluster trials: random intercepts for clusters, and for people or periods within them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.likelihood import Likelihood, Structure
from alongside.evaluation.estimation.reml import maximised
from alongside.evaluation.estimation.small_sample import KenwardRoger, Satterthwaite
from alongside.evaluation.estimation.sums import sums_of
from alongside.evaluation.inference import Coefficient, Coefficients, JointTest
from alongside.evaluation.inputs import FloatArray, IntArray, full_rank, groups, matrix, names_for, vector

Method = Literal["kenward_roger", "satterthwaite"]
METHODS = {"kenward_roger": "Kenward-Roger", "satterthwaite": "Satterthwaite"}


@dataclass(frozen=True)
class ClusterEffects:
    """What each cluster adds, shrunk towards zero, and the standard deviation of what is left unknown."""

    labels: tuple[str, ...]
    effects: FloatArray
    sds: FloatArray


@dataclass(frozen=True)
class MixedModel:
    """A fitted linear mixed model; made by `mixed_model`.

    Attributes
    ----------
    variances
        By name: `cluster`, then `person` or `period` where there are such, and `residual`; in squared units of y.
    zero_variances
        The names of those estimated as exactly zero.
    """

    names: tuple[str, ...]
    reml: bool
    variances: dict[str, float]
    zero_variances: tuple[str, ...]
    rows: int
    clusters: int
    labels: tuple[str, ...] = field(repr=False)
    notes: tuple[str, ...]
    _likelihood: Likelihood = field(repr=False)
    _scale: "_Scale" = field(repr=False)

    @property
    def estimates(self) -> FloatArray:
        """The coefficients, (p,)"""
        return self._scale.estimates(self._likelihood.beta)

    @property
    def covariance(self) -> FloatArray:
        """Of the coefficients with the variances taken as known, (p, p): too small with few clusters."""
        return self._scale.covariance(self._likelihood.phi)

    @property
    def kenward_roger_covariance(self) -> FloatArray:
        """Of the coefficients, with allowance for the variances being estimates, (p, p)."""
        return self._scale.covariance(self._kenward_roger.covariance)

    @property
    def icc(self) -> float:
        """The share of the variance that lies between clusters."""
        return self.variances["cluster"] / sum(self.variances.values())

    @property
    def criterion(self) -> float:
        """Minus twice the log likelihood, restricted where `reml`."""
        return self._likelihood.criterion + self._scale.shift(self.rows, self.reml)

    @property
    def log_likelihood(self) -> float:
        return -self.criterion / 2

    def coefficients(self, method: Method = "kenward_roger") -> Coefficients:
        """All coefficients, with t tests whose degrees of freedom allow for few clusters."""
        rows = [self._coefficient(number, method) for number in range(len(self.names))]
        return Coefficients(METHODS[_known(method)], tuple(rows), self.notes)

    def joint(self, terms: Sequence[str], method: Method = "kenward_roger") -> JointTest:
        """The F test of these coefficients being zero together."""
        rows = self._rows_of(terms)
        contrast, value = rows @ self._scale.basis, rows @ self.estimates / self._scale.sd
        if _known(method) == "kenward_roger":
            f, df, scaling = self._kenward_roger.f(contrast, value)
            return JointTest(tuple(terms), f, float(len(terms)), df, scaling)
        f, df = self._satterthwaite.f(contrast, value)
        return JointTest(tuple(terms), f, float(len(terms)), df)

    def cluster_effects(self) -> ClusterEffects:
        """Best linear unbiased predictions of the cluster effects, in the order of the labels."""
        here, between = self._likelihood, self._likelihood.theta[-1]
        residual = np.r_[-here.beta, 1.0]
        effects = between * (here.u @ residual).sum(axis=1)
        left = between - between**2 * here.zvz.sum(axis=(1, 2))
        return ClusterEffects(self.labels, effects * self._scale.sd, np.sqrt(np.maximum(left, 0.0)) * self._scale.sd)

    def describe(self, method: Method = "kenward_roger") -> str:
        """The sentence for a methods section."""
        inner = [f"for each {name}" for name in self.variances if name not in ("cluster", "residual")]
        intercepts = " and ".join(["for each cluster", *inner])
        how = "restricted maximum likelihood" if self.reml else "maximum likelihood"
        test = METHODS[_known(method)]
        return (
            f"A linear mixed model with random intercepts {intercepts} was fitted by {how} to {self.rows:,} rows in "
            f"{self.clusters} clusters; standard errors and degrees of freedom are {test}'s. "
            f"The intracluster correlation was {self.icc:.4f}."
        )

    @cached_property
    def _kenward_roger(self) -> KenwardRoger:
        if not self.reml:
            raise BadInput("Kenward-Roger needs restricted maximum likelihood: fit with reml=True.")
        return KenwardRoger(self._likelihood)

    @cached_property
    def _satterthwaite(self) -> Satterthwaite:
        return Satterthwaite(self._likelihood)

    def _coefficient(self, number: int, method: Method) -> Coefficient:
        row, name, estimate = self._scale.basis[[number]], self.names[number], float(self.estimates[number])
        if method == "kenward_roger":
            se = sqrt(self.kenward_roger_covariance[number, number])
            return Coefficient(name, estimate, se, self._kenward_roger.reference(row)[0])
        return Coefficient(name, estimate, sqrt(self.covariance[number, number]), self._satterthwaite.df(row[0]))

    def _rows_of(self, terms: Sequence[str]) -> FloatArray:
        if not terms or len(set(terms)) != len(terms):
            raise BadInput("Name each coefficient of the test once.")
        unknown = [term for term in terms if term not in self.names]
        if unknown:
            raise BadInput(f"There is no coefficient {unknown[0]}; there are {', '.join(self.names)}.")
        return np.eye(len(self.names))[[self.names.index(term) for term in terms]]


def mixed_model(
    y: npt.ArrayLike,
    x: npt.ArrayLike,
    *,
    cluster: npt.ArrayLike,
    person: npt.ArrayLike | None = None,
    period: npt.ArrayLike | None = None,
    names: Sequence[str] | None = None,
    reml: bool = True,
) -> MixedModel:
    """Fit y = x b + cluster (+ person) (+ cluster by period) + residual by restricted maximum likelihood.

    Parameters
    ----------
    y
        (n,), the outcome of each row: a person, or a visit.
    x
        (n, p), with its column of ones where there is to be one.
    cluster, person, period
        (n,) labels. With `person`, visits of the same person are alike; a person belongs to one cluster, and the same
        label in two clusters is two people. With `period`, people of the same cluster and period are alike.
    names
        Of the columns of x.
    reml
        False for maximum likelihood, to compare models with other columns.

    Raises
    ------
    BadInput
        Arrays that do not fit together, or missing values.
    NotEstimable
        One cluster, columns that are combinations of others, nobody with two visits, or nothing left over.
    NotConverged

    References
    ----------
    y ~ N(x b, V), V = s2 I + sum of t_k Z_k Z_k'; criterion log|V| + log|x'V^-1 x| + y'P y.
    Patterson HD, Thompson R (1971). Recovery of inter-block information when block sizes are unequal. Biometrika
    58:545-554. Small-sample inference: `small_sample`.
    """
    outcome = vector(y, "y")
    columns = matrix(x, "x", rows=len(outcome))
    labelled = names_for(columns.shape[1], names)
    full_rank(columns, labelled)
    within, labels = groups(cluster, "cluster", length=len(outcome))
    people = None if person is None else _nested(person, "person", within)
    periods = None if period is None else _nested(period, "period", within)
    inner = people if people is not None else periods
    _estimable(columns, within)
    scaled, scale = _scaled(outcome, columns)
    structure = Structure(nested=inner is not None, periods=people is not None and periods is not None)
    z = np.ones((len(outcome), 1))
    if structure.periods and periods is not None:
        z = np.eye(int(periods.max()) + 1)[periods]
    sums = sums_of(scaled, z, within, inner)
    found = maximised(Likelihood(sums, structure, _first_guess(structure), reml))
    of_inner = "person" if people is not None else "period" if periods is not None else None
    variances = _named(found.theta * scale.sd**2, structure, of_inner)
    zero = tuple(name for name, value in variances.items() if value == 0)
    return MixedModel(labelled, reml, variances, zero, len(outcome), len(labels), labels, _notes(zero), found, scale)


@dataclass(frozen=True)
class _Scale:
    """The fit is to standardised residuals on orthonormal columns, so that no unit of y or x costs a digit."""

    start: FloatArray  # coefficients by ordinary least squares, (p,)
    sd: float
    basis: FloatArray  # (p, p): the coefficients are start + sd * basis @ beta
    log_det: float  # of x'x, less that of the orthonormal columns

    def estimates(self, beta: FloatArray) -> FloatArray:
        return self.start + self.sd * self.basis @ beta

    def covariance(self, phi: FloatArray) -> FloatArray:
        return self.sd**2 * self.basis @ phi @ self.basis.T

    def shift(self, rows: int, reml: bool) -> float:
        """From our criterion to that of the data as they came."""
        if not reml:
            return 2 * rows * log(self.sd)
        return 2 * (rows - len(self.start)) * log(self.sd) + self.log_det


def _scaled(y: FloatArray, x: FloatArray) -> tuple[FloatArray, _Scale]:
    q, r = np.linalg.qr(x)
    start = np.linalg.solve(r, q.T @ y)
    left = y - x @ start
    sd = float(np.sqrt(np.mean(left**2)))
    if sd <= 1e-10 * float(np.abs(y).max()):
        raise NotEstimable("The columns of x give y exactly: nothing is left over to estimate variances from.")
    size = sqrt(len(y))
    log_det = 2 * float(np.log(np.abs(np.diag(r)) / size).sum())
    return np.column_stack([q * size, left / sd]), _Scale(start, sd, np.linalg.inv(r) * size, log_det)


def _nested(person: npt.ArrayLike, name: str, cluster: IntArray) -> IntArray:
    """Codes of people within clusters."""
    codes = groups(person, name, length=len(cluster))[0]
    pairs = np.unique(np.column_stack([cluster, codes]), axis=0)
    if len(pairs) == len(cluster):
        raise NotEstimable(f"No {name} has two rows: leave {name} out.")
    return codes


def _estimable(x: FloatArray, cluster: IntArray) -> None:
    clusters = int(cluster.max()) + 1
    if clusters < 2:
        raise NotEstimable("There is one cluster: what lies between clusters cannot be seen.")
    if clusters == len(cluster):
        raise NotEstimable("Every cluster has one row: what lies between clusters cannot be told from the rest.")
    if len(x) <= x.shape[1]:
        raise NotEstimable(f"There are {len(x)} rows for {x.shape[1]} columns: nothing is left over.")


def _first_guess(structure: Structure) -> FloatArray:
    """Shares of a variance of 1, which is what the standardised residuals have."""
    guess = np.full(structure.number, 0.05)
    if structure.nested:
        guess[1] = 0.2
    guess[0] = 1 - guess[1:].sum()
    return guess


def _named(theta: FloatArray, structure: Structure, inner: str | None) -> dict[str, float]:
    """The variances by name, as a reader looks for them: clusters first, the residual last."""
    found = {"cluster": float(theta[-1])}
    if structure.periods:
        found["period"] = float(theta[2])
    if inner is not None:
        found[inner] = float(theta[1])
    return found | {"residual": float(theta[0])}


def _notes(zero: tuple[str, ...]) -> tuple[str, ...]:
    if not zero:
        return ()
    return (
        f"The variance of {' and '.join(zero)} is estimated as exactly zero. Kenward-Roger still counts clusters; "
        "Satterthwaite takes it as known to be zero, and its degrees of freedom are those of people.",
    )


def _known(method: str) -> str:
    if method not in METHODS:
        raise BadInput(f"The method is {method}; it must be kenward_roger or satterthwaite.")
    return method

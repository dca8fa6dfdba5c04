"""Linear mixed models of cluster trials: random intercepts for clusters, and for people or periods within them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log, sqrt
from typing import Literal

import numpy as np

from alongside.evaluation.errors import BadInput
from alongside.evaluation.estimation.cr2 import Block, ClusterRobust, alike, bearable, robust, rows_by_cluster
from alongside.evaluation.estimation.mixed.likelihood import Likelihood
from alongside.evaluation.estimation.mixed.small_sample import KenwardRoger, Satterthwaite
from alongside.evaluation.inference import Coefficient, Coefficients, JointTest
from alongside.evaluation.inputs import FloatArray, IntArray
from alongside.evaluation.wording import counted, listed, number

Method = Literal["kenward_roger", "satterthwaite"]
METHODS = {"kenward_roger": "Kenward-Roger", "satterthwaite": "Satterthwaite"}
ERRORS = {"kenward_roger": "corrected for few clusters (Kenward-Roger)", "satterthwaite": "model-based"}


@dataclass(frozen=True)
class Rows:
    """The rows as they came."""

    y: FloatArray
    x: FloatArray
    cluster: IntArray
    inner: dict[str, IntArray]  # codes of people, of periods

    def block(self, rows: IntArray, residual: FloatArray, variances: dict[str, float]) -> Block:
        """One cluster with its fitted covariance."""
        x, left = self.x[rows], residual[rows]
        if not self.inner:
            return alike(x, left, own=variances["residual"], shared=variances["cluster"])
        bearable(len(rows))
        working = np.full((len(rows), len(rows)), variances["cluster"])
        for name, codes in self.inner.items():
            working += variances[name] * (codes[rows][:, None] == codes[rows][None, :])
        working[np.diag_indices(len(rows))] += variances["residual"]
        return Block(x, left, working)


@dataclass(frozen=True)
class Scale:
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
    _scale: Scale = field(repr=False)
    _data: Rows = field(repr=False)

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
    def icc_within_period(self) -> float:
        """The same of people of one period, where people of one cluster and period are alike."""
        return (self.variances["cluster"] + self.variances.get("period", 0.0)) / sum(self.variances.values())

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

    def cluster_robust(self) -> ClusterRobust:
        """The same estimates with CR2 standard errors, the fitted model being the working model."""
        d, variances = self._data, self.variances
        residual = d.y - d.x @ self.estimates
        blocks = [d.block(rows, residual, variances) for rows in rows_by_cluster(d.cluster)]
        return robust(self.names, self.estimates, blocks, "A linear mixed model", self.rows)

    def describe(self, method: Method = "kenward_roger") -> str:
        """A paragraph for a methods section, of what was run."""
        nested = {"person": "each person", "period": "each period of a cluster"}
        intercepts = listed(["each cluster", *[words for name, words in nested.items() if name in self.variances]])
        how = "restricted maximum likelihood" if self.reml else "maximum likelihood"
        return (
            f"A linear mixed model with random intercepts for {intercepts} was fitted by {how} to "
            f"{counted(self.rows, 'row')} in {counted(self.clusters, 'cluster')}. {self._correlation} Standard errors "
            f"are {ERRORS[_known(method)]}; confidence intervals and p values come from t tests with {METHODS[method]} "
            "degrees of freedom."
        )

    @property
    def _correlation(self) -> str:
        if "period" not in self.variances:
            return f"The intracluster correlation was {number(self.icc)}."
        within, between = number(self.icc_within_period), number(self.icc)
        return f"The intracluster correlation was {within} within a period and {between} between periods."

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


def _known(method: str) -> str:
    if method not in METHODS:
        raise BadInput(f"The method is {method}; it must be kenward_roger or satterthwaite.")
    return method

"""Logistic regression with a random intercept for the cluster: the model fitted, and what can be asked of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, inf, pi, sqrt
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import stats

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.logistic import binary
from alongside.evaluation.estimation.logistic_mixed.fit import Maximum, maximum, refuse_uninformative
from alongside.evaluation.estimation.logistic_mixed.likelihood_ratio import LikelihoodRatio
from alongside.evaluation.estimation.logistic_mixed.marginal import (
    MarginalEffect,
    Ratio,
    marginal_effect,
    with_and_without,
)
from alongside.evaluation.estimation.mixed import ClusterEffects
from alongside.evaluation.inference import Coefficient, Coefficients
from alongside.evaluation.inputs import FloatArray, IntArray, full_rank, groups, matrix, names_for
from alongside.evaluation.wording import counted, number

DegreesOfFreedom = Literal["normal", "between_within"]
METHODS = {"normal": "Wald z", "between_within": "Wald t, between-within degrees of freedom"}
MOST_POINTS = 100
# Below about so many clusters tests that take the normal distribution reject too often (Li and Redden 2015, abstract).
FEW_CLUSTERS = 30


INSIDE = (
    "Every column varies inside clusters, and between-within degrees of freedom count people. With few clusters look "
    "at the cluster-robust answer too."
)


@dataclass(frozen=True)
class LogisticMixedModel:
    """A fitted logistic model with a random intercept; made by `logistic_mixed_model`.

    Attributes
    ----------
    points
        Of the quadrature; 1 is Laplace's approximation.
    log_likelihood
        With all its constants.
    """

    names: tuple[str, ...]
    points: int
    labels: tuple[str, ...] = field(repr=False)
    notes: tuple[str, ...]
    _maximum: Maximum = field(repr=False)
    _y: FloatArray = field(repr=False)
    _x: FloatArray = field(repr=False)
    _cluster: IntArray = field(repr=False)

    @property
    def estimates(self) -> FloatArray:
        """The coefficients, log odds ratios within a cluster, (p,)."""
        return self._maximum.parameters[1:]

    @property
    def covariance(self) -> FloatArray:
        """Of the coefficients, (p, p), from the Hessian in them and theta together."""
        return self._maximum.covariance[1:, 1:]

    @property
    def theta(self) -> float:
        """The standard deviation of the clusters' log odds."""
        return self._maximum.theta

    @property
    def variance(self) -> float:
        """Of the clusters' log odds."""
        return self.theta**2

    @property
    def boundary(self) -> bool:
        """Whether that variance is estimated as zero: then this is plain logistic regression."""
        return self.theta == 0

    @property
    def log_likelihood(self) -> float:
        return self._maximum.log_likelihood

    @property
    def icc(self) -> float:
        """On the latent scale: v / (v + pi^2 / 3)."""
        return self.variance / (self.variance + pi**2 / 3)

    @property
    def median_odds_ratio(self) -> float:
        """Of the same person in two clusters drawn at random, the worse one first; 1 if clusters are alike.

        References
        ----------
        exp(sqrt(2 v) Q(0.75)), Q the normal quantile: Larsen K, Merlo J (2005), Am J Epidemiol 161:81-88.
        """
        return exp(sqrt(2 * self.variance) * float(stats.norm.ppf(0.75)))

    @property
    def between_within_df(self) -> FloatArray:
        """(p,): clusters less columns that vary only between clusters, or people less clusters less the other columns.

        References
        ----------
        Schluchter MD, Elashoff JT (1990). Small-sample adjustments to tests with unbalanced repeated measures assuming
        several covariance structures. Journal of Statistical Computation and Simulation 37:69-87. For trials: Li P,
        Redden DT (2015). BMC Medical Research Methodology 15:38.

        Raises
        ------
        NotEstimable
            As many columns of clusters as clusters.
        """
        between = self._between
        of_clusters = len(self.labels) - int(between.sum())
        of_people = len(self._y) - len(self.labels) - int((~between).sum())
        found = np.where(between, of_clusters, of_people).astype(np.float64)
        if found.min() < 1:
            raise NotEstimable(
                "There are too few clusters, or people in them, for so many columns: no degrees of freedom are left."
            )
        return found

    def coefficients(self, df: DegreesOfFreedom = "normal") -> Coefficients:
        """All coefficients with Wald tests: by the normal distribution, or by t.

        A column that varies inside clusters, such as the treatment of a stepped wedge, has nearly as many
        between-within degrees of freedom as there are people: hardly another test than the normal one.
        """
        ses = np.sqrt(np.diag(self.covariance))
        rows = zip(self.names, self.estimates, ses, self._df(df), strict=True)
        return Coefficients(
            METHODS[df],
            tuple(Coefficient(name, *map(float, row)) for name, *row in rows),
            (*self.notes, *self._warning(df)),
        )

    def odds_ratio(self, name: str, df: DegreesOfFreedom = "normal") -> Ratio:
        """Of one unit more, within a cluster."""
        return Ratio(self.coefficients(df)[name])

    def likelihood_ratio(self, *terms: str, df: DegreesOfFreedom = "normal") -> LikelihoodRatio:
        """The test of these coefficients being zero together, by fitting again without them.

        Parameters
        ----------
        df
            "normal" for chi-squared; "between_within" for F, with the fewest degrees of freedom of these columns.

        References
        ----------
        Qiu H, Cook AJ, Bobb JF (2024). Evaluating tests for cluster-randomized trials with few clusters under
        generalized linear mixed models with covariate adjustment. Statistics in Medicine 43:201-215.
        """
        tested = np.isin(self.names, [self.names[self._number(term)] for term in terms])
        if tested.all() or not tested.any():
            raise BadInput("Name some of the columns to test, and leave some in.")
        names = [name for name, gone in zip(self.names, tested, strict=True) if not gone]
        without = maximum(self._y, self._x[:, ~tested], self._cluster, names, self.points)
        statistic = max(2 * (self.log_likelihood - without.log_likelihood), 0.0)
        return LikelihoodRatio(terms, statistic, int(tested.sum()), float(self._df(df)[tested].min()))

    def variance_test(self) -> LikelihoodRatio:
        """The test of the variance between clusters being zero. Clusters stay in the model whatever it says."""
        statistic = 0.0 if self.boundary else 2 * (self.log_likelihood - self._maximum.log_likelihood_at_zero)
        return LikelihoodRatio(("cluster",), statistic, 1, boundary=True)

    def cluster_effects(self) -> ClusterEffects:
        """The modes of what clusters add to the log odds, with standard deviations that take the estimates as known."""
        return ClusterEffects(self.labels, self._maximum.effects, self._maximum.effect_sds)

    def marginal_effect(self, name: str, df: DegreesOfFreedom = "normal") -> MarginalEffect:
        """Difference and ratio of risks in the population for a column of 0 and 1, over the people of this sample."""
        self._number(name)
        x_with, x_without = with_and_without(self._x, self.names, name)
        return self.standardised(name, x_with, x_without, df=df)

    def standardised(
        self, name: str, x_with: npt.ArrayLike, x_without: npt.ArrayLike, df: DegreesOfFreedom = "normal"
    ) -> MarginalEffect:
        """As `marginal_effect`, between two design matrices, (m, p): for products, or for other people.

        Parameters
        ----------
        name
            The column whose degrees of freedom are used.
        """
        one, none = matrix(x_with, "x_with"), matrix(x_without, "x_without")
        if not one.shape[1] == none.shape[1] == len(self.names):
            raise BadInput(f"The design matrices must have the {len(self.names)} columns of x.")
        freedom = float(self._df(df)[self._number(name)])
        return marginal_effect(name, one, none, self._maximum.parameters, self._maximum.covariance, freedom)

    def describe(self, df: DegreesOfFreedom = "normal") -> str:
        """A paragraph for a methods section, of what was run."""
        how = "Laplace's approximation" if self.points == 1 else f"adaptive quadrature with {self.points} points"
        tests = "normal (Wald) tests" if df == "normal" else "t tests with between-within degrees of freedom"
        return (
            f"A logistic model with a random intercept for each cluster was fitted by maximum likelihood ({how}) to "
            f"{counted(len(self._y), 'row')} in {counted(len(self.labels), 'cluster')}. The intracluster correlation "
            f"on the latent scale was {number(self.icc)}. Standard errors are model-based; confidence intervals and "
            f"p values come from {tests}."
        )

    @property
    def _between(self) -> npt.NDArray[np.bool_]:
        """Which columns are constant within every cluster."""
        order = np.argsort(self._cluster, kind="stable")
        first = np.searchsorted(self._cluster[order], self._cluster)
        return np.asarray((self._x == self._x[order][first]).all(axis=0))

    def _df(self, df: DegreesOfFreedom) -> FloatArray:
        if df not in METHODS:
            raise BadInput(f"df is {df}; it must be one of {', '.join(METHODS)}.")
        return self.between_within_df if df == "between_within" else np.full(len(self.names), inf)

    def _warning(self, df: DegreesOfFreedom) -> tuple[str, ...]:
        if len(self.labels) >= FEW_CLUSTERS:
            return ()
        if df == "between_within":
            return () if self._between[1:].any() else (INSIDE,)
        return (f"With {len(self.labels)} clusters normal intervals tend to be too narrow: take between_within.",)

    def _number(self, name: str) -> int:
        if name not in self.names:
            raise BadInput(f"There is no coefficient {name}; there are {', '.join(self.names)}.")
        return self.names.index(name)


def logistic_mixed_model(
    y: npt.ArrayLike,
    x: npt.ArrayLike,
    *,
    cluster: npt.ArrayLike,
    names: Sequence[str] | None = None,
    points: int = 1,
) -> LogisticMixedModel:
    """Fit logit P(y = 1) = x b + theta u, with u of each cluster standard normal, by maximum likelihood.

    Parameters
    ----------
    y
        (n,) of 0 and 1.
    x
        (n, p), with its column of ones.
    cluster
        (n,) labels.
    names
        Of the columns of x.
    points
        Of adaptive Gauss-Hermite quadrature, up to 100. One is Laplace's approximation, good enough for clusters of
        hundreds; take 15 or so where clusters are small.

    Raises
    ------
    BadInput
        Arrays that do not fit together, missing values, or y other than 0 and 1.
    NotEstimable
        One cluster, or clusters of one; nobody or everybody with the outcome; columns that are combinations of others,
        or that separate those with the outcome from those without.
    NotConverged

    References
    ----------
    `likelihood` has the formula. The log likelihood is on the same footing as that of glmer in R's lme4 with the same
    number of points (nAGQ).
    """
    outcome = binary(y)
    columns = matrix(x, "x", rows=len(outcome))
    labelled = names_for(columns.shape[1], names)
    codes, labels = groups(cluster, "cluster", length=len(outcome))
    if points not in range(1, MOST_POINTS + 1):
        raise BadInput(f"points is {points}; it must be a whole number from 1 to {MOST_POINTS}.")
    full_rank(columns, labelled)
    refuse_uninformative(outcome, codes)
    found = maximum(outcome, columns, codes, labelled, int(points))
    return LogisticMixedModel(labelled, int(points), labels, _notes(found), found, outcome, columns, codes)


def _notes(found: Maximum) -> tuple[str, ...]:
    if found.theta > 0:
        return ()
    return ("The variance between clusters is estimated as zero; the fit is that of plain logistic regression.",)

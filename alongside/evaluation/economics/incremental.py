"""What an intervention adds in cost and in effect, on average per person, and everything read from that pair."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import inf, isinf, isnan
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import stats

from alongside.evaluation.economics import curves, plane, ratio
from alongside.evaluation.economics.bivariate_fit import BivariateFit
from alongside.evaluation.economics.curves import By, checked_by
from alongside.evaluation.economics.description import Finding, paragraph
from alongside.evaluation.economics.rubin_pair import RubinPair
from alongside.evaluation.errors import BadInput
from alongside.evaluation.fieller import FiellerSet, fieller
from alongside.evaluation.inference import Coefficient, Interval
from alongside.evaluation.inputs import FloatArray, matrix, positive, probability, vector
from alongside.evaluation.wording import pounds


@dataclass(frozen=True)
class Incremental:
    """Intervention minus control: `delta_cost` in pounds and `delta_effect` in QALYs per person.

    Parameters
    ----------
    covariance : shape (2, 2)
        Of the two estimates, cost first.
    df
        Of t distributions for both; clusters minus 2 in a trial of clusters.
    replicates : shape (replicates, 2), cost first
        Of a bootstrap, when there was one.
    model
        When it comes of `bivariate_model`.
    imputation
        When it comes of `pool`: then each quantity has degrees of freedom of its own.
    """

    delta_cost: float
    delta_effect: float
    covariance: FloatArray = field(compare=False)
    method: str
    df: float = inf
    replicates: FloatArray | None = field(default=None, repr=False, compare=False)
    model: BivariateFit | None = field(default=None, repr=False, compare=False)
    imputation: RubinPair | None = field(default=None, repr=False, compare=False)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        checked = matrix(self.covariance, "covariance", rows=2)
        product = float(checked[0, 0] * checked[1, 1])
        if checked.shape != (2, 2) or abs(checked[0, 1] - checked[1, 0]) > 1e-8 * abs(product) ** 0.5:
            raise BadInput("covariance must be a symmetric table of two rows and two columns, cost first.")
        if (np.diag(checked) < 0).any() or checked[0, 1] ** 2 > product * (1 + 1e-8):
            raise BadInput("covariance is not one: the correlation of cost and effect lies outside -1 to 1.")
        vector([self.delta_cost, self.delta_effect], "The pair delta_cost, delta_effect")
        if isnan(self.df) or self.df <= 0:
            raise BadInput(f"df is {self.df}; it must be above 0.")
        if self.replicates is not None and matrix(self.replicates, "replicates").shape[1] != 2:
            raise BadInput("replicates must have two columns, cost first.")
        object.__setattr__(self, "covariance", checked)

    @property
    def cost(self) -> Coefficient:
        return self._combination("incremental cost", 1.0, 0.0)

    @property
    def effect(self) -> Coefficient:
        return self._combination("incremental QALYs", 0.0, 1.0)

    @property
    def correlation(self) -> float:
        """Of the two estimates; 0 when one of them is not in doubt."""
        spread = float(np.sqrt(self.covariance[0, 0] * self.covariance[1, 1]))
        return float(self.covariance[0, 1]) / spread if spread > 0 else 0.0

    def net_benefit(self, threshold: float) -> Coefficient:
        """Net monetary benefit per person, threshold × effect - cost, in pounds.

        References
        ----------
        Stinnett and Mullahy (1998), Net health benefits: a new framework for the analysis of uncertainty in
        cost-effectiveness analysis, Medical Decision Making 18, S68-S80.
        """
        worth = float(curves.thresholds_of(threshold)[0])
        return self._combination(f"net benefit at {pounds(worth)} per QALY", -1.0, worth)

    def net_health_benefit(self, threshold: float) -> Coefficient:
        """The same in QALYs: effect - cost / threshold."""
        worth = positive(threshold, "threshold")
        return self._combination(f"net health benefit at {pounds(worth)} per QALY", -1 / worth, 1.0)

    def icer(self) -> ratio.Icer:
        """The ratio with its quadrant."""
        return ratio.Icer(self.delta_cost, self.delta_effect)

    def fieller(self, *, by: Literal["normal", "t"], level: float = 0.95) -> FiellerSet:
        """The ratios that the data do not rule out."""
        df = self._df(by)
        quantile = float(stats.norm.ppf(0.5 + level / 2) if isinf(df) else stats.t.ppf(0.5 + level / 2, df))
        return fieller(
            self.delta_cost,
            self.delta_effect,
            variances=(float(self.covariance[0, 0]), float(self.covariance[1, 1])),
            covariance=float(self.covariance[0, 1]),
            quantile=quantile,
            level=probability(level, "level"),
        )

    def acceptability(self, thresholds: npt.ArrayLike, *, by: By) -> curves.Acceptability:
        """Probability of being cost-effective at each threshold (pounds per QALY).

        Parameters
        ----------
        by
            `normal` or `t` with the degrees of freedom of each net benefit, read as a posterior of flat priors; or
            `replicates`, the share of bootstrap replicates.

        References
        ----------
        Van Hout, Al, Gordon and Rutten (1994), Costs, effects and C/E-ratios alongside a clinical trial, Health
        Economics 3, 309-319; Fenwick, O'Brien and Briggs (2004), Cost-effectiveness acceptability curves: facts,
        fallacies and frequently asked questions, Health Economics 13, 405-415.
        """
        worth = curves.thresholds_of(thresholds)
        if by == "replicates":
            both = np.column_stack([self._net_benefits(worth), self._replicates()[:, 1]])
            *chances, limit = curves.positive_shares(both).tolist()
        else:
            rows = [*(self.net_benefit(threshold) for threshold in worth), self.effect]
            *chances, limit = curves.probability_positive(*self._moments(rows, by)).tolist()
        return curves.Acceptability(by, tuple(worth.tolist()), tuple(chances), limit)

    def evpi(self, thresholds: npt.ArrayLike, *, by: By) -> curves.InformationValue:
        """Expected value of perfect information per person, at each threshold."""
        worth = curves.thresholds_of(thresholds)
        if by == "replicates":
            values = curves.losses(self._net_benefits(worth))
        else:
            rows = [self.net_benefit(threshold) for threshold in worth]
            values = curves.expected_loss(*self._moments(rows, by))
        return curves.InformationValue(by, tuple(worth.tolist()), tuple(values.tolist()))

    def plane(self, *, by: By, level: float = 0.95) -> plane.Plane:
        """The cost-effectiveness plane; the ellipse is of the normal or t distribution (normal for `replicates`)."""
        df = inf if by == "replicates" else self._df(by)
        if by == "replicates":
            shares = plane.quadrants_of(self._replicates())
        else:
            shares = plane.quadrants(self.delta_effect, self.delta_cost, self.covariance, df)
        line = plane.ellipse(
            self.delta_effect, self.delta_cost, self.covariance, df=df, level=probability(level, "level")
        )
        points = None if self.replicates is None else self.replicates[:, ::-1]
        return plane.Plane(self.delta_effect, self.delta_cost, by, shares, level, line, points)

    def percentile_interval(self, of: Literal["cost", "effect"] | float, *, level: float = 0.95) -> Interval:
        """Percentiles of the replicates of cost, of effect, or of net benefit at a threshold given as a number."""
        tail = (1 - probability(level, "level")) / 2
        if isinstance(of, str):
            values = self._replicates()[:, _column(of)]
        else:
            values = self._net_benefits(curves.thresholds_of(of))[:, 0]
        low, high = np.quantile(values, [tail, 1 - tail])
        return Interval(float(low), float(high), level)

    def describe(self, thresholds: npt.ArrayLike, *, by: By) -> str:
        """A paragraph for a report: what was found, and how far the data leave it open."""
        curve = self.acceptability(thresholds, by=by)
        benefits = [self._finding(self.net_benefit(threshold), threshold, by) for threshold in curve.thresholds]
        cost, effect = self._finding(self.cost, "cost", by), self._finding(self.effect, "effect", by)
        return paragraph(cost, effect, benefits, curve, method=self.method, notes=self.notes)

    def _finding(self, row: Coefficient, of: Literal["cost", "effect"] | float, by: By) -> Finding:
        if by == "replicates":
            return Finding(row.estimate, self.percentile_interval(of))
        return Finding(row.estimate, (row if by == "t" else replace(row, df=inf)).interval())

    def _combination(self, name: str, of_cost: float, of_effect: float) -> Coefficient:
        weights = np.array([of_cost, of_effect])
        estimate = of_cost * self.delta_cost + of_effect * self.delta_effect
        variance = max(float(weights @ self.covariance @ weights), 0.0)
        df = self.df if self.imputation is None else self.imputation.df(weights)
        return Coefficient(name, float(estimate), variance**0.5, df)

    def _moments(self, rows: Sequence[Coefficient], by: By) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Estimates, standard errors and degrees of freedom."""
        df = [row.df if checked_by(by) == "t" else inf for row in rows]
        return np.array([row.estimate for row in rows]), np.array([row.se for row in rows]), np.array(df)

    def _df(self, by: By) -> float:
        """For both together; with imputations the smaller of the two."""
        return min(self.cost.df, self.effect.df) if checked_by(by) == "t" else inf

    def _net_benefits(self, thresholds: FloatArray) -> FloatArray:
        cost, effect = self._replicates().T
        benefits: FloatArray = np.outer(effect, thresholds) - cost[:, np.newaxis]
        return benefits

    def _replicates(self) -> FloatArray:
        if self.replicates is None:
            raise BadInput("There are no replicates here: use by='normal' or by='t', or two_stage_bootstrap.")
        return self.replicates


def _column(of: str) -> int:
    if of not in ("cost", "effect"):
        raise BadInput(f"of is {of!r}; it can be 'cost', 'effect' or a threshold.")
    return ("cost", "effect").index(of)

"""The effect on those who took up what they were offered because they were offered it."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import stats

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.cr2 import alike, robust, rows_by_cluster
from alongside.evaluation.fieller import fieller
from alongside.evaluation.inference import Coefficient, Interval
from alongside.evaluation.inputs import FloatArray, IntArray, full_rank, groups, matrix, two_arms, vector
from alongside.evaluation.wording import counted, degrees_of_freedom, number

WEAK = 10.0  # F of the arm on uptake below which the ratio's distribution is far from normal
WEAKLY = "Uptake hardly differs between the arms: use Fieller's interval, and do not lean on the estimate."


@dataclass(frozen=True)
class ComplierAverage:
    """The complier-average causal effect, and what it is made of."""

    effect: Coefficient
    uptake: Coefficient  # how much more often the intervention arm received it
    offered: Coefficient  # the difference by intention to treat
    correlation: float  # of the two estimates above
    rows: int
    clusters: int
    notes: tuple[str, ...]

    def fieller(self, level: float = 0.95) -> Interval | None:
        """Fieller's interval of the ratio, right with weak uptake too; None where it has no ends."""
        found = fieller(
            self.offered.estimate,
            self.uptake.estimate,
            variances=(self.offered.se**2, self.uptake.se**2),
            covariance=self.correlation * self.offered.se * self.uptake.se,
            quantile=float(stats.t.ppf(0.5 + level / 2, self.offered.df)),
            level=level,
        )
        return Interval(found.low, found.high, level) if found.bounded else None

    def describe(self) -> str:
        """A paragraph for a methods section, of what was run."""
        return (
            "The effect on those who took part because their cluster was allocated to the intervention was estimated "
            "by the ratio of the difference in outcome to the difference in uptake, from "
            f"{counted(self.rows, 'row')} in {counted(self.clusters, 'cluster')}, on the assumptions that being "
            "offered it changed nothing for anybody else, and kept nobody from taking part. "
            f"Uptake was {number(100 * self.uptake.estimate)} percentage points higher in the intervention arm. "
            "Standard errors are cluster-robust and corrected for few clusters (CR2); confidence intervals and p "
            f"values come from t tests with {degrees_of_freedom(self.effect.df)} (Satterthwaite's)."
        )


def complier_average_effect(
    y: npt.ArrayLike,
    *,
    arm: npt.ArrayLike,
    received: npt.ArrayLike,
    cluster: npt.ArrayLike,
    covariates: npt.ArrayLike | None = None,
) -> ComplierAverage:
    """Estimate the complier-average causal effect with the arm as instrument.

    Parameters
    ----------
    y
        (n,), the outcome of each person.
    arm
        (n,), 1 where the cluster was allocated to the intervention.
    received
        (n,), 1 for people who took part in it. Of a share of it the answer is an average over degrees of taking part
        (Angrist and Imbens 1995, Journal of the American Statistical Association 90:431-442).
    cluster
        (n,) labels.
    covariates
        (n, q), measured before allocation.

    Raises
    ------
    BadInput
        `received` outside 0 to 1, or arrays that do not fit together.
    NotEstimable
        Uptake does not differ between the arms, or too few clusters.

    References
    ----------
    Two-stage least squares. Angrist JD, Imbens GW, Rubin DB (1996). Identification of causal effects using instrumental
    variables. Journal of the American Statistical Association 91:444-455. Standard errors are CR2 with Satterthwaite
    degrees of freedom (`cr2`), for the second stage as if its first were known. Fieller EC (1954). Some problems in
    interval estimation. Journal of the Royal Statistical Society B 16:175-185.
    """
    outcome = vector(y, "y")
    took = vector(received, "received", length=len(outcome))
    if ((took < 0) | (took > 1)).any():
        raise BadInput("received must lie between 0, did not take part, and 1, took part.")
    codes, labels = groups(cluster, "cluster", length=len(outcome))
    arms, _of_clusters = two_arms(arm, codes)
    rest = [] if covariates is None else [matrix(covariates, "covariates", rows=len(outcome))]
    x = np.column_stack([arms, np.ones(len(outcome)), *rest])
    full_rank(x, ["arm", "the column of ones", *[f"covariate {n}" for n in range(x.shape[1] - 2)]])
    return _ratio(outcome, took, x, codes, len(labels))


@dataclass(frozen=True)
class _Instrument:
    """Regressions of people on the arm, a column of ones and covariates, with CR2 standard errors."""

    x: FloatArray  # (n, 2 + q), the arm first
    rows: list[IntArray]  # of each cluster
    names: tuple[str, ...]

    def arm_on(self, y: FloatArray) -> Coefficient:
        """The coefficient of the arm: intention to treat."""
        estimates = np.linalg.lstsq(self.x, y, rcond=None)[0]
        return self._robust(self.x, estimates, y - self.x @ estimates)

    def effect_on(self, y: FloatArray, took: FloatArray) -> Coefficient:
        """Two-stage least squares: uptake is replaced by what the arm and the covariates say of it."""
        said = self.x @ np.linalg.lstsq(self.x, took, rcond=None)[0]
        first, second = np.column_stack([said, self.x[:, 1:]]), np.column_stack([took, self.x[:, 1:]])
        estimates = np.linalg.lstsq(first, y, rcond=None)[0]
        return self._robust(first, estimates, y - second @ estimates)

    def _robust(self, x: FloatArray, estimates: FloatArray, residual: FloatArray) -> Coefficient:
        blocks = [alike(x[rows], residual[rows], own=1.0, shared=0.0) for rows in self.rows]
        return robust(self.names, estimates, blocks, "", len(x)).coefficients[self.names[0]]


def _ratio(y: FloatArray, took: FloatArray, x: FloatArray, cluster: IntArray, clusters: int) -> ComplierAverage:
    names = ("arm", "one", *(f"covariate {number}" for number in range(x.shape[1] - 2)))
    instrument = _Instrument(x, rows_by_cluster(cluster), names)
    offered, uptake = instrument.arm_on(y), instrument.arm_on(took)
    if abs(uptake.estimate) < 1e-10:
        raise NotEstimable("Uptake is the same in both arms: there is nobody whom the allocation made take part.")
    # Variances of a sum and of a difference give the covariance: CR2 is linear in the products of residuals.
    together = (instrument.arm_on(y + took).se ** 2 - instrument.arm_on(y - took).se ** 2) / 4
    spread = offered.se * uptake.se
    weak = uptake.se > 0 and (uptake.estimate / uptake.se) ** 2 < WEAK
    return ComplierAverage(
        replace(instrument.effect_on(y, took), name="complier-average effect"),
        replace(uptake, name="uptake"),
        replace(offered, name="intention to treat"),
        max(-1.0, min(1.0, together / spread)) if spread > 0 else 0.0,
        len(y),
        clusters,
        (WEAKLY,) if weak else (),
    )

"""The effect on those who took up what they were offered because they were offered it."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy import stats

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inference import Coefficient, Interval
from alongside.evaluation.inputs import FloatArray, full_rank, groups, matrix, two_arms, vector
from alongside.evaluation.wording import counted, degrees_of_freedom, number

WEAK = 10.0  # F of the arm on uptake below which the ratio's distribution is far from normal


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
        z = float(stats.t.ppf(0.5 + level / 2, self.effect.df))
        y, d, sy, sd = self.offered.estimate, self.uptake.estimate, self.offered.se, self.uptake.se
        a, b, c = d**2 - (z * sd) ** 2, y * d - z**2 * self.correlation * sy * sd, y**2 - (z * sy) ** 2
        root = b**2 - a * c
        if a <= 0 or root < 0:
            return None
        return Interval((b - sqrt(root)) / a, (b + sqrt(root)) / a, level)

    def describe(self) -> str:
        """A paragraph for a methods section, of what was run."""
        return (
            "The effect on those who took part because their cluster was allocated to the intervention was estimated "
            "by the ratio of the difference in outcome to the difference in uptake, from "
            f"{counted(self.rows, 'row')} in {counted(self.clusters, 'cluster')}, on the assumption that being offered "
            "it changed nothing for anybody else. "
            f"Uptake was {number(100 * self.uptake.estimate)} percentage points higher in the intervention arm. "
            "Standard errors are cluster-robust; confidence intervals and p values come from t tests with "
            f"{degrees_of_freedom(self.effect.df)} (clusters less two)."
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
        (n,), 1 for people who took part in it, or the share of it they took part in.
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
    variables. Journal of the American Statistical Association 91:444-455. Standard errors from cluster sums of scores
    times K/(K-1), t with K - 2 degrees of freedom. Fieller EC (1954). Some problems in interval estimation. Journal of
    the Royal Statistical Society B 16:175-185.
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


def _ratio(
    y: FloatArray, took: FloatArray, x: FloatArray, cluster: npt.NDArray[np.int64], clusters: int
) -> ComplierAverage:
    both = np.column_stack([y, took])
    bread = np.linalg.inv(x.T @ x)
    estimates = bread @ x.T @ both
    pull = (x @ bread)[:, [0]] * (both - x @ estimates)  # of each person on the two coefficients of the arm
    sums = np.stack([np.bincount(cluster, column, minlength=clusters) for column in pull.T], axis=1)
    covariance = clusters / (clusters - 1) * sums.T @ sums
    (offered, uptake), df = estimates[0], clusters - 2
    if abs(uptake) < 1e-10:
        raise NotEstimable("Uptake is the same in both arms: there is nobody whom the allocation made take part.")
    effect = offered / uptake
    slope = np.array([1.0, -effect]) / uptake
    se, (sy, sd) = sqrt(slope @ covariance @ slope), np.sqrt(np.diag(covariance))
    correlation = float(covariance[0, 1] / (sy * sd)) if sy * sd > 0 else 0.0
    weak = (
        ()
        if sd == 0 or (uptake / sd) ** 2 >= WEAK
        else ("Uptake hardly differs between the arms: use Fieller's interval, and do not lean on the estimate.",)
    )
    return ComplierAverage(
        Coefficient("complier-average effect", float(effect), se, df),
        Coefficient("uptake", float(uptake), float(sd), df),
        Coefficient("intention to treat", float(offered), float(sy), df),
        correlation,
        len(y),
        clusters,
        weak,
    )

"""The intracluster correlation of a yes-or-no outcome by the estimator of Fleiss and Cuzick."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
from scipy import special

from alongside.evaluation.design.icc import clusters_and_arms
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inference import Interval
from alongside.evaluation.inputs import FloatArray, IntArray, probability, vector
from alongside.evaluation.wording import confidence_interval, number


@dataclass(frozen=True)
class BinaryIcc:
    """An intracluster correlation of a yes-or-no outcome.

    Parameters
    ----------
    estimate
        May be below 0.
    se
        By the jackknife, leaving out a cluster at a time.
    df
        Clusters minus arms.
    """

    estimate: float
    se: float
    df: int
    people: int
    clusters: int

    def interval(self, level: float = 0.95) -> Interval:
        """Estimate ± t(df) × SE. Rough when clusters are few, or the outcome is rare."""
        half = self.se * float(special.stdtrit(self.df, 0.5 + probability(level, "level") / 2))
        return Interval(self.estimate - half, self.estimate + half, level)

    def describe(self) -> str:
        """One paragraph for a report."""
        return (
            f"The intracluster correlation, by the method of Fleiss and Cuzick from {number(self.people)} people in "
            f"{number(self.clusters)} clusters, is {number(self.estimate)} ({confidence_interval(self.interval())}, by "
            "the jackknife)."
        )


def fleiss_cuzick_icc(y: npt.ArrayLike, cluster: npt.ArrayLike, *, arm: npt.ArrayLike | None = None) -> BinaryIcc:
    """The intracluster correlation of an outcome of 0 and 1.

    Parameters
    ----------
    y
        0 or 1 for each person, shape (n,).
    cluster
        Label of each person's cluster.
    arm
        1 intervention, 0 control. Given, each arm has a proportion of its own and a correlation is shared.

    Raises
    ------
    BadInput
        Other lengths, missing values, values other than 0 and 1, a cluster in both arms.
    NotEstimable
        One cluster, nobody with another person in their cluster, an outcome that is the same for all, or that would
        be without one cluster.

    References
    ----------
    1 - Σ n_i p_i(1 - p_i) / ((N - K) p(1 - p)): Fleiss, Cuzick (1979), Applied Psychological Measurement 3, 537-542;
    recommended by Ridout, Demétrio, Firth (1999), Biometrics 55, 137-148. Here numerator and denominator are added up
    over the arms.
    """
    outcome = vector(y, "y")
    if not np.isin(outcome, (0.0, 1.0)).all():
        raise BadInput("y must be 0 or 1.")
    codes, arms = clusters_and_arms(outcome, cluster, arm)
    sizes = np.bincount(codes).astype(np.float64)
    events = np.bincount(codes, outcome).astype(np.float64)
    estimate = float(_estimates(sizes, events, arms, np.zeros((1, len(sizes)), dtype=bool))[0])
    without = _estimates(sizes, events, arms, np.eye(len(sizes), dtype=bool))
    spread = float(np.sum((without - without.mean()) ** 2)) * (len(sizes) - 1) / len(sizes)
    return BinaryIcc(estimate, sqrt(spread), len(sizes) - int(arms.max()) - 1, len(outcome), len(sizes))


def _estimates(sizes: FloatArray, events: FloatArray, arms: IntArray, left_out: npt.NDArray[np.bool_]) -> FloatArray:
    """One for each row of `left_out`, shape (rows, clusters)."""
    kept = np.where(left_out, 0.0, 1.0)
    of_arm = np.eye(int(arms.max()) + 1)[arms]
    people, found, clusters = kept @ (sizes[:, None] * of_arm), kept @ (events[:, None] * of_arm), kept @ of_arm
    share = found / people
    expected = ((people - clusters) * share * (1 - share)).sum(axis=1)
    if (expected <= 0).any():
        raise NotEstimable("Without one of the clusters the outcome is the same for everybody who is left.")
    return np.asarray(1 - kept @ (events * (1 - events / sizes)) / expected)

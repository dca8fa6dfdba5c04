"""Comparing the arms by one number for each cluster."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inference import Coefficient
from alongside.evaluation.inputs import FloatArray, IntArray, full_rank
from alongside.evaluation.wording import counted, listed, number

ClusterFamily = Literal["gaussian", "binomial"]
Effect = Literal["difference", "ratio"]

# What is compared, by family, effect and whether there are covariates.
SUMMARIES = {
    ("gaussian", "difference", False): "means of clusters",
    ("gaussian", "difference", True): "mean residuals of clusters",
    ("binomial", "difference", False): "proportions of clusters",
    ("binomial", "difference", True): "differences between observed and expected proportions of clusters",
    ("binomial", "ratio", False): "logarithms of the proportions of clusters",
    ("binomial", "ratio", True): "logarithms of the ratios of observed to expected numbers of clusters",
}


@dataclass(frozen=True)
class ClusterMeans:
    """One number for each cluster, and the arms compared by them.

    `summaries` are what is compared; for a ratio they are logarithms, and so are the effect and its interval.
    """

    family: ClusterFamily
    effect: Effect
    clusters: tuple[str, ...] = field(repr=False)
    arms: FloatArray = field(repr=False)  # (clusters,) 0 and 1
    sizes: IntArray = field(repr=False)
    means: FloatArray = field(repr=False)  # as observed
    summaries: FloatArray = field(repr=False)
    icc: float
    strata: IntArray | None = field(repr=False)
    covariates: tuple[str, ...]
    cluster_covariates: tuple[str, ...]
    df_lost: int

    @property
    def arm_means(self) -> tuple[float, float]:
        """The weighted mean of the summaries in the control and in the intervention arm."""
        control, intervention = (float(np.average(values, weights=weights)) for values, weights in self._by_arm)
        return control, intervention

    @property
    def arm_clusters(self) -> tuple[int, int]:
        """Clusters in the control and in the intervention arm."""
        intervention = int(self.arms.sum())
        return len(self.arms) - intervention, intervention

    @property
    def equal_variances(self) -> Coefficient:
        """Student's t test with one variance for both arms; with strata, the arm's effect within them.

        Clusters less 2 degrees of freedom, or clusters less strata less 1; of pairs this is the paired t test.

        Raises
        ------
        NotEstimable
            Nothing left to judge the spread between clusters by.
        """
        x, root = self._design, np.sqrt(self._weights)[:, None]
        full_rank(x, [*(f"stratum {number + 1}" for number in range(x.shape[1] - 1)), "arm"])
        left = len(x) - x.shape[1]
        if left - self.df_lost <= 0:
            raise NotEstimable(f"{len(x)} clusters leave no degrees of freedom for the spread between them.")
        bread = np.linalg.inv((x * root).T @ (x * root))
        beta = bread @ (x * root).T @ (self.summaries * root[:, 0])
        # Degrees of freedom given up for covariates of clusters are those of the test, not of the variance.
        variance = float(self._weights @ (self.summaries - x @ beta) ** 2) / left * float(bread[-1, -1])
        return Coefficient("arm", float(beta[-1]), self._root(variance), left - self.df_lost)

    @property
    def welch(self) -> Coefficient:
        """Welch's t test, with a variance for each arm.

        Raises
        ------
        BadInput
            With strata it has no form.
        NotEstimable
            Nothing left to judge the spread between clusters by.

        References
        ----------
        Welch BL. The generalization of "Student's" problem when several different population variances are involved.
        Biometrika 1947; 34: 28-35.
        """
        if self.strata is not None:
            raise BadInput("Welch's test has no form for strata; use equal_variances.")
        control, intervention = self.arm_means
        parts = np.array([_variance_of_mean(values, weights) for values, weights in self._by_arm])
        se = self._root(float(parts.sum()))
        df = se**4 / float((parts**2 / (np.array(self.arm_clusters) - 1)).sum()) - self.df_lost
        if df <= 0:
            raise NotEstimable("Too few clusters are left once degrees of freedom are given up for covariates.")
        return Coefficient("arm", intervention - control, se, df)

    def describe(self) -> str:
        """A paragraph for the methods section of a report, of what was run."""
        what = SUMMARIES[self.family, self.effect, bool(self.covariates)]
        control, intervention = self.arm_clusters
        sentences = [
            f"The {what} ({counted(int(self.sizes.sum()), 'row')} in all) were compared between {intervention} "
            f"intervention and {control} control clusters by a t test"
            f"{' within strata' if self.strata is not None else ''}{self._weighting}.",
            self._first_stage,
            self._given_up,
            "The effect is a difference of logarithms; exponentiated, it is a ratio of risks."
            if self.effect == "ratio"
            else "",
        ]
        return " ".join(sentence for sentence in sentences if sentence)

    @property
    def _weighting(self) -> str:
        if self.icc == 1:
            return ", each cluster weighing the same"
        return f", clusters weighted for an intracluster correlation of {number(self.icc)}"

    @property
    def _first_stage(self) -> str:
        if not self.covariates:
            return ""
        model = "linear" if self.family == "gaussian" else "logistic"
        return f"A {model} regression of everybody on {listed(self.covariates)}, without the arm, came first."

    @property
    def _given_up(self) -> str:
        if not self.cluster_covariates:
            return ""
        same = listed(self.cluster_covariates)
        return (
            f"Degrees of freedom given up for what is the same throughout a cluster ({same}): {self.df_lost or 'none'}."
        )

    @property
    def _weights(self) -> FloatArray:
        weights: FloatArray = self.sizes / (1 + (self.sizes - 1) * self.icc)
        return weights

    @property
    def _by_arm(self) -> tuple[tuple[FloatArray, FloatArray], ...]:
        """Summaries and weights of the control and of the intervention arm."""
        return tuple((self.summaries[self.arms == arm], self._weights[self.arms == arm]) for arm in (0, 1))

    @property
    def _design(self) -> FloatArray:
        """A column for each stratum, then the arm."""
        strata = np.zeros(len(self.arms), dtype=np.int64) if self.strata is None else self.strata
        return np.column_stack([np.eye(int(strata.max()) + 1)[strata], self.arms])

    def _root(self, variance: float) -> float:
        """The standard error; of clusters that are all alike there is none, but for rounding."""
        if variance <= 1e-24 * float(self.summaries @ self.summaries):
            raise NotEstimable("All clusters of an arm are alike: there is no spread to judge the difference by.")
        return float(np.sqrt(variance))


def _variance_of_mean(values: FloatArray, weights: FloatArray) -> float:
    """Of a weighted mean of clusters, the variance of each taken to be inversely as its weight."""
    spread = weights @ (values - np.average(values, weights=weights)) ** 2
    return float(spread) / (len(values) - 1) / float(weights.sum())

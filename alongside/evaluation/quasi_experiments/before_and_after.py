"""Controlled before and after: difference in differences with the cluster as the unit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inference import Coefficient
from alongside.evaluation.inputs import FloatArray, IntArray, groups, matrix, names_for, two_arms, vector
from alongside.evaluation.quasi_experiments.cells import adjusted_difference, cells, difference
from alongside.evaluation.quasi_experiments.people_in_clusters import centred_within, clustered_coefficient
from alongside.evaluation.quasi_experiments.trends import Trends, trends
from alongside.evaluation.wording import coefficient, number

FEW = 4
T = TypeVar("T")


@dataclass(frozen=True)
class BeforeAndAfter:
    """The difference between two groups of clusters in how they changed.

    `change` gives every cluster the same weight; `people` gives every row the same weight; `ancova` compares clusters
    that began alike. The four means are means of cluster means. `trends` is there where two or more periods precede.
    """

    change: Coefficient
    ancova: Coefficient | None
    people: Coefficient
    intervention_before: float
    intervention_after: float
    control_before: float
    control_after: float
    intervention_clusters: int
    control_clusters: int
    trends: Trends | None
    notes: tuple[str, ...] = ()

    def describe(self, *, outcome: str = "the outcome") -> str:
        """A paragraph for a report."""
        parts = [self._done(outcome), self._found(), self._beside()]
        parts.append(self.trends.describe() if self.trends else "Whether the groups moved alike before was not seen.")
        parts.append(
            "Nobody was allocated at random. The figure is the effect of the programme only if both groups would have "
            "changed alike without it; something else that began in one group at the same time would look the same."
        )
        return " ".join([*parts, *self.notes])

    def _done(self, outcome: str) -> str:
        return (
            f"We compared how {outcome} changed in {self.intervention_clusters} clusters with the programme and "
            f"{self.control_clusters} without it, taking each cluster as one unit."
        )

    def _found(self) -> str:
        return (
            f"The mean went from {number(self.intervention_before)} to {number(self.intervention_after)} with it and "
            f"from {number(self.control_before)} to {number(self.control_after)} without it: a difference in change of "
            f"{coefficient(self.change)}."
        )

    def _beside(self) -> str:
        people = f"Counting each row of data alike instead of each cluster, it was {coefficient(self.people)}."
        if self.ancova is None:
            return people
        return (
            f"{people} Comparing clusters that began alike, it was {coefficient(self.ancova)}; the two ways rest on "
            "different assumptions, and where they disagree neither should be quoted alone."
        )


def before_and_after(
    y: npt.ArrayLike,
    *,
    arm: npt.ArrayLike,
    cluster: npt.ArrayLike,
    period: npt.ArrayLike,
    start: float,
    covariates: npt.ArrayLike | None = None,
    names: Sequence[str] | None = None,
) -> BeforeAndAfter:
    """Compare the change of clusters with a programme and of clusters without.

    Parameters
    ----------
    y
        Shape (n,): a row for each person and period, or for each cluster and period.
    arm
        1 in clusters that have the programme at some time, 0 in the others.
    period
        When the row was measured, as numbers; those from `start` on are after.
    covariates
        Shape (n, p): their mean before, for each cluster, enters the analysis of covariance only.

    Raises
    ------
    NotEstimable
        Fewer than two clusters in an arm, a cluster without rows in some period, nothing before or after.

    References
    ----------
    Change of cluster means by t with K − 2 degrees of freedom: Donner A, Klar N (2000), Design and Analysis of Cluster
    Randomization Trials in Health Research.
    Change and covariance adjustment beside each other: Ding P, Li F (2019). Political Analysis 27:605-615.
    """
    outcome = vector(y, "y")
    codes, labels = groups(cluster, "cluster", length=len(outcome))
    people, arms = two_arms(arm, codes)
    when = vector(period, "period", length=len(outcome))
    table = cells(outcome, codes, labels, when, start)
    x, columns = _covariates(covariates, names, codes, when < start)
    ancova, no_ancova = _or_note(
        lambda: adjusted_difference(table.after, arms, np.column_stack([table.before, x]), ("before", *columns)),
        "There is no analysis of covariance.",
    )
    earlier, no_trends = _or_note(lambda: trends(table, arms), "Earlier trends were not compared.")
    first, second = table.before, table.after
    return BeforeAndAfter(
        change=difference(second - first, arms, "difference in change"),
        ancova=ancova,
        people=_people(outcome, people, codes, when, start),
        intervention_before=float(first[arms == 1].mean()),
        intervention_after=float(second[arms == 1].mean()),
        control_before=float(first[arms == 0].mean()),
        control_after=float(second[arms == 0].mean()),
        intervention_clusters=int((arms == 1).sum()),
        control_clusters=int((arms == 0).sum()),
        trends=earlier,
        notes=no_ancova + no_trends + _few(arms),
    )


def _covariates(
    covariates: npt.ArrayLike | None, names: Sequence[str] | None, cluster: IntArray, before: npt.NDArray[np.bool_]
) -> tuple[FloatArray, tuple[str, ...]]:
    """The mean before of each covariate in each cluster, shape (clusters, p)."""
    if covariates is None:
        if names is not None:
            raise BadInput("There are names but no covariates.")
        return np.empty((cluster.max() + 1, 0)), ()
    x = matrix(covariates, "covariates", rows=len(cluster))
    sizes = np.bincount(cluster[before])
    means = [np.bincount(cluster[before], weights=column[before]) / sizes for column in x.T]
    return np.column_stack(means), names_for(x.shape[1], names)


def _or_note(analysis: Callable[[], T | None], otherwise: str) -> tuple[T | None, tuple[str, ...]]:
    """What stands beside the main figure may be missing, if it says why."""
    try:
        return analysis(), ()
    except NotEstimable as problem:
        return None, (f"{otherwise} {problem}",)


def _people(outcome: FloatArray, arm: FloatArray, cluster: IntArray, when: FloatArray, start: float) -> Coefficient:
    """Cluster and period effects taken out, every row counting the same."""
    periods = np.unique(when)[1:]
    x = np.column_stack([arm * (when >= start), *(when == each for each in periods)]).astype(np.float64)
    names = ("difference in change", *(f"period {each:g}" for each in periods))
    return clustered_coefficient(centred_within(outcome, cluster), centred_within(x, cluster), cluster, names)


def _few(arms: FloatArray) -> tuple[str, ...]:
    fewest = int(min((arms == 1).sum(), (arms == 0).sum()))
    if fewest >= FEW:
        return ()
    return (f"One group has only {fewest} clusters: the interval leans on the changes being normally distributed.",)

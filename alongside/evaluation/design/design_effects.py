"""What clustering costs, from the sizes of the clusters themselves."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.evaluation.design.visits import share
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import vector
from alongside.evaluation.wording import number


@dataclass(frozen=True)
class DesignEffect:
    """How many times larger clustering makes the variance of a mean, by several formulas in use.

    The mean of everybody, each person counting once, has `by_sizes`, which `by_population_cv` equals exactly.
    The most precise weighted mean, which a mixed model comes close to, has `minimum_variance`.

    References
    ----------
    Kish (1965), Survey Sampling: equal sizes. Eldridge, Ashby, Kerry (2006), International Journal of Epidemiology
    35, 1292-1300: by the coefficient of variation. Kerry, Bland (2001), Statistics in Medicine 20, 377-390: minimum
    variance.
    """

    icc: float
    people: int
    clusters: int
    mean_size: float
    cv: float
    population_cv: float
    by_sizes: float
    minimum_variance: float

    @property
    def equal_sizes(self) -> float:
        """1 + (m - 1)ρ: if all had the mean size."""
        return 1 + (self.mean_size - 1) * self.icc

    @property
    def by_cv(self) -> float:
        """1 + ((CV² + 1)m - 1)ρ, CV with divisor clusters - 1: for clusters of a trial still to come."""
        return self._by(self.cv)

    @property
    def by_population_cv(self) -> float:
        """The same, CV with divisor clusters: for these very clusters."""
        return self._by(self.population_cv)

    def effective_people(self, design_effect: float | None = None) -> float:
        """How many independent people are worth as much; by `by_cv` unless another design effect is given."""
        return self.people / (self.by_cv if design_effect is None else design_effect)

    def describe(self) -> str:
        """One paragraph for a report."""
        return (
            f"There are {number(self.people)} people in {number(self.clusters)} clusters, "
            f"{number(self.mean_size)} on average (coefficient of variation {number(self.cv)}). With an intracluster "
            f"correlation of {number(self.icc)} the design effect is {number(self.by_cv)}, where equal clusters would "
            f"have {number(self.equal_sizes)}: they are worth {number(self.effective_people())} independent people."
        )

    def _by(self, cv: float) -> float:
        return 1 + ((cv**2 + 1) * self.mean_size - 1) * self.icc


def design_effect(sizes: npt.ArrayLike, icc: float) -> DesignEffect:
    """The design effect of clusters of these sizes, shape (clusters,).

    Raises
    ------
    BadInput
        A size that is no whole number from 1 on, or an ICC that is not from 0 to less than 1.

    References
    ----------
    1 + ((CV² + 1) m - 1) ρ: Eldridge, Ashby, Kerry (2006), International Journal of Epidemiology 35, 1292-1300.
    """
    found = vector(sizes, "sizes")
    if (found < 1).any() or (found != np.floor(found)).any():
        raise BadInput("sizes must hold whole numbers from 1 on, the people in each cluster.")
    share(icc, "icc", below_one=True)
    people, mean = found.sum(), found.mean()
    return DesignEffect(
        icc=float(icc),
        people=int(people),
        clusters=len(found),
        mean_size=float(mean),
        cv=float(found.std(ddof=1) / mean) if len(found) > 1 else 0.0,
        population_cv=float(found.std() / mean),
        by_sizes=float(1 + ((found**2).sum() / people - 1) * icc),
        minimum_variance=float(people / (found / (1 + (found - 1) * icc)).sum()),
    )

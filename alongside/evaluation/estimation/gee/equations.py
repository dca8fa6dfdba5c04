"""Solving the estimating equations. No matrix is larger than p x p: an exchangeable R has a closed inverse.

R^-1 = {I - c J} / (1 - alpha), c = alpha / (1 + (n - 1) alpha), so D'V^-1 of a cluster needs its sums only.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import linalg

from alongside.evaluation.errors import NotConverged, NotEstimable
from alongside.evaluation.estimation.gee.corrections import ClusterSums
from alongside.evaluation.estimation.link_families import Family
from alongside.evaluation.inputs import FloatArray, IntArray
from alongside.evaluation.wording import number

Working = Literal["exchangeable", "independence"]
Divisor = Literal["n", "n_minus_p"]

MAX_ROUNDS = 200
# The most that any fitted value still moves, in standard deviations of the outcome …
TOLERANCE = 1e-11
# … but no less than this share of it, where an outcome is large beside its spread and rounding says no more.
ROUNDING = 1e-13
# Log odds, or log rates, beyond which nothing is left of a variance: the rounds have run away, and each step only seems
# small beside residuals that have grown without end.
FAR = 30.0
INDEPENDENCE = 'Fit with working="independence".'


@dataclass(frozen=True)
class People:
    """Rows sorted by cluster."""

    y: FloatArray
    x: FloatArray
    starts: IntArray  # (clusters,) first row of each
    sizes: IntArray  # (clusters,)
    family: Family

    @property
    def pairs(self) -> int:
        return int((self.sizes * (self.sizes - 1) // 2).sum())

    def by_cluster(self, values: FloatArray) -> FloatArray:
        """Sums over the rows of each cluster."""
        return np.add.reduceat(values, self.starts, axis=0)


@dataclass(frozen=True)
class Standardised:
    """Rows divided by the standard deviation of the outcome, but for the scale phi, so that V is R."""

    r: FloatArray  # (n,) Pearson residuals
    z: FloatArray  # (n, p)
    r_sums: FloatArray  # (clusters,)
    z_sums: FloatArray  # (clusters, p)


@dataclass(frozen=True)
class Round:
    """One value of beta, the moments there, and the step that the equations ask for."""

    beta: FloatArray
    alpha: float
    phi: float
    rows: Standardised
    step: FloatArray
    rounds: int

    @property
    def is_the_end(self) -> bool:
        move, size = (float(np.abs(self.rows.z @ change).max()) for change in (self.step, self.beta))
        return move < TOLERANCE * np.sqrt(self.phi) + ROUNDING * size

    def cluster_sums(self, people: People) -> ClusterSums:
        """The score and the information of each cluster, without phi, which a sandwich does not need."""
        z, share = self.rows.z, shares(self.alpha, people.sizes)
        scores = people.by_cluster(z * self.rows.r[:, None]) - (share * self.rows.r_sums)[:, None] * self.rows.z_sums
        informations = _products(z, people) - share[:, None, None] * _outer(self.rows.z_sums)
        return ClusterSums(scores / (1 - self.alpha), informations / (1 - self.alpha))


def solve(people: People, beta: FloatArray, *, working: Working, divisor: Divisor) -> Round:
    """Fisher scoring for beta and moments for alpha and phi, in turn, from the estimate under independence.

    Raises
    ------
    NotEstimable
        An outcome that x reproduces exactly, or an alpha with which the equations have no solution.
    NotConverged
        No solution after 200 rounds.
    """
    for step in range(1, MAX_ROUNDS + 1):
        rows = _standardised(people, beta)
        alpha, phi = _moments(people, rows, working=working, divisor=divisor)
        found = Round(beta, alpha, phi, rows, _step(people, rows, alpha), step)
        if found.is_the_end:
            return found
        beta = beta + found.step
    raise NotConverged(f"The estimating equations were not solved in {MAX_ROUNDS} rounds. {INDEPENDENCE}")


def lowest_alpha(sizes: IntArray) -> float:
    """Above which, and below 1, alpha makes every cluster's R positive definite."""
    largest = int(sizes.max())
    return -1 / (largest - 1) if largest > 1 else -np.inf


def shares(alpha: float, sizes: IntArray) -> FloatArray:
    """c of each cluster, the share of R^-1 that its sums take."""
    return alpha / (1 + (sizes - 1) * alpha)


def _standardised(people: People, beta: FloatArray) -> Standardised:
    if people.family.constant_variance:
        r, z = people.y - people.x @ beta, people.x
        return Standardised(r, z, people.by_cluster(r), people.by_cluster(z))
    eta = people.x @ beta
    if float(np.abs(eta).max()) > FAR:
        raise NotConverged(f"The estimating equations lead to fitted values without end. {INDEPENDENCE}")
    spread = np.sqrt(people.family.variance(eta))
    r, z = (people.y - people.family.mean(eta)) / spread, people.x * spread[:, None]
    return Standardised(r, z, people.by_cluster(r), people.by_cluster(z))


def _moments(people: People, rows: Standardised, *, working: Working, divisor: Divisor) -> tuple[float, float]:
    """alpha and phi."""
    taken = people.x.shape[1] if divisor == "n_minus_p" else 0
    square = float(rows.r @ rows.r)
    phi = square / (len(rows.r) - taken)
    if phi <= 1e-24 * float(people.y @ people.y) / len(rows.r):
        raise NotEstimable("The columns of x reproduce the outcome exactly: there is no variation left to judge it by.")
    if working == "independence":
        return 0.0, phi
    products = (float(rows.r_sums @ rows.r_sums) - square) / 2
    alpha = products / (people.pairs - taken) / phi
    if alpha >= 1 or (np.abs(1 + (people.sizes - 1) * alpha) < 1e-8).any():
        raise NotEstimable(f"alpha is {number(alpha)}, where no working correlation can be had. {INDEPENDENCE}")
    return alpha, phi


def _step(people: People, rows: Standardised, alpha: float) -> FloatArray:
    taken = shares(alpha, people.sizes)[:, None] * rows.z_sums
    score = rows.z.T @ rows.r - taken.T @ rows.r_sums
    information = rows.z.T @ rows.z - taken.T @ rows.z_sums
    try:
        # 1 - alpha divides both, and so neither.
        step: FloatArray = linalg.cho_solve(linalg.cho_factor(information), score)
    except linalg.LinAlgError as problem:
        raise NotEstimable(f"With alpha at {number(alpha)} the equations have no solution. {INDEPENDENCE}") from problem
    return step


def _products(z: FloatArray, people: People) -> FloatArray:
    """z'z of each cluster, (clusters, p, p)."""
    ends = people.starts + people.sizes
    return np.array([z[start:end].T @ z[start:end] for start, end in zip(people.starts, ends, strict=True)])


def _outer(rows: FloatArray) -> FloatArray:
    return rows[:, :, None] * rows[:, None, :]

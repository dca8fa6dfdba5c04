"""The likelihood of a logistic model with a random intercept, by adaptive Gauss-Hermite quadrature.

A person j of cluster i has log odds x_j'b + theta u_i with u_i standard normal. Write h_i(u) for the log likelihood of
the cluster given u, less u^2/2; a for its mode and D = -h''(a). With nodes z_k and weights w_k of the standard normal,

    l_i = -log(D)/2 + log sum_k w_k exp(h_i(a + z_k / sqrt(D)) + z_k^2 / 2),

which with the one point z = 0 is Laplace's approximation. The gradient is written out, the movement of a and D with the
parameters included; the Hessian is its derivative by a complex step, which loses no digits.

References
----------
Pinheiro JC, Bates DM (1995). Approximations to the log-likelihood function in the nonlinear mixed-effects model.
Journal of Computational and Graphical Statistics 4:12-35.
Squire W, Trapp G (1998). Using complex variables to estimate derivatives of real functions. SIAM Review 40:110-112.
"""

from dataclasses import dataclass
from math import log, pi
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from alongside.evaluation.errors import NotConverged
from alongside.evaluation.inputs import FloatArray, IntArray

Array = npt.NDArray[Any]  # real, or complex where a derivative is being taken
STEP = 1e-30  # its square vanishes beside anything, so the complex step is exact
MODE_STEPS = 200


@dataclass(frozen=True)
class Likelihood:
    """Outcomes and columns sorted by cluster, and the quadrature rule. Parameters are (theta, b), shape (1 + p,)."""

    y: FloatArray  # (n,) of 0 and 1
    x: FloatArray  # (n, p)
    cluster: IntArray  # (n,) codes in ascending order
    starts: IntArray  # (clusters,) where each cluster begins
    nodes: FloatArray  # (points,)
    log_weights: FloatArray  # (points,) log w + z^2/2

    def at(self, parameters: FloatArray) -> tuple[float, FloatArray]:
        """The log likelihood and its gradient."""
        value, gradient = self._at(parameters, self.modes(parameters))
        return float(value), gradient

    def hessian(self, parameters: FloatArray) -> FloatArray:
        """Second derivatives, (1 + p, 1 + p)."""
        modes = self.modes(parameters)
        directions = 1j * STEP * np.eye(len(parameters))
        rows: Array = np.array([self._at(parameters + step, modes)[1].imag / STEP for step in directions])
        return (rows + rows.T) / 2

    def modes(self, parameters: FloatArray) -> FloatArray:
        """Where h of each cluster is greatest, (clusters,).

        Newton's steps for all clusters at once, and the middle of what bounds are left wherever a step goes beyond them
        or is not half as long as the one before, as happens where all chances are nearly 0 or 1.
        """
        theta, fixed = parameters[0], self.x @ parameters[1:]
        here = np.zeros(len(self.starts))
        # h' falls steadily from theta * (observed less expected) at 0, so the mode lies between 0 and that.
        end = self._slope(theta, fixed, here)[0]
        low, high = np.minimum(end, 0.0), np.maximum(end, 0.0)
        last = np.full(len(here), np.inf)
        for _ in range(MODE_STEPS):
            slope, curvature = self._slope(theta, fixed, here)
            low, high = np.where(slope > 0, here, low), np.where(slope < 0, here, high)
            there = here + slope / curvature
            near = np.abs(there - here) <= 1e-9 * (1 + np.abs(here))
            if near.all():
                return there
            # Where it is near, rounding alone can put a step on the wrong side of a bound.
            astray = ~near & ((there < low) | (there > high) | (np.abs(there - here) > last / 2))
            there = np.where(astray, (low + high) / 2, there)
            here, last = there, np.abs(there - here)
        raise NotConverged("The likeliest effects of the clusters were not found: bring the columns to a like scale.")

    def curvatures(self, parameters: FloatArray, modes: FloatArray) -> FloatArray:
        """D of each cluster, (clusters,)."""
        return self._slope(parameters[0], self.x @ parameters[1:], modes)[1]

    def total(self, values: Array) -> Array:
        """Sums over the people of each cluster."""
        return np.add.reduceat(values, self.starts, axis=0)

    def _slope(self, theta: Any, fixed: Array, u: Array) -> tuple[Array, Array]:
        """h' and -h'' of each cluster."""
        chance, _ = _logistic(fixed + theta * u[self.cluster])
        return theta * self.total(self.y - chance) - u, 1 + theta**2 * self.total(chance * (1 - chance))

    def _at(self, parameters: Array, modes: FloatArray) -> tuple[Any, Array]:
        """The value and the gradient; complex if the parameters are."""
        theta, fixed = parameters[0], _times(self.x, parameters[1:])
        slope, curvature = self._slope(theta, fixed, modes)
        # One more Newton step lets the modes move with the parameters, in the imaginary direction too.
        peak = self._peak(theta, fixed, modes + slope / curvature)
        inside = self._inside(theta, fixed, peak)
        return (inside.log_sums - np.log(peak.curvature) / 2).sum(), self._gradient(theta, peak, inside)

    def _peak(self, theta: Any, fixed: Array, mode: Array) -> "_Peak":
        chance, _ = _logistic(fixed + theta * mode[self.cluster])
        spread = chance * (1 - chance)
        skew = spread * (1 - 2 * chance)
        weight = self.total(spread)
        curvature = 1 + theta**2 * weight
        return _Peak(mode, spread, skew, self.total(self.y - chance), weight, self.total(skew), curvature)

    def _inside(self, theta: Any, fixed: Array, peak: "_Peak") -> "_Inside":
        u = peak.mode[:, None] + self.nodes / np.sqrt(peak.curvature)[:, None]
        events = self.total(self.y)[:, None]
        chances, softplus = _logistic(fixed[:, None] + (theta * u)[self.cluster])
        of_y = self.total(self.y * fixed)[:, None] + theta * u * events - self.total(softplus)
        heights = self.log_weights + of_y - u**2 / 2
        top = heights.real.max(axis=1)
        shares = np.exp(heights - top[:, None])
        sums = shares.sum(axis=1)
        shares = shares / sums[:, None]
        residual = self.y - np.einsum("jk,jk->j", shares[self.cluster], chances)
        return _Inside(u, shares, events - self.total(chances), residual, np.log(sums) + top)

    def _gradient(self, theta: Any, peak: "_Peak", inside: "_Inside") -> Array:
        """By the chain rule: the parameters move the value themselves, and through the mode and the width at it."""
        pull = inside.shares * (theta * inside.scores - inside.u)
        by_log_width = 1 + (pull * (inside.u - peak.mode[:, None])).sum(axis=1)
        by_curvature = -by_log_width / (2 * peak.curvature)
        by_mode = pull.sum(axis=1) + by_curvature * theta**3 * peak.skew_sum
        by_slope = by_mode / peak.curvature  # how the value moves with h' at the mode
        by_theta = (
            (inside.shares * inside.u * inside.scores).sum(axis=1)
            + by_slope * (peak.score - theta * peak.mode * peak.weight)
            + by_curvature * (2 * theta * peak.weight + theta**2 * peak.mode * peak.skew_sum)
        )
        by_log_odds = (
            inside.residual
            - theta * peak.spread * by_slope[self.cluster]
            + theta**2 * peak.skew * by_curvature[self.cluster]
        )
        return np.r_[by_theta.sum(), _times(self.x.T, by_log_odds)]


@dataclass(frozen=True)
class _Peak:
    """At the modes: what each person and each cluster contributes to the derivatives of the log likelihood."""

    mode: Array  # (clusters,), as all but the next two
    spread: Array  # (n,) p (1 - p)
    skew: Array  # (n,) its derivative by the log odds
    score: Array  # sum of y - p
    weight: Array  # sum of spread
    skew_sum: Array
    curvature: Array  # D


@dataclass(frozen=True)
class _Inside:
    """At the nodes."""

    u: Array  # (clusters, points), as the next two
    shares: Array  # of the integral of the cluster, adding up to 1
    scores: Array  # sum of y - p
    residual: Array  # (n,) the mean of y - p over the nodes by their shares
    log_sums: Array  # (clusters,)


def likelihood_of(y: FloatArray, x: FloatArray, cluster: IntArray, points: int) -> Likelihood:
    """Sort by cluster (codes from 0 on) and choose the nodes."""
    order = np.argsort(cluster, kind="stable")
    codes = cluster[order]
    starts = np.flatnonzero(np.r_[True, np.diff(codes) > 0])
    nodes, log_weights = normal_rule(points)
    return Likelihood(y[order], x[order], codes, starts, nodes, log_weights + nodes**2 / 2)


def normal_rule(points: int) -> tuple[FloatArray, FloatArray]:
    """Nodes, and logarithms of weights that add up to 1, for means over a standard normal variable."""
    nodes, weights = special.roots_hermitenorm(points)
    return nodes, np.log(weights) - log(2 * pi) / 2


def _times(matrix: FloatArray, vector: Array) -> Array:
    """matrix @ vector; of a complex vector by its parts, since BLAS is slow to mix real with complex."""
    if not np.iscomplexobj(vector):
        return matrix @ vector
    return matrix @ vector.real + 1j * (matrix @ vector.imag)


def _logistic(log_odds: Array) -> tuple[Array, Array]:
    """1 / (1 + exp(-t)) and log(1 + exp(t)) without overflow; of a complex t, to first order in its imaginary part."""
    real = log_odds.real
    small = np.exp(-np.abs(real))
    chance = np.where(real >= 0, 1.0, small) / (1 + small)
    softplus = np.maximum(real, 0.0) + np.log1p(small)
    if not np.iscomplexobj(log_odds):
        return chance, softplus
    return chance + 1j * chance * (1 - chance) * log_odds.imag, softplus + 1j * chance * log_odds.imag

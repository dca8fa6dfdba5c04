"""Degrees of freedom and standard errors of a mixed model that allow for few clusters.

References
----------
Kenward MG, Roger JH (1997). Small sample inference for fixed effects from restricted maximum likelihood.
Biometrics 53:983-997.
Satterthwaite FE (1946). An approximate distribution of estimates of variance components. Biometrics Bulletin 2:110-114.
Fai AH, Cornelius PL (1996). Approximate F-tests of multiple degree of freedom hypotheses in generalized least squares
analyses of unbalanced split-plot experiments. Journal of Statistical Computation and Simulation 54:363-378.
"""

from dataclasses import dataclass
from functools import cached_property
from math import inf

import numpy as np

from alongside.evaluation.estimation.mixed.likelihood import Likelihood
from alongside.evaluation.inputs import BoolArray, FloatArray

# Below this the information about the variances is singular, and its Moore-Penrose inverse is taken, as pbkrtest does.
SINGULAR = 1e-10


@dataclass(frozen=True)
class KenwardRoger:
    """The adjusted covariance of the estimates, and the scaled F distribution of a contrast."""

    likelihood: Likelihood

    @cached_property
    def _first(self) -> FloatArray:
        p = self.likelihood.sums.columns
        return self.likelihood.first[:, :p, :p]

    @cached_property
    def smallest_eigenvalue(self) -> float:
        """Of the expected information about the variances, twice; near zero, little can be said of them."""
        return float(np.abs(np.linalg.eigvalsh(self.likelihood.expected)).min())

    @cached_property
    def of_variances(self) -> FloatArray:
        """The covariance of the estimated variances, from the expected information."""
        invert = np.linalg.inv if self.smallest_eigenvalue > SINGULAR else np.linalg.pinv
        return 2 * invert(self.likelihood.expected)

    @cached_property
    def covariance(self) -> FloatArray:
        """Phi + 2 Phi {sum W_rs (Q_rs - P_r Phi P_s)} Phi; the covariance is linear in the variances."""
        p, phi = self.likelihood.sums.columns, self.likelihood.phi
        q = np.einsum("rs,rsij->ij", self.of_variances, self.likelihood.second[:, :, :p, :p])
        leaning = np.einsum("rs,rij,jk,skl->il", self.of_variances, self._first, phi, self._first)
        found = phi + 2 * phi @ (q - leaning) @ phi
        return (found + found.T) / 2

    def f(self, contrast: FloatArray, value: FloatArray) -> tuple[float, float, float]:
        """F, its denominator degrees of freedom, and the scaling already applied to it.

        Parameters
        ----------
        contrast
            (q, p): the q combinations of coefficients that are zero together.
        value
            (q,): what they are estimated to be.
        """
        plain = float(value @ np.linalg.solve(contrast @ self.covariance @ contrast.T, value)) / len(contrast)
        df, scaling = self.reference(contrast)
        return scaling * plain, df, scaling

    def reference(self, contrast: FloatArray) -> tuple[float, float]:
        """Denominator degrees of freedom and scaling: the moments of F matched to those of a scaled F distribution."""
        q, phi = len(contrast), self.likelihood.phi
        theta = contrast.T @ np.linalg.solve(contrast @ phi @ contrast.T, contrast)
        parts = theta @ phi @ self._first @ phi
        alone = np.trace(parts, axis1=1, axis2=2)
        a1 = float(alone @ self.of_variances @ alone)
        a2 = float(np.einsum("rs,rij,sji->", self.of_variances, parts, parts))
        b = (a1 + 6 * a2) / (2 * q)
        g = ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2)
        below = 3 * q + 2 * (1 - g)
        c1, c2, c3 = g / below, (q - g) / below, (q + 2 - g) / below
        v0, v1, v2 = 1 + c1 * b, 1 - c2 * b, 1 - c3 * b
        v0 = 0.0 if abs(v0) < SINGULAR else v0
        expected = 1 - a2 / q
        rho = (_ratio(expected, v1) ** 2) * v0 / v2 / q
        df = 4 + (q + 2) / (q * rho - 1)
        return df, 1.0 if abs(df - 2) < 0.01 else df * expected / (df - 2)


@dataclass(frozen=True)
class Satterthwaite:
    """Degrees of freedom from how surely the variances are known, by the observed information, as lmerTest.

    A variance estimated as zero is taken as known to be zero: that is what working in standard deviations comes to, and
    the degrees of freedom are then those of people, not of clusters.
    """

    likelihood: Likelihood

    @cached_property
    def _known(self) -> BoolArray:
        return self.likelihood.theta > 0

    @cached_property
    def of_variances(self) -> FloatArray:
        return 2 * np.linalg.inv(self.likelihood.hessian[np.ix_(self._known, self._known)])

    def df(self, contrast: FloatArray) -> float:
        """Of one combination of coefficients, (p,)"""
        p, phi = self.likelihood.sums.columns, self.likelihood.phi
        along = phi @ contrast
        slope = np.einsum("i,rij,j->r", along, self.likelihood.first[self._known, :p, :p], along)
        below = float(slope @ self.of_variances @ slope)
        return 2 * float(contrast @ along) ** 2 / below if below > 0 else inf

    def f(self, contrast: FloatArray, value: FloatArray) -> tuple[float, float]:
        """F of several combinations (q, p), and its denominator degrees of freedom (Fai and Cornelius 1996)."""
        sizes, vectors = np.linalg.eigh(contrast @ self.likelihood.phi @ contrast.T)
        f = float(np.mean((vectors.T @ value) ** 2 / sizes))
        return f, _together([self.df(row) for row in vectors.T @ contrast])


def _together(dfs: list[float]) -> float:
    """One denominator whose mean is that of the F of independent t, each with its own degrees of freedom."""
    if np.ptp(dfs) < 1e-8:
        return float(np.mean(dfs))
    if min(dfs) <= 2:
        return 2.0
    mean = sum(df / (df - 2) for df in dfs)
    return 2 * mean / (mean - len(dfs))


def _ratio(above: float, below: float) -> float:
    """1 where both are nearly nothing, as happens with one contrast."""
    return 1.0 if abs(above) < 1e-14 and abs(below) < 1e-14 else above / below

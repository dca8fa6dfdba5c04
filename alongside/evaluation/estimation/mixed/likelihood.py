"""The restricted likelihood of a random-intercept model, its derivatives, and what Kenward and Roger need of them.

Everything follows from V = sum of theta_r V_r and from per-cluster sums; V itself is never made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, pi

import numpy as np

from alongside.evaluation.estimation.mixed.sums import Sums
from alongside.evaluation.inputs import FloatArray


@dataclass(frozen=True)
class Structure:
    """Which variances there are, in this order: residual, nested groups, periods of a cluster, clusters."""

    nested: bool
    periods: bool

    @property
    def inner(self) -> int:
        """How many of them act inside D."""
        return 1 + self.nested

    @property
    def number(self) -> int:
        return self.inner + self.periods + 1


@dataclass(frozen=True)
class Likelihood:
    """Everything about the model at one set of variances.

    With W = [x, y], U = Z'V^-1 W and P = V^-1 - V^-1 X (X'V^-1 X)^-1 X'V^-1. Names: `first[r]` is W'V^-1 V_r V^-1 W,
    `second[r, s]` is W'V^-1 V_r V^-1 V_s V^-1 W, `traces[r, s]` is tr(V^-1 V_r V^-1 V_s).
    """

    sums: Sums
    structure: Structure
    theta: FloatArray
    reml: bool = True

    @cached_property
    def _powers(self) -> tuple[float, FloatArray | None]:
        """The eigenvalues of D: within groups, and of group means."""
        within = float(self.theta[0])
        if self.sums.cells is None:
            return within, None
        return within, within + self.sums.cells.size * float(self.theta[1])

    def _inner(self, power: int, *components: int) -> tuple[float, FloatArray | None]:
        """The eigenvalues of D^-power times the V_r of these inner components."""
        within, means = self._powers
        inside = 0.0 if 1 in components else within**-power
        if means is None or self.sums.cells is None:
            return inside, None
        return inside, means**-power * self.sums.cells.size ** components.count(1)

    def _weighted(self, power: int, *components: int) -> FloatArray:
        return self.sums.weighted(*self._inner(power, *components))

    @cached_property
    def _outer(self) -> list[FloatArray]:
        """H_r of the components outside D: V_r = Z H_r Z'."""
        q = self.sums.within.shape[1] - self.sums.columns - 1
        return [np.eye(q), np.ones((q, q))] if self.structure.periods else [np.ones((q, q))]

    @cached_property
    def _g(self) -> FloatArray:
        outside = self.theta[self.structure.inner :]
        return np.tensordot(outside, np.stack(self._outer), axes=1)

    @cached_property
    def _base(self) -> FloatArray:
        return self._weighted(1)

    @property
    def _w(self) -> slice:
        return slice(0, self.sums.columns + 1)

    @property
    def _z(self) -> slice:
        return slice(self.sums.columns + 1, None)

    @cached_property
    def _lifted(self) -> FloatArray:
        """I + G Z'D^-1 Z of each cluster."""
        s = self._base[:, self._z, self._z]
        return np.eye(s.shape[1]) + self._g @ s

    @cached_property
    def _m(self) -> FloatArray:
        """M of each cluster, V^-1 = D^-1 - D^-1 Z M Z' D^-1."""
        return np.linalg.solve(self._lifted, np.broadcast_to(self._g, self._lifted.shape))

    @cached_property
    def _t(self) -> FloatArray:
        """T, for which V^-1 W = D^-1 [C Z] T, W being C + Z B with B its means; (clusters, m, p + 1)."""
        low = self._kept @ self.sums.means - self._m @ self._base[:, self._z, self._w]
        identity = np.broadcast_to(np.eye(self.sums.columns + 1), (len(low), *[self.sums.columns + 1] * 2))
        return np.concatenate([identity, low], axis=1)

    @cached_property
    def _kept(self) -> FloatArray:
        """I - M Z'D^-1 Z: V^-1 Z = D^-1 Z times this. Subtracted it loses its digits where clusters differ much."""
        return np.linalg.inv(self._lifted)

    @cached_property
    def u(self) -> FloatArray:
        """Z'V^-1 W of each cluster, (clusters, q, p + 1)."""
        return np.swapaxes(self._kept, 1, 2) @ self._base[:, self._z, self._w] + self.zvz @ self.sums.means

    @cached_property
    def zvz(self) -> FloatArray:
        """Z'V^-1 Z of each cluster, (clusters, q, q)."""
        return self._base[:, self._z, self._z] @ self._kept

    @cached_property
    def _wvw(self) -> FloatArray:
        base, means = self._base, np.swapaxes(self.sums.means, 1, 2)
        low = self._t[:, self._z]
        return np.sum(base[:, self._w, self._w] + base[:, self._w, self._z] @ low + means @ self.u, axis=0)

    @cached_property
    def phi(self) -> FloatArray:
        """(X'V^-1 X)^-1, the covariance of the estimates with the variances taken as known."""
        p = self.sums.columns
        return np.linalg.inv(self._wvw[:p, :p])

    @cached_property
    def beta(self) -> FloatArray:
        """Generalised least squares."""
        p = self.sums.columns
        return self.phi @ self._wvw[:p, p]

    @cached_property
    def _c(self) -> FloatArray:
        """W c is the residual y - X beta."""
        return np.r_[-self.beta, 1.0]

    @cached_property
    def log_det(self) -> float:
        """log|V|"""
        within, means = self._powers
        found = self.sums.trace(log(within), None if means is None else np.log(means))
        return found + float(np.linalg.slogdet(self._lifted)[1].sum())

    @cached_property
    def criterion(self) -> float:
        """Minus twice the log likelihood, restricted or not."""
        p = self.sums.columns
        quadratic = float(self._c @ self._wvw @ self._c)
        found = self.sums.rows * log(2 * pi) + self.log_det + quadratic
        if self.reml:
            found += float(np.linalg.slogdet(self._wvw[:p, :p])[1]) - p * log(2 * pi)
        return found

    @cached_property
    def _halves(self) -> Sequence[FloatArray]:
        """[W Z]' D^-1 V_r V^-1 W for inner components; H_r U for the others."""
        inner = [self._weighted(2, r) @ self._t for r in range(self.structure.inner)]
        return inner + [h @ self.u for h in self._outer]

    @cached_property
    def first(self) -> FloatArray:
        """(r, p + 1, p + 1)"""
        inner, t = self.structure.inner, np.swapaxes(self._t, 1, 2)
        left = [t if r < inner else np.swapaxes(self.u, 1, 2) for r in range(self.structure.number)]
        return np.stack([np.sum(a @ b, axis=0) for a, b in zip(left, self._halves, strict=True)])

    @cached_property
    def second(self) -> FloatArray:
        """(r, s, p + 1, p + 1)"""
        number, size = self.structure.number, self.sums.columns + 1
        found = np.empty((number, number, size, size))
        for r in range(number):
            for s in range(r, number):
                found[r, s] = np.sum(self._second(r, s), axis=0)
                found[s, r] = found[r, s].T
        return found

    def _second(self, r: int, s: int) -> FloatArray:
        inner, a, b = self.structure.inner, self._halves[r], self._halves[s]
        if s < inner:  # and r with it
            t = self._t
            return np.swapaxes(t, 1, 2) @ self._weighted(3, r, s) @ t - (
                np.swapaxes(a[:, self._z], 1, 2) @ self._m @ b[:, self._z]
            )
        if r < inner:
            return np.swapaxes(a[:, self._z], 1, 2) @ self._kept @ b
        return np.swapaxes(a, 1, 2) @ self.zvz @ b

    @cached_property
    def trace(self) -> FloatArray:
        """tr(V^-1 V_r), (r,)"""
        inner = [
            self.sums.trace(*self._inner(1, r)) - _trace(self._m, self._weighted(2, r)[:, self._z, self._z])
            for r in range(self.structure.inner)
        ]
        return np.array(inner + [_trace(self.zvz, h) for h in self._outer])

    @cached_property
    def traces(self) -> FloatArray:
        """(r, s)"""
        number = self.structure.number
        found = np.empty((number, number))
        for r in range(number):
            for s in range(r, number):
                found[r, s] = found[s, r] = self._traces(r, s)
        return found

    def _traces(self, r: int, s: int) -> float:
        inner, z = self.structure.inner, (slice(None), self._z, self._z)
        if s < inner:
            a, b = self._weighted(2, r)[z], self._weighted(2, s)[z]
            both = self._weighted(3, r, s)[z]
            return self.sums.trace(*self._inner(2, r, s)) - 2 * _trace(self._m, both) + _trace(self._m @ a, self._m @ b)
        if r < inner:
            middle = np.swapaxes(self._kept, 1, 2) @ self._weighted(2, r)[z] @ self._kept
            return _trace(middle, self._outer[s - inner])
        return _trace(self.zvz @ self._outer[r - inner], self.zvz @ self._outer[s - inner])

    @cached_property
    def expected(self) -> FloatArray:
        """tr(P V_r P V_s), twice the expected information of the variances; without P by full likelihood."""
        if not self.reml:
            return self.traces
        p = self.sums.columns
        q = np.einsum("ij,rsji->rs", self.phi, self.second[:, :, :p, :p])
        b = self.phi @ self.first[:, :p, :p]
        return self.traces - 2 * q + np.einsum("rij,sji->rs", b, b)

    @cached_property
    def _observed_part(self) -> FloatArray:
        """y'P V_r P V_s P y"""
        p, c = self.sums.columns, self._c
        leaning = self.first[:, :p] @ c
        return np.einsum("i,rsij,j->rs", c, self.second, c) - leaning @ self.phi @ leaning.T

    @cached_property
    def gradient(self) -> FloatArray:
        """Of the criterion in the variances, (r,)"""
        p, c = self.sums.columns, self._c
        trace = self.trace
        if self.reml:
            trace = trace - np.einsum("ij,rji->r", self.phi, self.first[:, :p, :p])
        return trace - np.einsum("i,rij,j->r", c, self.first, c)

    @cached_property
    def hessian(self) -> FloatArray:
        """Of the criterion in the variances, (r, r): the observed information, twice."""
        return 2 * self._observed_part - self.expected

    @cached_property
    def average(self) -> FloatArray:
        """The average of observed and expected information, twice; never negative definite.

        References
        ----------
        Gilmour, Thompson, Cullis (1995), Biometrics 51, 1440-1450.
        """
        return self._observed_part


def _trace(a: FloatArray, b: FloatArray) -> float:
    """tr(a b), added up over clusters."""
    return float(np.sum(a * np.swapaxes(np.broadcast_to(b, a.shape), 1, 2)))

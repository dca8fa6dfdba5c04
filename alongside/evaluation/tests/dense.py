"""The same formulae with whole covariance matrices: slow, short, and written apart from what they check."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import minimize


def alike(labels: np.ndarray) -> np.ndarray:
    """1 where two rows have the same label."""
    return (labels[:, None] == labels[None, :]).astype(float)


@dataclass(frozen=True)
class Dense:
    """A model y ~ N(x b, sum of theta_r V_r) at given variances."""

    y: np.ndarray
    x: np.ndarray
    parts: list[np.ndarray]  # V_r, the residual's first
    theta: np.ndarray

    @cached_property
    def weight(self) -> np.ndarray:
        return np.linalg.inv(np.sum([t * v for t, v in zip(self.theta, self.parts, strict=True)], axis=0))

    @cached_property
    def phi(self) -> np.ndarray:
        return np.linalg.inv(self.x.T @ self.weight @ self.x)

    @cached_property
    def beta(self) -> np.ndarray:
        return self.phi @ self.x.T @ self.weight @ self.y

    @cached_property
    def projection(self) -> np.ndarray:
        return self.weight - self.weight @ self.x @ self.phi @ self.x.T @ self.weight

    def criterion(self) -> float:
        n, p = self.x.shape
        dets = -np.linalg.slogdet(self.weight)[1] - np.linalg.slogdet(self.phi)[1]
        return float((n - p) * np.log(2 * np.pi) + dets + self.y @ self.projection @ self.y)

    def kenward_roger(self) -> tuple[np.ndarray, np.ndarray]:
        """The adjusted covariance, and the covariance of the variances."""
        leaning = [self.projection @ v for v in self.parts]
        w = 2 * np.linalg.inv([[np.trace(a @ b) for b in leaning] for a in leaning])
        half = [self.weight @ v @ self.weight @ self.x for v in self.parts]
        added = np.zeros_like(self.phi)
        for r, v in enumerate(self.parts):
            for s, _v in enumerate(self.parts):
                q = self.x.T @ self.weight @ v @ half[s]
                added += w[r, s] * (q - half[r].T @ self.x @ self.phi @ self.x.T @ half[s])
        return self.phi + 2 * self.phi @ added @ self.phi, w


def best(y: np.ndarray, x: np.ndarray, parts: list[np.ndarray]) -> Dense:
    """The variances with the lowest criterion, by a search that knows no derivatives."""

    def height(roots: np.ndarray) -> float:
        return Dense(y, x, parts, roots**2).criterion()

    start = np.full(len(parts), y.std() / 2)
    for _ in range(3):
        found = minimize(
            height, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 20_000}
        )
        start = found.x
    return Dense(y, x, parts, start**2)

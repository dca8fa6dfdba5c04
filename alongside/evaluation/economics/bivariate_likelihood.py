"""The likelihood of the bivariate random-intercept model, from sums over clusters alone.

A cluster of n people adds the deviations from its means, with covariance S, and its means, with covariance T + S/n.
Both are two by two, so neither people nor clusters need a matrix of their own. S = CC' with C lower triangular, and
T = FF' with any F: a T with no spread in some direction is then an ordinary minimum, not the edge of a region.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import linalg

from alongside.evaluation.economics.trial_data import TrialData
from alongside.evaluation.errors import NotConverged, NotEstimable
from alongside.evaluation.inputs import FloatArray

_LOWER = np.tril_indices(2)
_DIAGONAL = [0, 2]  # where the logarithms of C's diagonal stand among the parameters


@dataclass(frozen=True)
class Sums:
    """All that the likelihood needs of the data.

    Columns are those of the cost equation, those of the effect equation, cost and effect. `within` holds the
    cross-products of deviations from cluster means, `means` those means, `sizes` the people of each cluster.
    """

    within: FloatArray
    means: FloatArray
    sizes: FloatArray
    columns: tuple[int, int]

    @property
    def people(self) -> float:
        return float(self.sizes.sum())

    @property
    def fixed(self) -> int:
        """Coefficients of both equations."""
        return sum(self.columns)

    @property
    def of_outcome(self) -> FloatArray:
        """Which outcome each column belongs to, as 0 and 1; shape (columns, 2)."""
        return np.repeat(np.eye(2)[[0, 1, 0, 1]], [*self.columns, 1, 1], axis=0)


class _Solved(NamedTuple):
    beta: FloatArray
    covariance: FloatArray
    value: float
    gradient: FloatArray


class Optimum(NamedTuple):
    """Coefficients of both equations, their covariance, T, S, and the log-likelihood."""

    beta: FloatArray
    covariance: FloatArray
    between: FloatArray
    within: FloatArray
    log_likelihood: float


def maximised(data: TrialData, designs: tuple[FloatArray, FloatArray], *, restricted: bool) -> Optimum:
    """The highest (restricted) likelihood.

    The search sees orthogonal columns and the residuals of least squares over their spread within clusters, so that
    neither the units of a covariate nor a mean far from 0 cost digits.

    Raises
    ------
    NotEstimable
        Cost and effect go together exactly within clusters, or one does not vary there.
    NotConverged
        No maximum was reached.
    """
    turned = [np.linalg.qr(x) for x in designs]
    first = [q.T @ y for (q, _), y in zip(turned, data.outcomes.T, strict=True)]
    residuals = data.outcomes - np.column_stack([q @ c for (q, _), c in zip(turned, first, strict=True)])
    scale = _within_spread(data, residuals)
    root = len(residuals) ** 0.5
    given = _sums(data, [q * root for q, _ in turned], residuals / scale)
    tries = [_search(given, start, restricted) for start in _starts(given)]
    reached = [parameters for parameters in tries if parameters is not None]
    if not reached:
        raise NotConverged("The model of cost and effect has no maximum here; use cluster means or the bootstrap.")
    best = min(reached, key=lambda parameters: _solve(given, parameters, restricted).value)
    return _turned_back(given, best, [r / root for _, r in turned], [c * root for c in first], scale, restricted)


def _within_spread(data: TrialData, residuals: FloatArray) -> FloatArray:
    """Root mean square deviation from cluster means, of both residuals."""
    given, left = (values - data.means(values)[data.cluster] for values in (data.outcomes, residuals))
    spread: FloatArray = np.sqrt((left**2).mean(axis=0))
    if not (spread > 1e-9 * np.sqrt((given**2).mean(axis=0))).all():
        raise NotEstimable("Within clusters the covariates tell all of cost or of effect; leave out such a covariate.")
    return spread


def _sums(data: TrialData, designs: list[FloatArray], outcomes: FloatArray) -> Sums:
    columns = np.column_stack([*designs, outcomes])
    means = data.means(columns)
    deviations = columns - means[data.cluster]
    return Sums(deviations.T @ deviations, means, data.sizes, (designs[0].shape[1], designs[1].shape[1]))


def _starts(given: Sums) -> tuple[FloatArray, FloatArray]:
    """Two places to search from: the spread of cluster means beyond chance, and ten times that."""
    inside = np.eye(len(given.within))[:, -2:]
    for column, start in enumerate((0, given.columns[0])):
        x, y = slice(start, start + given.columns[column]), given.fixed + column
        inside[x, column] = -np.linalg.lstsq(given.within[x, x], given.within[x, y], rcond=1e-9)[0]
    within = inside.T @ given.within @ inside / (given.people - len(given.sizes))
    if np.linalg.eigvalsh(within)[0] < 1e-9 * np.trace(within):
        raise NotEstimable(
            "Within clusters cost, effect and covariates go together exactly, or too few people share one."
        )
    spread = np.cov(given.means[:, -2:], rowvar=False) - within * (1 / given.sizes).mean()
    values, vectors = np.linalg.eigh(spread)
    c, f = np.linalg.cholesky(within), vectors * np.sqrt(np.maximum(values, 0.01))
    c[np.diag_indices(2)] = np.log(np.diag(c))
    return np.concatenate([c[_LOWER], f.ravel()]), np.concatenate([c[_LOWER], 3 * f.ravel()])


def _factors(parameters: FloatArray) -> tuple[FloatArray, FloatArray]:
    """C and F."""
    c = np.zeros((2, 2))
    c[_LOWER] = parameters[:3]
    c[np.diag_indices(2)] = np.exp(np.diag(c))
    return c, parameters[3:].reshape(2, 2)


def _solve(given: Sums, parameters: FloatArray, restricted: bool) -> _Solved:
    """Generalised least squares at these variances; minus twice the log-likelihood, constants left out; its gradient.

    With M = (S + nT)⁻¹ of each cluster, the derivative by T is Σ n M - n² M Q M, and by S it is
    (N - K) S⁻¹ - S⁻¹ R S⁻¹ + Σ M - n M Q M. Q and R are cross-products of residuals, of cluster means and within
    clusters, at the best coefficients, whose own change does not matter there; the restricted likelihood adds to them
    what the coefficients leave uncertain.
    """
    c, f = _factors(parameters)
    tables = c @ c.T + np.concatenate([[0.0], given.sizes])[:, np.newaxis, np.newaxis] * (f @ f.T)
    weights, logs = np.linalg.inv(tables), np.linalg.slogdet(tables)[1]
    information = _information(given, weights[0], weights[1:])
    x, y = information[: given.fixed, : given.fixed], information[: given.fixed, given.fixed :].sum(axis=1)
    factor = linalg.cho_factor(x)
    beta, covariance = linalg.cho_solve(factor, y), linalg.cho_solve(factor, np.eye(given.fixed))
    value = float(information[given.fixed :, given.fixed :].sum() - y @ beta)
    value += float((given.people - len(given.sizes)) * logs[0] + logs[1:].sum())
    if restricted:
        value += 2 * float(np.log(np.diag(factor[0])).sum())
    doubt = covariance if restricted else np.zeros_like(covariance)
    return _Solved(beta, covariance, value, _gradient(given, weights, (c, f), beta, doubt))


def _information(given: Sums, inside: FloatArray, of_means: FloatArray) -> FloatArray:
    """Cross-products of all columns, each pair weighted by what its outcomes say of one another."""
    owner = np.argmax(given.of_outcome, axis=1)
    weight = (of_means * given.sizes[:, np.newaxis, np.newaxis])[:, owner][:, :, owner]
    between = (weight * given.means[:, :, np.newaxis] * given.means[:, np.newaxis]).sum(axis=0)
    total: FloatArray = inside[owner][:, owner] * given.within + between
    return total


def _gradient(
    given: Sums, weights: FloatArray, factors: tuple[FloatArray, FloatArray], beta: FloatArray, doubt: FloatArray
) -> FloatArray:
    inside, m, sizes = weights[0], weights[1:], given.sizes[:, np.newaxis, np.newaxis]
    line = np.concatenate([-beta, [1.0, 1.0]])[:, np.newaxis] * given.of_outcome
    residuals, fixed = given.means @ line, given.of_outcome[: given.fixed]
    spread = given.means[:, : given.fixed, np.newaxis] * fixed
    q = residuals[:, :, np.newaxis] * residuals[:, np.newaxis] + spread.transpose(0, 2, 1) @ doubt @ spread
    r = line.T @ given.within @ line + fixed.T @ (given.within[: given.fixed, : given.fixed] * doubt) @ fixed
    change = m - sizes * (m @ q @ m)
    by_between = (sizes * change).sum(axis=0)
    by_within = (given.people - len(m)) * inside - inside @ r @ inside + change.sum(axis=0)
    c, f = factors
    by_c, by_f = 2 * by_within @ c, 2 * by_between @ f
    by_c[np.diag_indices(2)] *= np.diag(c)
    return np.concatenate([by_c[_LOWER], by_f.ravel()])


def _search(given: Sums, start: FloatArray, restricted: bool) -> FloatArray | None:
    """Newton steps until they promise nothing more; nothing if they never do."""
    parameters, promised = start, np.inf
    for _ in range(80):
        parameters, promised = _newton(given, parameters, restricted)
        if promised < 1e-14:
            break
    # In units of their standard errors the parameters are off by no more than the root of this.
    return parameters if promised < 1e-11 else None


def _newton(given: Sums, parameters: FloatArray, restricted: bool) -> tuple[FloatArray, float]:
    """The parameters after a step that lowers minus twice the log-likelihood, and by how much it promised to.

    F may be turned about without changing T, so one direction at least is flat.
    """
    here = _solve(given, parameters, restricted)
    curvature = np.empty((len(parameters), len(parameters)))
    for column in range(len(parameters)):
        nudge = np.zeros(len(parameters))
        nudge[column] = 1e-5 * max(abs(parameters[column]), 0.1)
        up, down = (_solve(given, parameters + side * nudge, restricted).gradient for side in (1, -1))
        curvature[column] = (up - down) / (2 * nudge[column])
    values, vectors = np.linalg.eigh((curvature + curvature.T) / 2)
    steepness = np.maximum(np.abs(values), 1e-8 * np.abs(values).max())
    along = vectors.T @ here.gradient
    step, promised = -vectors @ (along / steepness), float((along**2 / steepness).sum())
    step /= max(1.0, float(np.abs(step).max()) / 2)
    for part in (1.0, 0.3, 0.1, 0.03, 0.01, 0.001):
        after = parameters + part * step
        if _solve(given, after, restricted).value <= here.value + 1e-12 * given.people:
            return after, promised
    return parameters, promised


def _turned_back(
    given: Sums,
    parameters: FloatArray,
    triangles: list[FloatArray],
    first: list[FloatArray],
    scale: FloatArray,
    restricted: bool,
) -> Optimum:
    """To the columns and units of the caller; `first` holds the coefficients of least squares."""
    solved = _solve(given, parameters, restricted)
    units = np.repeat(scale, given.columns)
    back = np.linalg.inv(linalg.block_diag(*triangles))
    c, f = _factors(parameters)
    value, seen = solved.value + 2 * given.people * float(np.log(scale).sum()), 2 * given.people
    if restricted:
        value += 2 * float(sum(np.log(np.abs(np.diag(r))).sum() for r in triangles) - np.log(units).sum())
        seen -= given.fixed
    return Optimum(
        back @ (units * solved.beta + np.concatenate(first) / given.people),
        back @ (solved.covariance * np.outer(units, units)) @ back.T,
        (f @ f.T) * np.outer(scale, scale),
        (c @ c.T) * np.outer(scale, scale),
        -float(value + seen * np.log(2 * np.pi)) / 2,
    )

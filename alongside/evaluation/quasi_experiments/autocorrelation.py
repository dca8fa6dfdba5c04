"""A straight-line model of a series whose errors follow one another: AR(1) by restricted maximum likelihood."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import optimize

from alongside.evaluation.errors import NotConverged, NotEstimable
from alongside.evaluation.inference import Coefficient, Coefficients
from alongside.evaluation.inputs import FloatArray, full_rank

# Where the likelihood still rises towards 1 the errors are a random walk; this is as near to it as we go.
LIMIT = 0.9999
AT_LIMIT = 0.999


@dataclass(frozen=True)
class SeriesFit:
    """Coefficients of a series, any combination of which can be tested.

    `information` is that of the residual variance and the autocorrelation; `slope_of_covariance` is the derivative of
    the coefficients' covariance by the autocorrelation. Both are empty for fits without one.
    """

    method: str
    names: tuple[str, ...]
    estimates: FloatArray = field(repr=False)
    covariance: FloatArray = field(repr=False)
    residual_df: float
    residual_variance: float = 0.0
    information: FloatArray | None = field(default=None, repr=False)
    slope_of_covariance: FloatArray | None = field(default=None, repr=False)

    def contrast(self, weights: FloatArray, name: str) -> Coefficient:
        """A weighted sum of the coefficients, shape (p,), with its own degrees of freedom."""
        variance = float(weights @ self.covariance @ weights)
        return Coefficient(name, float(weights @ self.estimates), float(np.sqrt(variance)), self._df(weights, variance))

    @property
    def coefficients(self) -> Coefficients:
        """All of them, one by one."""
        unit = np.eye(len(self.names))
        rows = tuple(self.contrast(row, name) for row, name in zip(unit, self.names, strict=True))
        return Coefficients(self.method, rows)

    def _df(self, weights: FloatArray, variance: float) -> float:
        """Satterthwaite, from the expected information; never more than an ordinary regression would have."""
        if self.information is None or self.slope_of_covariance is None:
            return self.residual_df
        gradient = np.array([variance / self.residual_variance, weights @ self.slope_of_covariance @ weights])
        spread = float(gradient @ np.linalg.solve(self.information, gradient))
        return min(self.residual_df, 2 * variance**2 / spread)


def reml(y: FloatArray, x: FloatArray, time: FloatArray, names: Sequence[str]) -> tuple[SeriesFit, float]:
    """The fit, and the autocorrelation between points one unit of time apart.

    Parameters
    ----------
    y, x, time
        Shapes (n,), (n, p), (n,): whole numbers that rise; gaps are allowed.

    Raises
    ------
    NotEstimable
        Fewer than three points more than coefficients.
    NotConverged
        The likelihood has no top that could be found.

    References
    ----------
    Restricted likelihood: Patterson HD, Thompson R (1971). Biometrika 58:545-554.
    For interrupted series: Turner SL et al. (2021). BMC Medical Research Methodology 21:181.
    Degrees of freedom: Satterthwaite FE (1946). Biometrics Bulletin 2:110-114.
    """
    freedom = len(y) - x.shape[1]
    if freedom < 3:
        raise NotEstimable(f"{len(y)} points are too few for {x.shape[1]} coefficients and an autocorrelation.")
    # Only what least squares leaves over is fitted, so that a high level costs no digits.
    least = np.linalg.lstsq(x, y, rcond=None)[0]
    left = y - x @ least
    rho = _best_correlation(left, x, time)
    root, more, rest = _whitened_fit(left, x, time, rho)
    variance = rest / freedom
    # At the limit only the variance of the steps is known, as in a regression: the degrees of freedom are its.
    information, slope = (None, None) if abs(rho) > AT_LIMIT else _curvature(x, time, rho, variance)
    fit = SeriesFit(
        "Restricted maximum likelihood with first-order autocorrelation, Satterthwaite degrees of freedom",
        tuple(names),
        least + more,
        variance * root @ root.T,
        float(freedom),
        variance,
        information,
        slope,
    )
    return fit, rho


def ordinary(y: FloatArray, x: FloatArray, names: Sequence[str]) -> SeriesFit:
    """Least squares as if the points were independent."""
    full_rank(x, names)
    bread = np.linalg.inv(x.T @ x)
    estimates = bread @ (x.T @ y)
    freedom = len(y) - x.shape[1]
    if freedom < 1:
        raise NotEstimable(f"{len(y)} points are too few for {x.shape[1]} coefficients.")
    rest = float(np.sum((y - x @ estimates) ** 2))
    if rest <= 1e-20 * max(1.0, float(y @ y)):
        raise NotEstimable("The points lie exactly on the fitted lines: there is no spread to judge a change by.")
    return SeriesFit(
        "Ordinary least squares", tuple(names), estimates, bread * rest / freedom, float(freedom), rest / freedom
    )


def newey_west(y: FloatArray, x: FloatArray, time: FloatArray, names: Sequence[str]) -> SeriesFit:
    """Least squares with standard errors that allow for autocorrelation up to a lag of 4(n/100)^(2/9).

    Weights fall in a straight line with the lag, and n/(n − p) corrects for the coefficients fitted.

    Raises
    ------
    NotEstimable
        A side of the series lies exactly on its line, so that a variance comes out as nothing.

    References
    ----------
    Newey WK, West KD (1987). Econometrica 55:703-708; lag: (1994) Review of Economic Studies 61:631-653.
    """
    fit = ordinary(y, x, names)
    bread = np.linalg.inv(x.T @ x)
    scores = x * (y - x @ fit.estimates)[:, np.newaxis]
    weights = np.maximum(0.0, 1 - np.abs(np.subtract.outer(time, time)) / (newey_west_lag(len(y)) + 1))
    covariance = bread @ (scores.T @ weights @ scores) @ bread * len(y) / fit.residual_df
    if (np.diag(covariance) <= 1e-9 * np.diag(fit.covariance)).any():
        raise NotEstimable(
            "A side of the series lies exactly on its line: Newey-West standard errors come out as nothing."
        )
    return SeriesFit("Newey-West", tuple(names), fit.estimates, covariance, fit.residual_df)


def newey_west_lag(points: int) -> int:
    """The lag for so many points, at least 1."""
    return max(1, int(4 * (points / 100) ** (2 / 9)))


def durbin_watson(residuals: FloatArray, time: FloatArray) -> float:
    """Near 2 without autocorrelation, lower with positive; only points one unit of time apart are compared."""
    steps = np.diff(residuals)[np.diff(time) == 1]
    return float(np.sum(steps**2) / np.sum(residuals**2))


def autocorrelations(residuals: FloatArray, time: FloatArray, lags: int) -> tuple[float, ...]:
    """At lags 1, 2, …: the sum of products so far apart over the sum of squares."""
    apart = np.subtract.outer(time, time)
    products = np.outer(residuals, residuals)
    return tuple(float(products[apart == lag].sum() / np.sum(residuals**2)) for lag in range(1, lags + 1))


def whiten(values: FloatArray, time: FloatArray, rho: float) -> FloatArray:
    """Each point less what the one before it foretells, in units of what is left: uncorrelated if the model holds."""
    table = values.reshape(len(values), -1)
    carried = rho ** np.diff(time)[:, np.newaxis]
    rest = (table[1:] - carried * table[:-1]) / np.sqrt(1 - carried**2)
    return np.concatenate([table[:1], rest]).reshape(values.shape)


def _best_correlation(y: FloatArray, x: FloatArray, time: FloatArray) -> float:
    """The highest point of the restricted likelihood: a grid first, for it may have two hills."""
    grid = np.linspace(-LIMIT, LIMIT, 67)
    heights = [_deviance(rho, y, x, time) for rho in grid]
    best = int(np.argmin(heights))
    around = (grid[max(0, best - 1)], grid[min(len(grid) - 1, best + 1)])
    found = optimize.minimize_scalar(
        _deviance, bounds=around, args=(y, x, time), method="bounded", options={"xatol": 1e-11}
    )
    if not found.success:
        raise NotConverged("The restricted likelihood of the autocorrelation has no top that could be found.")
    return float(found.x)


def _deviance(rho: float, y: FloatArray, x: FloatArray, time: FloatArray) -> float:
    """Minus twice the restricted log likelihood, but for a constant, at the best variance for this correlation."""
    root, _, rest = _whitened_fit(y, x, time, rho)
    steps = np.log1p(-(rho ** (2 * np.diff(time))))
    logdet = -2 * np.log(np.abs(np.diag(root)))
    return float((len(y) - x.shape[1]) * np.log(rest) + steps.sum() + logdet.sum())


def _whitened_fit(y: FloatArray, x: FloatArray, time: FloatArray, rho: float) -> tuple[FloatArray, FloatArray, float]:
    """A triangular root of the inverse of X'R⁻¹X, the estimates, and the residual sum of squares in the metric of R."""
    white, target = whiten(x, time, rho), whiten(y, time, rho)
    q, r = np.linalg.qr(white)
    root = np.linalg.inv(r)
    estimates = root @ (q.T @ target)
    return root, estimates, float(np.sum((target - white @ estimates) ** 2))


def _curvature(x: FloatArray, time: FloatArray, rho: float, variance: float) -> tuple[FloatArray, FloatArray]:
    """Expected information of (variance, correlation), and how the covariance of the estimates moves with the latter.

    With V = σ²R and P = V⁻¹ − V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹, the information is ½ tr(P V̇ᵢ P V̇ⱼ).
    """
    apart = np.abs(np.subtract.outer(time, time))
    correlation = rho**apart
    moving = variance * apart * rho ** np.maximum(apart - 1, 0)
    inverse = np.linalg.inv(variance * correlation)
    weighted = inverse @ x
    covariance = np.linalg.inv(x.T @ weighted)
    projection = inverse - weighted @ covariance @ weighted.T
    by_variance, by_correlation = projection @ correlation, projection @ moving
    cross = np.sum(by_variance * by_correlation.T)
    information = 0.5 * np.array(
        [
            [np.sum(by_variance * by_variance.T), cross],
            [cross, np.sum(by_correlation * by_correlation.T)],
        ]
    )
    return information, covariance @ weighted.T @ moving @ weighted @ covariance

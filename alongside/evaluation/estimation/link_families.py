"""Maximum likelihood with the canonical link, for people taken as independent, and whether a maximum exists at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg, optimize, special

from alongside.evaluation.errors import NotConverged, NotEstimable
from alongside.evaluation.inputs import FloatArray

MAX_STEPS = 50
# A fitted value beyond this on the scale of the link is on its way to infinity.
FAR = 500.0

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Family:
    """A distribution with its canonical link, for which the derivative of the mean is the variance."""

    name: str
    link: str
    mean: Callable[[FloatArray], FloatArray]
    variance: Callable[[FloatArray], FloatArray]  # of the linear predictor, at scale 1
    cumulant: Callable[[FloatArray], FloatArray]  # the log-likelihood is y eta - cumulant(eta), but for terms in y
    first_mean: Callable[[FloatArray], FloatArray]  # of y, a start inside the range of the link
    link_of: Callable[[FloatArray], FloatArray]

    @property
    def constant_variance(self) -> bool:
        return self.link == "identity"


GAUSSIAN = Family(
    name="gaussian",
    link="identity",
    mean=lambda eta: eta,
    variance=np.ones_like,
    cumulant=lambda eta: eta**2 / 2,
    first_mean=lambda y: y,
    link_of=lambda mean: mean,
)
BINOMIAL = Family(
    name="binomial",
    link="logit",
    mean=special.expit,
    variance=lambda eta: special.expit(eta) * special.expit(-eta),
    cumulant=lambda eta: np.logaddexp(0.0, eta),
    first_mean=lambda y: (y + 0.5) / 2,
    link_of=special.logit,
)
POISSON = Family(
    name="poisson",
    link="log",
    mean=np.exp,
    variance=np.exp,
    cumulant=np.exp,
    first_mean=lambda y: y + 0.1,
    link_of=np.log,
)


@dataclass(frozen=True)
class Fit:
    """Where the log-likelihood is highest."""

    beta: FloatArray
    eta: FloatArray
    covariance: FloatArray  # the inverse of the information, at scale 1
    steps: int


@dataclass(frozen=True)
class _Point:
    """The log-likelihood about one value of beta."""

    beta: FloatArray
    eta: FloatArray
    log_likelihood: float
    information: FloatArray
    step: FloatArray  # Newton's
    decrement: float  # score' information^-1 score

    @property
    def is_the_end(self) -> bool:
        """Less than 1e-10 of a standard error to go, and Newton's method doubles the digits at each step."""
        return self.decrement < 1e-20


def maximum(y: FloatArray, x: FloatArray, family: Family, names: Sequence[str]) -> Fit:
    """Newton's method, which for a canonical link is iteratively reweighted least squares.

    Raises
    ------
    NotEstimable
        Separation: some combination of the columns tells outcomes apart, so that coefficients grow without end.
    NotConverged
        No maximum after 50 steps, though one exists.
    """
    # Orthogonal columns keep the information well conditioned, whatever the units and wherever their nought is.
    q, r = np.linalg.qr(x)
    back = np.linalg.inv(r)
    if family.constant_variance:
        # Least squares needs no steps, and has no likelihood without a scale to tell when they end.
        return Fit(back @ (q.T @ y), q @ (q.T @ y), back @ back.T, 1)
    point, steps = _climb(y, q, family)
    if point is None or not _proves_a_maximum(y, point, family):
        refuse_separation(y, x, family, names)
    if point is None:
        raise NotConverged(
            f"The {family.link} regression did not converge in {MAX_STEPS} steps: x all but separates y."
        )
    return Fit(back @ point.beta, point.eta, back @ np.linalg.inv(point.information) @ back.T, steps)


def refuse_separation(y: FloatArray, x: FloatArray, family: Family, names: Sequence[str]) -> None:
    """Raise if no finite coefficients are the most likely ones, as linear programming tells exactly.

    Raises
    ------
    NotEstimable
        Names the columns that take part.

    References
    ----------
    Albert A, Anderson JA. On the existence of maximum likelihood estimates in logistic regression models. Biometrika
    1984; 71: 1-10.
    Konis K. Linear programming algorithms for detecting separated data in binary logistic regression models. DPhil
    thesis, University of Oxford, 2007.
    """
    direction = _separating_direction(y, x, family)
    if direction is None:
        return
    size = np.abs(direction) * np.abs(x).max(axis=0)
    taking_part = (size > 1e-6 * size.max()) & (np.ptp(x, axis=0) > 0)
    guilty = [name for name, part in zip(names, taking_part, strict=True) if part]
    raise NotEstimable(
        f"The outcome is told apart by {', '.join(guilty) or 'the columns of x'}: somewhere everybody, or nobody, "
        "has it (separation). No finite estimate exists; leave out or merge those columns."
    )


def _climb(y: FloatArray, x: FloatArray, family: Family) -> tuple[_Point | None, int]:
    """The maximum and the steps it took; no point if none was reached."""
    point = _point(y, x, family, _first_beta(y, x, family))
    for step in range(1, MAX_STEPS + 1):
        if point is None or point.is_the_end:
            return point, step
        point = _next(y, x, family, point)
    return None, MAX_STEPS


def _first_beta(y: FloatArray, x: FloatArray, family: Family) -> FloatArray:
    """Weighted least squares of the link of the outcomes, drawn a little way in from the ends of their range."""
    mean = family.first_mean(y)
    eta = family.link_of(mean)
    weight = np.sqrt(family.variance(eta))
    beta: FloatArray = np.linalg.lstsq(x * weight[:, None], weight * eta + (y - mean) / weight, rcond=None)[0]
    return beta


def _point(y: FloatArray, x: FloatArray, family: Family, beta: FloatArray) -> _Point | None:
    eta = x @ beta
    if float(np.abs(eta).max()) > FAR:
        return None
    score = x.T @ (y - family.mean(eta))
    information = x.T @ (x * family.variance(eta)[:, None])
    try:
        step = linalg.cho_solve(linalg.cho_factor(information), score)
    except linalg.LinAlgError:
        return None
    log_likelihood = float(y @ eta - family.cumulant(eta).sum())
    return _Point(beta, eta, log_likelihood, information, step, float(score @ step))


def _next(y: FloatArray, x: FloatArray, family: Family, point: _Point) -> _Point | None:
    """A whole Newton step, or a half, a quarter … until the log-likelihood does not fall."""
    lowest = point.log_likelihood - 1e-9 * (1 + abs(point.log_likelihood))
    for halvings in range(30):
        found = _point(y, x, family, point.beta + point.step / 2**halvings)
        if found is not None and found.log_likelihood >= lowest:
            return found
    return None


def _proves_a_maximum(y: FloatArray, point: _Point, family: Family) -> bool:
    """Whether the end of the climb is by itself a proof that there is no separation, so that none need be looked for.

    Suppose a direction z separates, and let a = |x z| ≥ 0, greatest in row m. With d the distance of each fitted mean
    from the outcome (of a row with a > 0), score'z = Σ a d and z'information z ≤ Σ a² d. By Cauchy and Schwarz the
    Newton decrement is then at least (Σ a d)² / Σ a² d ≥ Σ a d / a_m ≥ d_m. At the end it is below 1e-20, so a least d
    well above that, where rounding has not spoilt the information either, rules z out.
    """
    if family is BINOMIAL:
        distances = special.expit(np.where(y > 0, -point.eta, point.eta))
    else:
        distances = np.exp(point.eta[y == 0])
    return distances.size == 0 or float(distances.min()) > 1e-9


def _separating_direction(y: FloatArray, x: FloatArray, family: Family) -> FloatArray | None:
    """A direction along which the likelihood never falls, or None.

    Such directions are a cone, so the longest in the box |z_j| ≤ 1 touches the box, or is zero: nothing in between. The
    box is about orthogonal columns with entries of about 1, by which the solver's tolerance is small.
    """
    q, r = np.linalg.qr(x)
    scaled = q * np.sqrt(len(x))
    towards = scaled * np.where(y > 0, 1.0, -1.0)[:, None]
    free = np.ones(len(y), dtype=bool) if family is BINOMIAL else y == 0
    # A count above nought has a likelihood that falls both ways, so its fitted value must stay.
    still = scaled[~free]
    found = optimize.linprog(
        -towards[free].sum(axis=0),
        A_ub=-towards[free],
        b_ub=np.zeros(int(free.sum())),
        A_eq=still if len(still) else None,
        b_eq=np.zeros(len(still)) if len(still) else None,
        bounds=(-1, 1),
        method="highs",
    )
    if not found.success:
        raise NotConverged("The search for separation did not end.")
    direction: FloatArray = linalg.solve_triangular(r, found.x)
    return direction if float(np.abs(found.x).max()) > 0.5 else None

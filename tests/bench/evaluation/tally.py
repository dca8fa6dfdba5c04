"""What a method did in so many simulated trials: counts and sums, from which all the rest follows."""

from dataclasses import astuple, dataclass, replace
from math import exp, inf, isfinite, log, nan, sqrt

from alongside.evaluation.errors import EvaluationError
from tests.bench.evaluation.cells import PART, Cell
from tests.bench.evaluation.methods import METHODS, Found, Method
from tests.bench.evaluation.simulated import Trial, simulated

Share = tuple[float, float]  # with its Monte Carlo standard error


@dataclass(frozen=True)
class Tally:
    """Errors are estimates less the truth; widths are of 95% intervals with two ends.

    `at_zero` counts the trials whose mixed model has no variance between clusters, whichever method is tallied.
    """

    replications: int = 0
    failed: int = 0
    flagged: int = 0
    rejected: int = 0
    at_zero: int = 0
    rejected_at_zero: int = 0
    covered: int = 0
    unbounded: int = 0
    errors: float = 0.0
    squares: float = 0.0
    widths: float = 0.0
    log_widths: float = 0.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))

    @property
    def fitted(self) -> int:
        return self.replications - self.failed

    @property
    def rejection(self) -> Share:
        """Of fitted trials, those with p below 0.05."""
        return _share(self.rejected, self.fitted)

    @property
    def rejection_at_zero(self) -> Share:
        return _share(self.rejected_at_zero, self.at_zero)

    @property
    def rejection_elsewhere(self) -> Share:
        return _share(self.rejected - self.rejected_at_zero, self.fitted - self.at_zero)

    @property
    def coverage(self) -> Share:
        return _share(self.covered, self.fitted)

    @property
    def bias(self) -> Share:
        if self.fitted < 2:
            return nan, nan
        mean = self.errors / self.fitted
        return mean, sqrt((self.squares / self.fitted - mean**2) / (self.fitted - 1))

    @property
    def width(self) -> float:
        """The geometric mean, which one absurd interval does not spoil; infinite if half of them have no end."""
        bounded = self.fitted - self.unbounded
        return exp(self.log_widths / bounded) if bounded > self.unbounded else inf

    @property
    def failure(self) -> Share:
        return _share(self.failed, self.replications)

    @property
    def flag(self) -> Share:
        return _share(self.flagged, self.fitted)


def tallies(cell: Cell, first: int, after: int) -> dict[str, Tally]:
    """Each method's of these replications; slow methods take part in the first few hundred."""
    found = {method.name: Tally() for method in METHODS[cell.outcome]}
    for replication in range(first, after):
        trial = simulated(cell, replication)
        for method in METHODS[cell.outcome]:
            if replication < PART or not method.slow:
                found[method.name] += _one(trial, method, cell.truth(method.target), f"{cell}, {replication}")
    return found


def _one(trial: Trial, method: Method, truth: float, where: str) -> Tally:
    try:
        found = method.of(trial)
    except EvaluationError:
        return Tally(replications=1, failed=1)
    except Exception as problem:
        problem.add_note(f"{method.name}: {where}")  # not foreseen: whoever mends it wants the same trial again
        raise
    return _counted(found, truth, bool(trial.mixed.zero_variances))


def _counted(found: Found, truth: float, at_zero: bool) -> Tally:
    effect, flagged = found
    interval, error, rejected = effect.interval(), effect.estimate - truth, effect.p_value < 0.05
    seen = Tally(
        replications=1,
        flagged=int(flagged),
        rejected=int(rejected),
        at_zero=int(at_zero),
        rejected_at_zero=int(rejected and at_zero),
        covered=int(interval.low <= truth <= interval.high),
        errors=error,
        squares=error**2,
    )
    width = interval.high - interval.low
    if not isfinite(width):
        return replace(seen, unbounded=1)
    return replace(seen, widths=width, log_widths=log(width))


def _share(some: int, of: int) -> Share:
    if not of:
        return nan, nan
    share = some / of
    return share, sqrt(share * (1 - share) / of)

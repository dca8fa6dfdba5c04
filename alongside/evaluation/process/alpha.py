"""Krippendorff's alpha: how far coders agree beyond chance, for any number of coders, with codes missing."""

from dataclasses import dataclass, field
from functools import partial
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inference import Interval
from alongside.evaluation.inputs import FloatArray, IntArray, probability
from alongside.evaluation.wording import confidence_interval, counted, number, percent

Level = Literal["nominal", "ordinal", "interval", "ratio"]

# Beyond this share of resamples without an alpha, percentiles of the others would describe other data than these.
UNDEFINED_AT_MOST = 0.05
# Numbers held at once while resampling.
CHUNK = 4_000_000


@dataclass(frozen=True)
class Alpha:
    """Alpha = 1 − observed / expected disagreement, with its bootstrap over units.

    `values` is the number of codes in units coded at least twice, the only ones that can be compared.
    """

    estimate: float
    level: Level
    units: int
    values: int
    observed: float
    expected: float
    seed: int
    replicates: FloatArray = field(repr=False)
    notes: tuple[str, ...] = ()

    def interval(self, level: float = 0.95) -> Interval:
        """Percentiles of alpha over resampled units.

        Raises
        ------
        NotEstimable
            No resampling was asked for, there was no disagreement to resample, or too many resamples held one value
            only and have no alpha.
        """
        probability(level, "level")
        low, high = np.quantile(self._usable(), [(1 - level) / 2, (1 + level) / 2])
        return Interval(float(low), float(high), level)

    def share_below(self, required: float) -> float:
        """The share of resamples in which alpha falls short of what is required, such as 0.667 or 0.8."""
        return float((self._usable() < required).mean())

    def words(self, level: float = 0.95) -> str:
        """`0.74 (95% confidence interval 0.60 to 0.86)`."""
        hundredths = partial(number, decimals=2)
        try:
            return f"{hundredths(self.estimate)} ({confidence_interval(self.interval(level), hundredths)})"
        except NotEstimable:
            return f"{hundredths(self.estimate)} (no interval)"

    def describe(self) -> str:
        """A paragraph that says what was compared and how well it agreed."""
        said = (
            f"Krippendorff's alpha ({self.level}) was {self.words()} over {counted(self.units, 'unit')} with "
            f"{self.values} codes to compare. One is perfect agreement; nought is what chance alone would give."
        )
        return " ".join((said, *self.notes))

    def _usable(self) -> FloatArray:
        if self.replicates.size == 0:
            raise NotEstimable("Nothing was resampled: ask for replicates to have an interval.")
        if self.observed < 1e-12 * self.expected:
            raise NotEstimable("No disagreement was seen, so resampling cannot show how much there might have been.")
        there = self.replicates[np.isfinite(self.replicates)]
        missing = 1 - there.size / self.replicates.size
        if missing > UNDEFINED_AT_MOST:
            raise NotEstimable(
                f"In {percent(missing)} of the resamples everybody gave the same code, and alpha is not defined. "
                "The code is too rare, or there are too few units, for an interval."
            )
        return there


@dataclass(frozen=True)
class Patterns:
    """Units that were coded alike, counted: how often each value was given (patterns, values), and how many units."""

    counts: FloatArray
    units: IntArray
    values: FloatArray
    labels: tuple[str, ...]


def krippendorff_alpha(codes: npt.ArrayLike, *, level: Level, seed: int, replicates: int = 10_000) -> Alpha:
    """Agreement of coders beyond chance, with an interval by resampling units.

    Parameters
    ----------
    codes
        Shape (units, coders). Missing codes are NaN, None or empty. Labels will do where `level` is nominal.
    level
        How far apart two values are: `nominal`, different or not; `ordinal`, by the values given between them;
        `interval`, their difference; `ratio`, their difference over their sum, for values of 0 or more.
    seed
        Of the resampling. The same seed gives the same interval.
    replicates
        Number of resamples; 0 for none.

    Raises
    ------
    BadInput
        Not two-dimensional, labels where numbers are needed, negative ratios, an unknown level.
    NotEstimable
        No unit was coded twice, or all codes are the same, so that nothing is expected to disagree.

    Notes
    -----
    Whole units are drawn with replacement, and observed and expected disagreement are both computed anew. The
    algorithm of Krippendorff and of the KALPHA macro instead draws pairs of values and keeps the expected disagreement
    fixed; its intervals are too narrow (Zapf et al. 2016). Units coded alike are drawn together, by one multinomial.

    References
    ----------
    Krippendorff K (2011) Computing Krippendorff's alpha-reliability, University of Pennsylvania (the differences of
    the four levels, and missing codes). Hayes AF, Krippendorff K (2007) Communication Methods and Measures 1:77-89.
    Zapf A et al. (2016) BMC Medical Research Methodology 16:93 (the bootstrap over units).
    """
    if level not in get_args(Level):
        raise BadInput(f"level is {level}; it must be one of {', '.join(get_args(Level))}.")
    if replicates < 0:
        raise BadInput("replicates must be 0 or more.")
    found = patterns(table(codes, nominal=level == "nominal"), level=level)
    within, between = _disagreement(found, level, found.units[np.newaxis].astype(float))
    observed, expected = float(within[0]), float(between[0])
    if len(found.values) == 1:
        raise NotEstimable(
            f"Every code given is {found.labels[0]}: with no variety, agreement beyond chance is not defined."
        )
    drawn = _resampled(found, level, replicates, seed, least=1e-12 * expected)
    return Alpha(
        1 - observed / expected,
        level,
        int(found.units.sum()),
        int(found.units @ found.counts.sum(1)),
        observed,
        expected,
        seed,
        drawn,
        _notes(drawn),
    )


def table(codes: npt.ArrayLike, *, nominal: bool) -> npt.NDArray[np.generic]:
    """Codes of units by coders as an array of numbers with NaN, or of labels with None.

    Raises
    ------
    BadInput
        Not two-dimensional, fewer than two coders, no units, or labels where there must be numbers.
    """
    found = np.asarray(codes)
    if found.ndim != 2:
        raise BadInput(f"codes has {found.ndim} dimensions; it must have two: units by coders.")
    if found.shape[0] == 0 or found.shape[1] < 2:
        raise BadInput(
            "There must be a unit at least, and two coders: one row for each unit, one column for each coder."
        )
    try:
        numbers = found.astype(np.float64)
    except (TypeError, ValueError) as problem:
        if not nominal:
            raise BadInput("codes holds something that is not a number; only nominal codes may be labels.") from problem
        return found
    if np.isinf(numbers).any():
        raise BadInput("codes has infinite values.")
    return numbers


def missing(codes: npt.NDArray[np.generic]) -> npt.NDArray[np.bool_]:
    """Where no code was given."""
    if codes.dtype.kind == "f":
        return np.isnan(codes.astype(np.float64))
    return np.array([[_absent(code) for code in row] for row in codes.tolist()])


def patterns(codes: npt.NDArray[np.generic], *, level: Level = "nominal") -> Patterns:
    """How often each value was given in each unit that was coded at least twice.

    Raises
    ------
    BadInput
        Negative values on a ratio scale.
    NotEstimable
        No unit was coded twice.
    """
    there = ~missing(codes)
    there &= (there.sum(1) >= 2)[:, np.newaxis]
    if not there.any():
        raise NotEstimable("No unit was coded by two coders or more, so there is nothing to compare.")
    given = codes[there]
    values, which = np.unique(given if given.dtype.kind == "f" else given.astype(str), return_inverse=True)
    numbers = values.astype(np.float64) if values.dtype.kind == "f" else np.arange(len(values), dtype=np.float64)
    if level == "ratio" and (numbers < 0).any():
        raise BadInput("On a ratio scale no code may be below 0.")
    unit = np.cumsum(there.any(1))[np.nonzero(there)[0]] - 1
    counts = np.bincount(unit * len(values) + which, minlength=(unit[-1] + 1) * len(values))
    alike, units = np.unique(counts.reshape(-1, len(values)), axis=0, return_counts=True)
    return Patterns(alike.astype(np.float64), units.astype(np.int64), numbers, labels_of(values))


def labels_of(codes: npt.NDArray[np.generic]) -> tuple[str, ...]:
    """Codes as words: whole numbers without a point."""
    if codes.dtype.kind != "f":
        return tuple(str(code) for code in codes.tolist())
    return tuple(str(int(code)) if float(code).is_integer() else repr(code) for code in codes.tolist())


def differences(values: FloatArray, level: Level) -> FloatArray:
    """Squared differences between values, shape (values, values); of an ordinal scale, `values` are middle ranks."""
    if level == "nominal":
        return 1 - np.eye(len(values))
    apart = values[:, np.newaxis] - values
    if level == "ratio":
        total = values[:, np.newaxis] + values
        apart = np.divide(apart, total, out=np.zeros_like(apart), where=total > 0)
    squared: FloatArray = apart**2
    return squared


def middle_ranks(totals: FloatArray) -> FloatArray:
    """Of each value, the number of codes below it and half its own, over the last axis.

    The ordinal difference of two values, the codes between them with half of each end, is that of these.
    """
    ranks: FloatArray = np.cumsum(totals, axis=-1) - totals / 2
    return ranks


def _disagreement(found: Patterns, level: Level, units: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Observed and expected disagreement, each of shape (rows,), for units (rows, patterns) of each pattern."""
    totals = units @ found.counts
    size = totals.sum(1)
    if level == "ordinal":
        within, between = _ordinal(found, units, totals)
    else:
        apart = differences(found.values, level)
        coded = found.counts.sum(1)
        # Pairs within a unit, weighted so that a unit counts by its number of codes.
        within = units @ (((found.counts @ apart) * found.counts).sum(1) / (coded - 1))
        between = ((totals @ apart) * totals).sum(1)
    return within / size, between / (size * (size - 1))


def _ordinal(found: Patterns, units: FloatArray, totals: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Sums of squared rank differences; the ranks depend on which units are there, so each row has its own.

    Σ over pairs of (a − b)² is 2 (m Σ a² − (Σ a)²), which spares the coincidences of every resample.
    """
    ranks = middle_ranks(totals)
    # Taken from their mean, or large squares would cancel.
    ranks -= (totals * ranks).sum(1, keepdims=True) / totals.sum(1, keepdims=True)
    coded = found.counts.sum(1)
    squares = ((units * (coded / (coded - 1))) @ found.counts * ranks**2).sum(1)
    sums = (units / (coded - 1) * (ranks @ found.counts.T) ** 2).sum(1)
    between = 2 * totals.sum(1) * (totals * ranks**2).sum(1)
    return 2 * (squares - sums), between


def _resampled(found: Patterns, level: Level, replicates: int, seed: int, *, least: float) -> FloatArray:
    """Alpha of each resample, shape (replicates,); NaN where less than `least` is expected to disagree."""
    random = np.random.Generator(np.random.PCG64(seed))
    total = int(found.units.sum())
    rows = max(1, CHUNK // max(found.counts.shape))
    parts = [np.empty(0)]
    for start in range(0, replicates, rows):
        drawn = random.multinomial(total, found.units / total, size=min(rows, replicates - start))
        observed, expected = _disagreement(found, level, drawn.astype(np.float64))
        ratio = np.divide(observed, expected, out=np.full_like(observed, np.nan), where=expected > least)
        parts.append(1 - ratio)
    return np.concatenate(parts)


def _notes(drawn: FloatArray) -> tuple[str, ...]:
    undefined = int(np.isnan(drawn).sum())
    if not undefined:
        return ()
    return (f"{undefined} of {drawn.size} resamples held one code only and were left out.",)


def _absent(code: object) -> bool:
    return code is None or code != code or code in ("nan", "")

"""What every estimator gives back: coefficients with a reference distribution, and tests of several at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp, inf, isinf, nan

from scipy import stats

from alongside.evaluation.errors import BadInput


@dataclass(frozen=True)
class Interval:
    """A confidence interval."""

    low: float
    high: float
    level: float = 0.95

    def exp(self) -> "Interval":
        """The same on the scale of ratios, for log odds and log ratios."""
        return Interval(exp(self.low), exp(self.high), self.level)


@dataclass(frozen=True)
class Coefficient:
    """One estimate, its standard error, and the degrees of freedom of its t distribution (`inf`: normal)."""

    name: str
    estimate: float
    se: float
    df: float = inf

    @property
    def t(self) -> float:
        return self.estimate / self.se if self.se > 0 else nan

    @property
    def p_value(self) -> float:
        """Two-sided."""
        return (
            float(2 * stats.t.sf(abs(self.t), self.df)) if not isinf(self.df) else float(2 * stats.norm.sf(abs(self.t)))
        )

    def interval(self, level: float = 0.95) -> Interval:
        """Estimate ± t(df) × SE."""
        half = self.se * _quantile(0.5 + level / 2, self.df)
        return Interval(self.estimate - half, self.estimate + half, level)


@dataclass(frozen=True)
class JointTest:
    """An F test of several coefficients being zero together; `scaling` has been applied to `f`."""

    terms: tuple[str, ...]
    f: float
    num_df: float
    den_df: float
    scaling: float = 1.0

    @property
    def p_value(self) -> float:
        return float(stats.f.sf(self.f, self.num_df, self.den_df))


@dataclass(frozen=True)
class Coefficients(Mapping[str, Coefficient]):
    """Coefficients by name, in the order of the columns, and how they were tested."""

    method: str
    rows: tuple[Coefficient, ...]
    notes: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Coefficient:
        for row in self.rows:
            if row.name == name:
                return row
        raise BadInput(f"There is no coefficient {name}; there are {', '.join(self)}.")

    def __iter__(self) -> Iterator[str]:
        return (row.name for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def _quantile(probability: float, df: float) -> float:
    return float(stats.norm.ppf(probability) if isinf(df) else stats.t.ppf(probability, df))

"""Tests by the likelihood of two models, one within the other."""

from dataclasses import dataclass
from math import inf, isinf

from scipy import stats


@dataclass(frozen=True)
class LikelihoodRatio:
    """A test by twice the difference of two log likelihoods.

    Attributes
    ----------
    den_df
        Infinite for the chi-squared test; else statistic / df is taken as F(df, den_df).
    boundary
        Whether a variance is tested against zero. Then the statistic is 0 half the time (Self SG, Liang K-Y, 1987,
        Journal of the American Statistical Association 82:605-610).
    """

    terms: tuple[str, ...]
    statistic: float
    df: int
    den_df: float = inf
    boundary: bool = False

    @property
    def p_value(self) -> float:
        if self.boundary:
            return float(stats.chi2.sf(self.statistic, self.df)) / 2 if self.statistic > 0 else 1.0
        if isinf(self.den_df):
            return float(stats.chi2.sf(self.statistic, self.df))
        return float(stats.f.sf(self.statistic / self.df, self.df, self.den_df))

"""People or clusters measured more than once: before the allocation, after it, or both."""

from dataclasses import dataclass

from alongside.evaluation.errors import BadInput
from alongside.evaluation.wording import counted, number


@dataclass(frozen=True, kw_only=True)
class Visits:
    """How often the outcome is measured, and how alike two measurements are.

    Parameters
    ----------
    follow_ups
        Measurements after the allocation, averaged.
    baselines
        Measurements before it, adjusted for as a covariate (analysis of covariance).
    cac
        Cluster autocorrelation: correlation of a cluster's true means at two visits.
    iac
        Individual autocorrelation: correlation of a person's own deviation at two visits; 0 if other people are
        measured each time. If only some stay, their share times the correlation of those who do.

    References
    ----------
    Teerenstra, Eldridge, Graff, de Hoop, Borm (2012), Statistics in Medicine 31, 2169-2178: one baseline.
    Frison, Pocock (1992), Statistics in Medicine 11, 1685-1704: several visits, people independent.
    Hooper, Teerenstra, de Hoop, Eldridge (2016), Statistics in Medicine 35, 4718-4728: several visits, clusters.
    """

    follow_ups: int = 1
    baselines: int = 0
    cac: float = 1.0
    iac: float = 0.0

    def __post_init__(self) -> None:
        if self.follow_ups < 1 or self.follow_ups != int(self.follow_ups):
            raise BadInput(f"follow_ups is {self.follow_ups}; it must be a whole number from 1 on.")
        if self.baselines < 0 or self.baselines != int(self.baselines):
            raise BadInput(f"baselines is {self.baselines}; it must be a whole number from 0 on.")
        share(self.cac, "cac")
        share(self.iac, "iac", below_one=True)

    @property
    def repeated(self) -> bool:
        """Whether there is more than one measurement."""
        return self.follow_ups + self.baselines > 1

    def correlation(self, icc: float, size: float) -> float:
        """Between the means of a cluster of this size at two visits.

        For sizes that vary, `size` is the mean size times (1 + CV²): the correlation of means weighted by size.
        """
        between, within = icc * size, 1 - icc
        return (between * self.cac + within * self.iac) / (between + within)

    def factor(self, correlation: float) -> float:
        """Variance of the difference, as a share of what one follow-up alone would give.

        (1 + (f - 1)r)/f - b r²/(1 + (b - 1)r) for f follow-ups, b baselines and correlation r of cluster means.
        """
        f, b, r = self.follow_ups, self.baselines, correlation
        return (1 + (f - 1) * r) / f - (b * r**2 / (1 + (b - 1) * r) if b else 0.0)

    def describe(self) -> str:
        """Empty if there is one follow-up and no baseline."""
        if not self.repeated:
            return ""
        after = counted(self.follow_ups, "follow-up") + (" (averaged)" if self.follow_ups > 1 else "")
        before = f" and {counted(self.baselines, 'baseline')} (adjusted for)" if self.baselines else ""
        alike = f"cluster autocorrelation {number(self.cac)} and individual autocorrelation {number(self.iac)}"
        return f"The outcome is measured at {after}{before}, with {alike}."


def share(value: float, name: str, *, below_one: bool = False) -> None:
    """Raise unless the value lies from 0 to 1, or below 1."""
    if not (0 <= value < 1 or (value == 1 and not below_one)):
        top = "1, and less than 1" if below_one else "1"
        raise BadInput(f"{name} is {value}; it must lie from 0 to {top}.")

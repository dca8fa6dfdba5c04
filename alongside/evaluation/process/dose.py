"""Dose received: how many of the planned sessions people came to."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import groups
from alongside.evaluation.process.clustered import Mean, Share, clustered_mean, clustered_share, whole
from alongside.evaluation.process.disclosure import showable
from alongside.evaluation.wording import counted


@dataclass(frozen=True)
class Dose:
    """Sessions attended. `distribution` counts the people who came to 0, 1, … `planned` sessions; empty if withheld."""

    planned: int
    enough: int
    mean: Mean | None
    had_enough: Share | None
    distribution: tuple[int, ...]
    notes: tuple[str, ...] = ()

    def published(self, *, threshold: int) -> "Dose":
        """The same without small numbers.

        The distribution is withheld if any number in it is small; with it the share who had enough, if that or the rest
        is small; and the mean, if few came at all or few missed anything, for it would tell how many. Nothing is shown
        of fewer people than the threshold.
        """
        people = self.mean.people if self.mean else 0
        if people < threshold:
            return Dose(self.planned, self.enough, None, None, (), ("The numbers are too small to be published.",))
        if self.distribution and showable(self.distribution, threshold=threshold):
            return self
        had = self.had_enough
        shown = had if had and showable([had.count, had.total - had.count], threshold=threshold) else None
        mean = None if self._telling(threshold) else self.mean
        note = f"Numbers below {threshold} are not shown, nor what would give them away."
        return Dose(self.planned, self.enough, mean, shown, (), (note,))

    def _telling(self, threshold: int) -> bool:
        """Whether few came at all, or few missed anything."""
        never, all_of_it, everybody = self.distribution[:1], self.distribution[-1:], sum(self.distribution)
        return bool(self.distribution) and not showable(
            [everybody - sum(never), everybody - sum(all_of_it)], threshold=threshold
        )

    def describe(self) -> str:
        """A paragraph: the mean dose and how many had enough."""
        parts = [
            f"{counted(self.planned, 'session')} {'was' if self.planned == 1 else 'were'} planned for each person."
        ]
        if self.mean:
            parts.append(f"The mean number attended was {self.mean.words()}.")
        if self.had_enough:
            parts.append(f"{self.had_enough.words()} came to {self.enough} or more.")
        return " ".join((*parts, *self.notes))


def summarise_dose(attended: npt.ArrayLike, *, planned: int, site: npt.ArrayLike, enough: int | None = None) -> Dose:
    """How many of the planned sessions people came to, with sites as clusters.

    Parameters
    ----------
    attended
        Shape (people,), from 0 to `planned`: everybody to whom the sessions were open, those who never came too.
    enough
        The fewest sessions that count as the intended dose; all of them, if not given.

    Raises
    ------
    BadInput
        Not counts, more than were planned, or an `enough` that is not from 1 to `planned`.

    References
    ----------
    Means and shares over sites as for `clustered_mean` and `clustered_share`.
    """
    came = whole(attended, "attended")
    codes, _ = groups(site, "site", length=len(came))
    if planned < 1 or (came > planned).any():
        raise BadInput(f"planned is {planned}; it must be 1 or more, and nobody can have come more often.")
    needed = planned if enough is None else enough
    if not 1 <= needed <= planned:
        raise BadInput(f"enough is {needed}; it must lie between 1 and the {planned} planned.")
    return Dose(
        planned,
        needed,
        clustered_mean(came, cluster=codes),
        clustered_share(came >= needed, np.ones(len(came)), cluster=codes),
        tuple(np.bincount(came.astype(int), minlength=planned + 1).tolist()),
    )

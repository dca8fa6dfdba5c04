"""Small numbers in what is published: small groups are shown together, so that nothing can be had by subtraction."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray, matrix


@dataclass(frozen=True)
class Pooling:
    """Which groups to show together. `publishable` is False where even all of them together are too few."""

    together: tuple[bool, ...]
    publishable: bool

    @property
    def note(self) -> str:
        """What a reader should be told."""
        if not self.publishable:
            return "The numbers are too small to be published."
        if all(self.together):
            return "Some groups are small, so only the total is shown."
        if any(self.together):
            return f"{sum(self.together)} groups, small ones among them, are shown together."
        return ""


def pool_small_groups(
    counts: npt.ArrayLike, *, threshold: int, hide_zeros: bool = False, insiders: bool = True
) -> Pooling:
    """Choose the groups to show together so that no count below the threshold is shown or can be worked out.

    A group is small if any of its counts is above 0 and below the threshold. Small groups are put together; the
    smallest of the others joins them until the counts of those together are not small either. A published total then
    gives nothing away, for what is left over after subtraction is the row that is shown.

    Parameters
    ----------
    counts
        Shape (groups, cells): people of each group in cells that do not overlap, such as those who took part and those
        who did not. A difference of two published numbers must be a cell too.
    threshold
        The smallest count that may be shown; 1 lets everything through. The rule is the data controller's to give.
    hide_zeros
        Whether a 0 counts as small. It tells that nobody did, which some rules forbid.
    insiders
        Whether a group may know its own numbers, as a site does. Then those together must not be small even after any
        one of them is taken away.

    Raises
    ------
    BadInput
        Not counts, or a threshold below 1.

    Notes
    -----
    Where only all groups together would do, their total is publishable if it is not small itself, nor is what any one
    of them knows of the rest. The groups are one way of dividing people: where several overlapping tables are
    published, each is safe by itself only.
    """
    cells = _checked(counts, threshold)
    together = np.any(_small(cells, threshold, hide_zeros), axis=1)
    if not together.any():
        return Pooling(tuple(together.tolist()), publishable=True)
    sizes = cells.sum(1)
    while not together.all() and not _safe(cells[together], threshold, hide_zeros, insiders):
        together[np.argmin(np.where(together, np.inf, sizes))] = True
    publishable = not together.all() or _safe(cells, threshold, hide_zeros, insiders)
    return Pooling(tuple(together.tolist()), publishable)


def showable(counts: npt.ArrayLike, *, threshold: int) -> bool:
    """Whether none of these counts is above 0 and below the threshold."""
    return not _small(_checked(counts, threshold), threshold, hide_zeros=False).any()


def relabelled(labels: tuple[str, ...], pooling: Pooling) -> tuple[str, ...]:
    """The labels of groups, where those to show together have one of their own: `4 others together`."""
    other = f"{sum(pooling.together)} others together"
    return tuple(other if joined else label for label, joined in zip(labels, pooling.together, strict=True))


def _checked(counts: npt.ArrayLike, threshold: int) -> FloatArray:
    cells = matrix(counts, "counts")
    if (cells < 0).any() or (cells % 1 != 0).any():
        raise BadInput("counts must hold whole numbers of 0 or more.")
    if threshold < 1:
        raise BadInput(f"threshold is {threshold}; it must be 1 or more.")
    return cells


def _small(cells: FloatArray, threshold: int, hide_zeros: bool) -> npt.NDArray[np.bool_]:
    least = -1 if hide_zeros else 0
    small: npt.NDArray[np.bool_] = (cells < threshold) & (cells > least)
    return small


def _safe(together: FloatArray, threshold: int, hide_zeros: bool, insiders: bool) -> bool:
    total = together.sum(0)
    if len(together) < 2 or _small(total, threshold, hide_zeros).any():
        return False
    return not (insiders and _small(total - together, threshold, hide_zeros=False).any())

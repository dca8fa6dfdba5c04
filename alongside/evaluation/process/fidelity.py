"""Fidelity: what was to be delivered, and how much of it was, by site and by component."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray, IntArray, groups
from alongside.evaluation.process.clustered import Share, clustered_share
from alongside.evaluation.wording import counted, percent


@dataclass(frozen=True)
class Delivered:
    """The share delivered of what was recorded, at a site or of a component; None where nothing was recorded."""

    name: str
    share: Share | None
    not_recorded: int


@dataclass(frozen=True)
class Fidelity:
    """Delivery by checklist.

    Over all, and by component, sites are the clusters; at a site, its sessions are. `delivered` and `recorded` hold
    counts, shape (sites, components).
    """

    overall: Share
    by_site: tuple[Delivered, ...]
    by_component: tuple[Delivered, ...]
    sessions: int
    not_recorded: int
    delivered: IntArray = field(repr=False)
    recorded: IntArray = field(repr=False)

    @property
    def bounds(self) -> tuple[float, float]:
        """The share delivered if none, or all, of what was not recorded had been."""
        total = self.overall.total + self.not_recorded
        return self.overall.count / total, (self.overall.count + self.not_recorded) / total

    def least_delivered(self) -> tuple[Delivered, ...]:
        """The components, those least often delivered first."""
        found = [row for row in self.by_component if row.share is not None]
        return tuple(sorted(found, key=lambda row: row.share.value if row.share else 0.0))

    def describe(self) -> str:
        """A paragraph: how much was delivered, which components most and least, and what was not recorded."""
        rows = self.least_delivered()
        parts = [
            f"Over {counted(self.sessions, 'session')} at {counted(len(self.by_site), 'site')}, "
            f"{self.overall.words()} of the components on the checklists were delivered."
        ]
        if len(rows) > 1:
            low, high = rows[0], rows[-1]
            parts.append(f"Least often delivered was {_named(low)}, most often {_named(high)}.")
        if self.not_recorded:
            parts.append(f"{counted(self.not_recorded, 'line')} without a record left out: {self._bounds_in_words()}.")
        return " ".join(parts)

    def _bounds_in_words(self) -> str:
        none, every = (percent(bound) for bound in self.bounds)
        return f"the share would be {none} with none of that delivered, and {every} with all of it"


def summarise_fidelity(
    delivered: npt.ArrayLike, *, site: npt.ArrayLike, session: npt.ArrayLike, component: npt.ArrayLike
) -> Fidelity:
    """How much of the intended was delivered.

    Parameters
    ----------
    delivered
        Shape (n,), one for each line of each checklist: 1, 0, or NaN where the line was left blank. Lines that did not
        apply to a session are left out.
    site, session, component
        Shape (n,). A session's label need be unique within its site only.

    Raises
    ------
    BadInput
        Other values, other lengths, the same line twice, or nothing recorded at all.

    References
    ----------
    Carroll C et al. (2007) Implementation Science 2:40 (adherence: content, coverage, frequency and duration).
    """
    done = _ticks(delivered)
    sites, site_names = groups(site, "site", length=len(done))
    visits = _within(sites, groups(session, "session", length=len(done))[0])
    parts, part_names = groups(component, "component", length=len(done))
    if len(np.unique(np.column_stack([visits, parts]), axis=0)) < len(done):
        raise BadInput("A component is on the checklist of a session twice.")
    seen = ~np.isnan(done)
    if not seen.any():
        raise BadInput("Nothing was recorded: every line is blank.")
    return Fidelity(
        clustered_share(done[seen], np.ones(int(seen.sum())), cluster=sites[seen]),
        _delivered(done, sites, site_names, cluster=visits),
        _delivered(done, parts, part_names, cluster=sites),
        len(np.unique(visits)),
        int((~seen).sum()),
        _counted(sites, parts, np.where(seen, done, 0.0), (len(site_names), len(part_names))),
        _counted(sites, parts, seen.astype(float), (len(site_names), len(part_names))),
    )


def _ticks(delivered: npt.ArrayLike) -> FloatArray:
    try:
        found = np.asarray(delivered, dtype=np.float64)
    except (TypeError, ValueError) as problem:
        raise BadInput("delivered holds something that is not a number.") from problem
    if found.ndim != 1 or found.size == 0:
        raise BadInput("delivered must have one dimension and a line at least.")
    if not np.isin(found[~np.isnan(found)], (0.0, 1.0)).all():
        raise BadInput("delivered must be 1, 0, or missing where a line was left blank.")
    return found


def _within(site: IntArray, session: IntArray) -> IntArray:
    """A code for each session of each site."""
    _, codes = np.unique(np.column_stack([site, session]), axis=0, return_inverse=True)
    return codes.reshape(-1).astype(np.int64)


def _delivered(done: FloatArray, group: IntArray, names: Sequence[str], *, cluster: IntArray) -> tuple[Delivered, ...]:
    rows = []
    for code, name in enumerate(names):
        here = done[group == code]
        seen = ~np.isnan(here)
        of_these = cluster[group == code][seen]
        found = clustered_share(here[seen], np.ones(len(of_these)), cluster=of_these) if seen.any() else None
        rows.append(Delivered(name, found, int((~seen).sum())))
    return tuple(rows)


def _counted(sites: IntArray, parts: IntArray, weights: FloatArray, shape: tuple[int, int]) -> IntArray:
    flat = np.bincount(sites * shape[1] + parts, weights=weights, minlength=shape[0] * shape[1])
    return flat.reshape(shape).astype(np.int64)


def _named(row: Delivered) -> str:
    return f"{row.name}, {row.share.words()}" if row.share else row.name

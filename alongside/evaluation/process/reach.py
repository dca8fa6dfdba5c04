"""Reach, as in RE-AIM: of those eligible, how many were offered support, and how many took part, and where."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray, groups
from alongside.evaluation.process.clustered import Share, clustered_share, share, whole
from alongside.evaluation.process.disclosure import pool_small_groups, relabelled
from alongside.evaluation.wording import counted, percent


@dataclass(frozen=True)
class SiteReach:
    """Counts of a site, or of several together. Each is part of the one before."""

    site: str
    eligible: int
    offered: int
    took_part: int

    @property
    def offer(self) -> Share | None:
        """Offered, of those eligible; None where there is nobody to take a share of, as in the next two."""
        return share(self.offered, self.eligible) if self.eligible else None

    @property
    def uptake(self) -> Share | None:
        """Took part, of those offered."""
        return share(self.took_part, self.offered) if self.offered else None

    @property
    def reach(self) -> Share | None:
        """Took part, of those eligible."""
        return share(self.took_part, self.eligible) if self.eligible else None


@dataclass(frozen=True)
class Reach:
    """Reach over all sites, with intervals over sites, and each site's counts.

    The shares over all are None where they may not be published, or nobody was offered anything (`uptake`).
    """

    sites: tuple[SiteReach, ...]
    number_of_sites: int
    offer: Share | None
    uptake: Share | None
    reach: Share | None
    notes: tuple[str, ...] = ()

    def published(self, *, threshold: int, hide_zeros: bool = False) -> "Reach":
        """The same with no count below the threshold in it, nor to be had by subtraction.

        A site is small if any of these is: those not offered, those offered who did not take part, those who took part.
        Small sites are shown together with others (see `pool_small_groups`), so that the totals stand.
        """
        if self.reach is None:
            return self
        cells = np.array([_cells(site) for site in self.sites] or [self._all_cells(self.reach)])
        pooling = pool_small_groups(cells, threshold=threshold, hide_zeros=hide_zeros)
        notes = (*self.notes, pooling.note) if pooling.note else self.notes
        if not pooling.publishable:
            return Reach((), self.number_of_sites, None, None, None, notes)
        if all(pooling.together) or not self.sites:
            return Reach((), self.number_of_sites, self.offer, self.uptake, self.reach, notes)
        labels = np.array(relabelled(tuple(site.site for site in self.sites), pooling))
        shown = tuple(_together(label, cells[labels == label]) for label in dict.fromkeys(labels.tolist()))
        return Reach(shown, self.number_of_sites, self.offer, self.uptake, self.reach, notes)

    def describe(self) -> str:
        """A paragraph: how many were offered, took part, and how sites differ."""
        parts = [f"Counts come from {counted(self.number_of_sites, 'site')}."]
        if self.offer:
            parts.append(f"Of those eligible, {self.offer.words()} were offered support.")
        if self.uptake:
            parts.append(f"Of those offered it, {self.uptake.words()} took part.")
        if self.reach:
            parts.append(f"Reach, those who took part of all eligible, was {self.reach.words()}.")
        return " ".join((*parts, *self._range(), *self.notes))

    def _all_cells(self, reached: Share) -> tuple[int, int, int]:
        offered = self.offer.count if self.offer else 0
        return reached.total - offered, offered - reached.count, reached.count

    def _range(self) -> tuple[str, ...]:
        found = sorted(site.reach.value for site in self.sites if site.reach)
        if len(found) < 2:
            return ()
        return (f"By site, or sites shown together, reach ran from {percent(found[0])} to {percent(found[-1])}.",)


def summarise_reach(
    eligible: npt.ArrayLike, offered: npt.ArrayLike, took_part: npt.ArrayLike, *, site: npt.ArrayLike
) -> Reach:
    """Reach over all and by site.

    Parameters
    ----------
    eligible, offered, took_part
        Shape (n,), counts. A row may be a site or a person (1 or 0); rows of a site are added up.
    site
        Shape (n,).

    Raises
    ------
    BadInput
        Not counts; more offered than eligible, or more taking part than offered; nobody eligible at all.

    References
    ----------
    Glasgow RE, Vogt TM, Boles SM (1999) Am J Public Health 89:1322-1327. The intervals: see `Share.interval`.
    """
    there = whole(eligible, "eligible")
    asked = whole(offered, "offered", length=len(there))
    came = whole(took_part, "took_part", length=len(there))
    codes, labels = groups(site, "site", length=len(there))
    if (asked > there).any() or (came > asked).any():
        raise BadInput("Those who took part must be among those offered, and those offered among those eligible.")
    if there.sum() == 0:
        raise BadInput("Nobody is eligible, so there is nothing to reach.")
    sums = np.column_stack([np.bincount(codes, weights=column) for column in (there, asked, came)]).astype(int)
    return Reach(
        tuple(SiteReach(label, *row) for label, row in zip(labels, sums.tolist(), strict=True)),
        len(labels),
        clustered_share(asked, there, cluster=codes),
        clustered_share(came, asked, cluster=codes) if asked.sum() else None,
        clustered_share(came, there, cluster=codes),
    )


def _cells(site: SiteReach) -> tuple[int, int, int]:
    return site.eligible - site.offered, site.offered - site.took_part, site.took_part


def _together(label: str, cells: FloatArray) -> SiteReach:
    not_offered, declined, came = (int(number) for number in cells.sum(0))
    return SiteReach(label, not_offered + declined + came, declined + came, came)

"""Covariate-constrained allocation: one of the allocations that balance the covariates well, at random."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from alongside.evaluation.allocation.balance import METRICS, Metric, apart, scores
from alongside.evaluation.allocation.candidates import AllocationSet, drawn, every
from alongside.evaluation.allocation.canonical import Json
from alongside.evaluation.allocation.drawing import Drawing
from alongside.evaluation.allocation.quotas import Intervention, Quota, as_texts, named, quota, whole
from alongside.evaluation.allocation.space import Space, best
from alongside.evaluation.allocation.stream import Stream
from alongside.evaluation.allocation.units import GRAIN, Units, standardised, whitened
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import FloatArray, matrix, names_for, vector
from alongside.evaluation.wording import listed, number


@dataclass(frozen=True, eq=False)
class Earlier:
    """Clusters of earlier blocks: their covariates, shape (clusters, covariates), and their arms."""

    covariates: FloatArray
    arms: tuple[int, ...]

    def content(self) -> dict[str, Json]:
        return {"covariates": self.covariates.tolist(), "arms": self.arms}


@dataclass(frozen=True, eq=False)
class Constrained:
    """All that determines a covariate-constrained allocation but for the seed. Made by `constrained`."""

    clusters: tuple[str, ...] = field(repr=False)
    covariates: FloatArray = field(repr=False)
    names: tuple[str, ...]
    strata: tuple[str, ...] | None = field(repr=False)
    intervention: Intervention
    metric: Metric
    weights: tuple[float, ...] | None
    share: float
    cutoff: float | None
    limits: tuple[tuple[str, float], ...]
    most: int
    candidates: int
    earlier: Earlier | None = field(repr=False)
    block: int
    quota: Quota = field(repr=False)

    def content(self) -> dict[str, Json]:
        """All that determines the allocation but for the seed."""
        return {
            "method": "covariate-constrained",
            "clusters": self.clusters,
            "covariates": self.covariates.tolist(),
            "names": self.names,
            "strata": self.strata,
            "intervention": self.intervention,
            "metric": self.metric,
            "weights": self.weights,
            "share": self.share,
            "cutoff": self.cutoff,
            "limits": dict(self.limits),
            "most": self.most,
            "candidates": self.candidates,
            "earlier": None if self.earlier is None else self.earlier.content(),
            "block": self.block,
        }

    def sealed(self) -> dict[str, Json]:
        """What the commitment is to: the whole content."""
        return self.content()

    def space(self, seed: str) -> Space:
        """The candidates, their scores, those accepted and the one chosen.

        Candidates are all there are, or drawn from the stream `block/candidates`; the one chosen is the accepted one
        whose number, counted from 0 in the order of the candidates, comes from `block/choice`.

        Raises
        ------
        BadInput
            Fewer than two candidates are accepted.
        """
        among = self._among(seed)
        found = self._scores(among)
        accepted, cutoff = best(found, self._within_limits(among), share=self.share, cutoff=self.cutoff)
        chosen = Stream(seed, f"{self.block}/choice").below(len(accepted))
        return Space(self.clusters, among, found, accepted, cutoff, chosen)

    def draw(self, seed: str) -> Drawing:
        """One of the accepted candidates."""
        space = self.space(seed)
        arms = tuple(map(int, space.accepted.rows[space.chosen]))
        record = {"possible": str(self.quota.total), **space.record(), "units": self._units().as_lists()}
        return Drawing(arms, record, space.validity.warnings, space)

    def _among(self, seed: str) -> AllocationSet:
        if self.quota.total <= self.most:
            return every(self.quota)
        return drawn(self.quota, Stream(seed, f"{self.block}/candidates"), self.candidates)

    def _units(self) -> Units:
        if self.metric == "mahalanobis":
            return whitened(self._all_covariates(), self.names)
        return standardised(self._all_covariates(), self.names, weights=self.weights)

    def _scores(self, among: AllocationSet) -> FloatArray:
        units = self._units()
        distances = apart(among.rows, units, earlier=self._earlier_arms())
        return scores(distances, metric=self.metric, clusters=units.clusters, intervention=self._in_intervention())

    def _within_limits(self, among: AllocationSet) -> npt.NDArray[np.bool_]:
        within = np.ones(len(among), dtype=np.bool_)
        if not self.limits:
            return within
        units = standardised(self._all_covariates(), self.names)
        distances = np.abs(apart(among.rows, units, earlier=self._earlier_arms()))
        k, everyone = self._in_intervention(), units.clusters
        for name, limit in self.limits:
            column = self.names.index(name)
            allowed = limit / units.sds[column] * GRAIN * k * (everyone - k)
            # Each cluster's covariate was rounded by up to half a unit; a difference at the limit is within it.
            within &= distances[:, column] <= allowed + everyone * everyone
        return within

    def _all_covariates(self) -> FloatArray:
        return self.covariates if self.earlier is None else np.vstack([self.earlier.covariates, self.covariates])

    def _earlier_arms(self) -> tuple[int, ...]:
        return () if self.earlier is None else self.earlier.arms

    def _in_intervention(self) -> int:
        return self.quota.intervention + sum(self._earlier_arms())

    def describe(self) -> str:
        """How it was done, in a sentence."""
        words = {"l2": "Raab and Butcher's balance", "l1": "absolute balance", "mahalanobis": "Mahalanobis's balance"}[
            self.metric
        ]
        within = " within strata" if self.strata is not None else ""
        limits = "".join(
            f" The arms' means of {name} were to differ by at most {number(limit)}." for name, limit in self.limits
        )
        return f"by covariate-constrained randomisation{within} on {listed(self.names)} ({words} score).{limits}"


def constrained(
    clusters: npt.ArrayLike,
    covariates: npt.ArrayLike,
    *,
    names: Sequence[str] | None = None,
    strata: npt.ArrayLike | None = None,
    intervention: Intervention = None,
    metric: Metric = "l2",
    weights: Sequence[float] | None = None,
    share: float = 0.1,
    cutoff: float | None = None,
    limits: Mapping[str, float] | None = None,
    most: int = 200_000,
    candidates: int = 10_000,
    earlier: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    block: int = 1,
) -> Constrained:
    """Covariate-constrained allocation, within strata if there are any.

    Parameters
    ----------
    covariates
        Shape (clusters, covariates); a category with m levels is m - 1 columns of 0 and 1.
    names
        Of the covariates.
    strata, intervention, block
        As for `stratified` and `simple`.
    metric
        The balance score, see `balance.scores`.
    weights
        One for each covariate (`l2` and `l1`); 2 makes a covariate count as if it were twice as far apart.
    share, cutoff
        The share of candidates that is accepted, or instead the largest score that is.
    limits
        By name of a covariate, the largest difference of the arms' means that is accepted, in the covariate's unit.
        With `share=1` these alone decide.
    most, candidates
        All allocations are candidates when there are no more than `most`; else so many are drawn.
    earlier
        Covariates and arms of the clusters of earlier blocks. Balance is then that of all clusters together.

    Raises
    ------
    BadInput
        As for `stratified`; missing values, a covariate that is the same for all clusters, names, weights, limits or a
        share that do not fit. When it is drawn: a constraint that accepts fewer than two candidates.
    NotEstimable
        A covariate that is a combination of others, where the metric is `mahalanobis`.

    References
    ----------
    Moulton, 2004, Clinical Trials 1:297-305. Raab and Butcher, 2001, Statistics in Medicine 20:351-365. Carter and
    Hood, 2008, BMC Medical Research Methodology 8:65 (further blocks).
    """
    labels = named(clusters, block=block)
    x = matrix(covariates, "covariates", rows=len(labels))
    columns = names_for(x.shape[1], names)
    groups = None if strata is None else as_texts(strata, "strata", len(labels))
    wanted = whole(intervention)
    found = Constrained(
        clusters=labels,
        covariates=x,
        names=columns,
        strata=groups,
        intervention=wanted,
        metric=metric,
        weights=None if weights is None else tuple(map(float, weights)),
        share=float(share),
        cutoff=None if cutoff is None else float(cutoff),
        limits=tuple(sorted((str(name), float(limit)) for name, limit in (limits or {}).items())),
        most=most,
        candidates=candidates,
        earlier=None if earlier is None else _earlier(*earlier, columns=x.shape[1]),
        block=block,
        quota=quota(groups, len(labels), wanted, block=block),
    )
    _fits(found)
    return found


def _earlier(covariates: npt.ArrayLike, arms: npt.ArrayLike, *, columns: int) -> Earlier:
    x = matrix(covariates, "the covariates of earlier clusters")
    given = vector(arms, "the arms of earlier clusters", length=len(x))
    if x.shape[1] != columns:
        raise BadInput(f"Earlier clusters have {x.shape[1]} covariates; these have {columns}.")
    if not np.isin(given, (0.0, 1.0)).all():
        raise BadInput("The arms of earlier clusters must be 1 for the intervention and 0 for the control.")
    return Earlier(x, tuple(map(int, given)))


def _fits(found: Constrained) -> None:
    if found.metric not in METRICS:
        raise BadInput(f"There is no metric {found.metric}; there are {', '.join(METRICS)}.")
    if found.metric == "mahalanobis" and found.weights is not None:
        raise BadInput("Mahalanobis's distance weights the covariates itself; leave the weights out.")
    if not 0 < found.share <= 1:
        raise BadInput(f"share is {found.share}; it must be above 0 and at most 1.")
    unknown = [name for name, limit in found.limits if name not in found.names or not limit >= 0]
    if unknown:
        raise BadInput(f"The limit of {unknown[0]} is below 0, or there is no such covariate.")
    if min(found.most, found.candidates) < 2:
        raise BadInput("At least two candidates are needed.")
    # The whole population of clusters must have two arms, or no difference can be scored.
    everyone = found.quota.clusters + len(found._earlier_arms())
    if not 0 < found._in_intervention() < everyone:
        raise BadInput("All clusters, earlier ones included, would be in one arm.")
    found._units()

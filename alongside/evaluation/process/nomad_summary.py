"""NoMAD by site and by role, with sites as clusters; with a threshold, in a form that may be published."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.evaluation.inputs import FloatArray, groups
from alongside.evaluation.process.clustered import Mean, clustered_mean
from alongside.evaluation.process.disclosure import pool_small_groups, relabelled
from alongside.evaluation.process.nomad import GENERAL, NomadScores
from alongside.evaluation.process.npt import CONSTRUCTS
from alongside.evaluation.wording import counted, listed, number

Labels = npt.NDArray[np.str_]


@dataclass(frozen=True)
class MeasureMean:
    """The mean of a construct, or of a general question, in one group of staff."""

    measure: str
    group: str
    mean: Mean


@dataclass(frozen=True)
class NomadSummary:
    """Means over all staff, by site and by role.

    Over all, and by role, sites are the clusters. Within a site people stand for themselves: an interval there says how
    exactly the views of that site's staff are known, and nothing about other sites. `people` is None where it would
    give away that a few people's answers did not suffice for a mean.
    """

    overall: tuple[MeasureMean, ...]
    by_site: tuple[MeasureMean, ...]
    by_role: tuple[MeasureMean, ...]
    people: int | None
    sites: int
    notes: tuple[str, ...] = ()

    def describe(self) -> str:
        """A paragraph: who answered, the mean of each construct, and what the figures are not."""
        staff = "Staff" if self.people is None else f"{counted(self.people, 'member', 'members').capitalize()} of staff"
        start = (
            f"{staff} at {counted(self.sites, 'site')} answered. "
            "Constructs run from 1 to 5, 5 being the most favourable."
        )
        lines = [
            f"{row.measure.capitalize()}: {row.mean.words()}." for row in self.overall if row.measure in CONSTRUCTS
        ]
        general = [
            f"{row.measure} {number(row.mean.estimate, decimals=1)}" for row in self.overall if row.measure in GENERAL
        ]
        asked = f"Out of 10, the means were: {listed(general)}." if general else ""
        end = (
            "No total is given, since the authors of the survey publish no rule for one. "
            "Those who did not answer may think otherwise."
        )
        return " ".join(part for part in (start, *lines, asked, end, *self.notes) if part)


def summarise_nomad(
    scores: NomadScores, *, site: npt.ArrayLike, role: npt.ArrayLike | None = None, threshold: int | None = None
) -> NomadSummary:
    """Means of each construct and general question, over all staff, by site and by role.

    Parameters
    ----------
    scores
        From `score_nomad`.
    site, role
        Shape (people,).
    threshold
        The fewest people whose mean may be shown. With it, small groups are shown together with others (see
        `pool_small_groups`), chosen anew for each measure by those who count towards its mean, and a measure of too
        few people is left out. Without it, everything is shown: for the team's eyes, not for publication. Measures may
        differ by a few in the people they rest on, which says only that so many skipped some questions.

    Raises
    ------
    BadInput
        Labels of another length, or missing; a threshold below 1.

    References
    ----------
    Means over sites as for `clustered_mean`; within a site people stand for themselves.
    """
    sites = _labels(site, "site", scores.people)
    roles = None if role is None else _labels(role, "role", scores.people)
    overall, by_site, by_role, notes = [], [], [], []
    for name, values in scores.measures():
        there = ~np.isnan(values)
        if not _enough(sites[there], threshold):
            notes.append(f"Too few answered on {name} for a mean{' to be shown' if threshold else ''}.")
            continue
        seen, at = values[there], sites[there]
        overall.append(MeasureMean(name, "all", clustered_mean(seen, cluster=at)))
        by_site += _by_group(name, seen, at, at, threshold, within=True)
        if roles is not None:
            by_role += _by_group(name, seen, roles[there], at, threshold, within=False)
    if threshold is not None:
        notes.append(f"Groups of fewer than {threshold} people are shown together with others.")
    people = None if threshold and _gives_away(scores, threshold) else scores.people
    return NomadSummary(tuple(overall), tuple(by_site), tuple(by_role), people, len(np.unique(sites)), tuple(notes))


def _labels(values: npt.ArrayLike, name: str, people: int) -> Labels:
    codes, labels = groups(values, name, length=people)
    return np.array(labels)[codes]


def _enough(at: Labels, threshold: int | None) -> bool:
    """Whether a mean over these people, each with a site, may be shown."""
    if threshold is None or not len(at):
        return len(at) > 0
    return pool_small_groups(np.unique(at, return_counts=True)[1], threshold=threshold).publishable


def _gives_away(scores: NomadScores, threshold: int) -> bool:
    """Whether the number of people, less those in a mean that is shown, is small."""
    unscored = [int(np.isnan(values).sum()) for _, values in scores.measures()]
    return scores.people < threshold or any(0 < number < threshold for number in unscored)


def _by_group(
    measure: str, values: FloatArray, group: Labels, site: Labels, threshold: int | None, *, within: bool
) -> list[MeasureMean]:
    """A row for each group, in the order of the labels; none where all groups have to be shown together."""
    labels, codes, counts = np.unique(group, return_inverse=True, return_counts=True)
    shown: Sequence[str] = labels.tolist()
    if threshold is not None:
        pooling = pool_small_groups(counts, threshold=threshold, insiders=within)
        if all(pooling.together):
            return []
        shown = relabelled(tuple(shown), pooling)
    renamed = np.array(shown)[codes]
    return [
        MeasureMean(measure, label, _mean(values[renamed == label], site[renamed == label], within=within))
        for label in dict.fromkeys(shown)
    ]


def _mean(values: FloatArray, site: Labels, *, within: bool) -> Mean:
    # A site by itself has no clusters within it; sites that are shown together are clusters.
    alone = within and len(np.unique(site)) == 1
    return clustered_mean(values, cluster=np.arange(len(values)) if alone else site)

"""Whether the rows of the data can be those of the trial: who was allocated, to what, and each once."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from alongside.evaluation.analysis.design_matrix import columns_of
from alongside.evaluation.analysis.levels import crossed, level_name, levels_of
from alongside.evaluation.analysis.spec import Spec, Trial
from alongside.evaluation.analysis.table import Data
from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import FloatArray, IntArray, groups, two_arms

Labels = npt.NDArray[np.str_]


def check_rows(spec: Spec, data: Data) -> None:
    """Raise unless every row belongs to an arm and a cluster, and no person has two rows for one time.

    Raises
    ------
    BadInput
        A row without its place, arms other than 0 and 1, a cluster in both arms at once, strata that are not of
        clusters, or a person with two rows.
    NotEstimable
        Everybody in one arm, or an arm of one cluster.
    """
    trial = spec.trial
    period = [trial.period] if trial.period else []
    for name in (trial.arm, *trial.labels, *period):
        gaps = int(data.missing(name).sum())
        if gaps:
            raise BadInput(f"{name} is missing in {gaps:,} rows: everybody who was allocated must have one.")
    _arms(spec, data)
    _strata(trial, data)
    if trial.person is not None:
        _each_once(data, [*trial.labels, *period])


def _arms(spec: Spec, data: Data) -> None:
    name = spec.trial.arm
    levels = levels_of(data.column(name))
    if not set(levels) <= {0.0, 1.0}:
        some = ", ".join(level_name(level) for level in levels[:5])
        raise BadInput(f"{name} must be 1 for the intervention and 0 for the control; it holds {some}.")
    if len(levels) < 2:
        raise NotEstimable("Everybody is in one arm: there is nothing to compare.")
    cluster, arm = data.labels(spec.trial.cluster), data.numbers(name)
    if spec.trial.period is not None:
        if len(np.unique(cluster)) < 2:
            raise NotEstimable("There is one cluster: what lies between clusters cannot be seen.")
        _one_arm_at_a_time(arm, cluster, data.labels(spec.trial.period))
        return
    both = np.intersect1d(cluster[arm == 1], cluster[arm == 0])
    if len(both):
        raise BadInput(
            f"Cluster {both[0]} is in both arms. In a stepped wedge, name the column of the period in [trial]."
        )
    two_arms(arm, groups(cluster, "cluster")[0])


def _one_arm_at_a_time(arm: FloatArray, cluster: Labels, period: Labels) -> None:
    at = _unlike_its_first(arm, crossed([cluster, period]))
    if at is not None:
        raise BadInput(
            f"Cluster {cluster[at]} has rows of both arms in period {period[at]}: in a stepped wedge all of a cluster "
            "is in one arm at a time."
        )


def _strata(trial: Trial, data: Data) -> None:
    """Clusters were allocated within strata, so that a cluster has one."""
    for name in columns_of(trial.strata):
        known = data.only(~data.missing(name))
        cluster = known.labels(trial.cluster)
        at = _unlike_its_first(known.labels(name), crossed([cluster]))
        if at is not None:
            raise BadInput(
                f"{name} is named in strata, those in which clusters were allocated, but differs within cluster "
                f"{cluster[at]}. Name it in adjust."
            )


def _unlike_its_first(values: npt.NDArray[np.generic], group: IntArray) -> int | None:
    """The first row whose value is not that of the first row of its group."""
    _, first = np.unique(group, return_index=True)
    unlike = values != values[first][group]
    return int(unlike.argmax()) if unlike.any() else None


def _each_once(data: Data, columns: Sequence[str]) -> None:
    """The same name in two clusters is two people."""
    codes = np.column_stack([np.unique(data.labels(name), return_inverse=True)[1] for name in columns])
    _, first, times = np.unique(codes, axis=0, return_index=True, return_counts=True)
    if (times > 1).any():
        at = first[int(np.argmax(times > 1))]
        one = ", ".join(f"{name} {data.labels(name)[at]}" for name in columns)
        raise BadInput(
            f"There are {times[times > 1][0]} rows of {one}: there can be one. Visits are columns, not rows."
        )

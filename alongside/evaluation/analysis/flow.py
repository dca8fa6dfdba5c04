"""How many clusters and people were there at each visit, counted in the data."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.evaluation.analysis.flow_spec import FlowSpec
from alongside.evaluation.analysis.spec import Spec
from alongside.evaluation.analysis.table import Data
from alongside.evaluation.errors import BadInput
from alongside.evaluation.inputs import BoolArray


@dataclass(frozen=True)
class Seen:
    """Those seen at one visit, and who had been seen the time before."""

    when: str
    clusters: int
    people: int
    lost_clusters: int
    lost: int
    regained_clusters: int
    regained: int


@dataclass(frozen=True)
class ArmFlow:
    """One arm: its clusters and people as allocated, and visit by visit."""

    arm: str
    clusters: int
    people: int
    smallest: int
    largest: int
    visits: tuple[Seen, ...]


def flow_of(spec: Spec, data: Data) -> tuple[ArmFlow, ...]:
    """Count both arms; nothing where the specification has no [flow].

    Raises
    ------
    BadInput
        A stepped wedge, whose clusters are in both arms, or numbers of clusters that do not add up.
    """
    if spec.flow is None:
        return ()
    if spec.trial.stepped_wedge:
        raise BadInput("The flow diagram is for trials whose clusters stay in one arm: leave out [flow].")
    allocated = len(np.unique(data.column(spec.trial.cluster)))
    left = spec.flow.assessed - sum(one.clusters for one in spec.flow.left_out)
    if allocated != left:
        raise BadInput(f"By [flow] {left} clusters were allocated, but the data have {allocated}.")
    arm = data.numbers(spec.trial.arm)
    return tuple(
        _arm(spec, spec.flow, data, arm == value, name)
        for value, name in ((1.0, spec.trial.intervention), (0.0, spec.trial.control))
    )


def _arm(spec: Spec, asked: FlowSpec, data: Data, there: BoolArray, name: str) -> ArmFlow:
    cluster = data.column(spec.trial.cluster)
    before, visits = there, []
    for visit in asked.visits:
        now = there & ~data.missing(visit.column)
        visits.append(_seen(visit.when, cluster, before, now))
        before = now
    sizes = np.unique(cluster[there], return_counts=True)[1]
    return ArmFlow(name, len(sizes), int(there.sum()), int(sizes.min()), int(sizes.max()), tuple(visits))


def _seen(when: str, cluster: npt.NDArray[Any], before: BoolArray, now: BoolArray) -> Seen:
    """A cluster is lost with the last of its people."""
    old, new = set(cluster[before].tolist()), set(cluster[now].tolist())
    return Seen(
        when,
        len(new),
        int(now.sum()),
        len(old - new),
        int((before & ~now).sum()),
        len(new - old),
        int((now & ~before).sum()),
    )

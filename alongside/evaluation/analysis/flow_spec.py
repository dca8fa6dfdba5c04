"""What the flow diagram needs that the data do not say: who was assessed, who was left out and why, and the visits."""

from dataclasses import dataclass

from alongside.evaluation.analysis.reader import Reader
from alongside.evaluation.errors import BadInput


@dataclass(frozen=True)
class LeftOut:
    """Clusters that were assessed and not allocated, and why."""

    reason: str
    clusters: int


@dataclass(frozen=True)
class FlowVisit:
    """A follow-up, and the column that is filled for whoever was seen."""

    when: str
    column: str


@dataclass(frozen=True)
class FlowSpec:
    """The table [flow]."""

    assessed: int
    left_out: tuple[LeftOut, ...]
    visits: tuple[FlowVisit, ...]
    cluster: str
    clusters: str
    person: str
    people: str


def read_flow(part: Reader | None) -> FlowSpec | None:
    """Read [flow] with its [[flow.left_out]] and [[flow.visit]].

    Raises
    ------
    BadInput
        More clusters left out than were assessed, or a key that is wrong.
    """
    if part is None:
        return None
    found = FlowSpec(
        assessed=part.whole("assessed", least=2),
        left_out=tuple(_left_out(one) for one in part.parts("left_out")),
        visits=tuple(_visit(one) for one in part.parts("visit")),
        cluster=part.text("cluster", "cluster"),
        clusters=part.text("clusters", "clusters"),
        person=part.text("person", "person"),
        people=part.text("people", "people"),
    )
    part.done()
    if sum(one.clusters for one in found.left_out) > found.assessed:
        raise BadInput("In [flow] more clusters are left out than were assessed.")
    return found


def _left_out(part: Reader) -> LeftOut:
    found = LeftOut(part.text("reason"), part.whole("clusters", least=1))
    part.done()
    return found


def _visit(part: Reader) -> FlowVisit:
    found = FlowVisit(part.text("when"), part.text("column"))
    part.done()
    return found

"""The flow of clusters and people through a trial."""

from dataclasses import dataclass

from alongside.evaluation.reporting.consort import telling
from alongside.evaluation.reporting.consort.boxes import Boxes, boxes
from alongside.evaluation.reporting.consort.checks import consistent
from alongside.evaluation.reporting.consort.drawing import drawing
from alongside.evaluation.reporting.consort.stages import Arm, Called, Enrolment
from alongside.evaluation.reporting.document import Figure, Table

PLAIN = Called()


@dataclass(frozen=True)
class Flow:
    """A flow diagram of a cluster randomised trial whose numbers add up.

    Raises
    ------
    BadInput
        When made, where a box does not follow from the box before it; the sentence names the box.

    References
    ----------
    Campbell MK, Piaggio G, Elbourne DR, Altman DG (2012). Consort 2010 statement: extension to cluster randomised
    trials. BMJ 345:e5661. It asks for clusters and individuals at every stage, and for the sizes of clusters.
    """

    enrolment: Enrolment
    arms: tuple[Arm, ...]
    called: Called = PLAIN

    def __post_init__(self) -> None:
        consistent(self.enrolment, self.arms)

    @property
    def boxes(self) -> Boxes:
        return boxes(self.enrolment, self.arms)

    @property
    def title(self) -> str:
        return f"Flow of {self.called.clusters} and {self.called.people} through the trial"

    def as_svg(self) -> str:
        return drawing(self.boxes, self.called)

    def as_text(self) -> tuple[str, ...]:
        """The same in words, one box an item."""
        return telling.lines(self.boxes, self.called)

    def as_table(self) -> Table:
        return telling.table(self.boxes, self.called, f"{self.title}: the numbers")

    def as_figure(self) -> Figure:
        """All three together."""
        return Figure(self.title, self.as_svg(), " ".join(self.as_text()), self.as_table())

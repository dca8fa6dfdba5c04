"""The boxes of a flow diagram and what stands in them: drawn, told and tabulated from here alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from alongside.evaluation.reporting.consort.stages import Arm, Called, Enrolment, Numbers, Reason, Visit, total
from alongside.evaluation.wording import counted, interval, number


@dataclass(frozen=True)
class Row:
    """One thing counted; `reason` for a part of the row above it."""

    words: str
    numbers: Numbers
    reason: bool = False


@dataclass(frozen=True)
class Box:
    """One box: its stage, its arm (none before allocation), and its rows, of which the first is its title."""

    stage: str
    arm: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Boxes:
    """All boxes: those before allocation, and below them one column for each arm, the same stages in each."""

    assessed: Box
    excluded: Box
    randomised: Box
    arms: tuple[tuple[Box, ...], ...]

    def in_order(self) -> tuple[Box, ...]:
        """As they are read: stage by stage, the arms from left to right."""
        stages = zip(*self.arms, strict=True)
        return (self.assessed, self.excluded, self.randomised, *(box for stage in stages for box in stage))


def boxes(enrolment: Enrolment, arms: Sequence[Arm]) -> Boxes:
    return Boxes(
        Box("Enrolment", "", (Row("Assessed for eligibility", enrolment.assessed),)),
        Box("Enrolment", "", _with_reasons("Excluded", enrolment.excluded)),
        Box("Enrolment", "", (Row("Randomised", enrolment.randomised),)),
        tuple((_allocated(arm), *(_visit(arm, visit) for visit in arm.visits), _analysed(arm)) for arm in arms),
    )


def said(numbers: Numbers, called: Called) -> str:
    """`22 practices, 2,800 people (mean 127.3, range 80 to 190)`; `none` where there is nobody."""
    parts = []
    if numbers.clusters:
        parts.append(counted(numbers.clusters, called.cluster, called.clusters))
    if numbers.people or (numbers.people == 0 and numbers.clusters):
        parts.append(counted(numbers.people, called.person, called.people))
    return ", ".join(parts) + _sizes(numbers) or "none"


def _sizes(numbers: Numbers) -> str:
    if numbers.mean is None or numbers.smallest is None or numbers.largest is None:
        return ""
    sizes = interval(numbers.smallest, numbers.largest, number)
    return f" (mean {number(numbers.mean, decimals=1)}, range {sizes})"


def _allocated(arm: Arm) -> Box:
    rows: tuple[Row, ...] = (Row(f"Allocated to {arm.name}", arm.allocated),)
    if arm.received is not None:
        rows += (Row("Received allocated intervention", arm.received),)
        rows += _with_reasons("Did not receive allocated intervention", arm.not_received)
    return Box("Allocation", arm.name, rows)


def _visit(arm: Arm, visit: Visit) -> Box:
    rows: tuple[Row, ...] = (
        Row(f"Followed up at {visit.when}", visit.seen),
        *_with_reasons("Lost to follow-up", visit.lost),
    )
    rows += _with_reasons("Followed up again", visit.regained) if visit.regained else ()
    rows += _with_reasons("Discontinued intervention", visit.discontinued) if visit.discontinued else ()
    return Box(f"Follow-up at {visit.when}", arm.name, rows)


def _analysed(arm: Arm) -> Box:
    rows: tuple[Row, ...] = (Row("Analysed", arm.analysed), *_with_reasons("Excluded from analysis", arm.excluded))
    rows += _with_reasons("Included though not seen last", arm.added) if arm.added else ()
    return Box("Analysis", arm.name, rows)


def _with_reasons(words: str, reasons: tuple[Reason, ...]) -> tuple[Row, ...]:
    parts = (Row(reason.words, _counted(total((reason,))), reason=True) for reason in reasons)
    return (Row(words, _counted(total(reasons))), *parts)


def _counted(numbers: Numbers) -> Numbers:
    """Where whole clusters went that had nobody in them yet, there is no number of people."""
    return Numbers(numbers.clusters) if numbers.clusters and not numbers.people else numbers

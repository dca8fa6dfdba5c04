"""Whether the numbers of a flow diagram add up, and which box says otherwise."""

from collections.abc import Sequence

from alongside.evaluation.errors import BadInput
from alongside.evaluation.reporting.consort.stages import Arm, Enrolment, Numbers, Reason, checked, total
from alongside.evaluation.reporting.text import printable


def consistent(enrolment: Enrolment, arms: Sequence[Arm]) -> None:
    """Raise unless every box follows from the box before it.

    Raises
    ------
    BadInput
        Names the box, what it says and what the box before it leaves.
    """
    _follows("Randomised", enrolment.assessed, enrolment.randomised, less=enrolment.excluded)
    checked(enrolment.assessed, "Assessed for eligibility")
    if len(arms) < 2:
        raise BadInput("A flow diagram needs at least two arms.")
    if len({arm.name for arm in arms}) < len(arms):
        raise BadInput("Two arms have the same name.")
    _shared_out(enrolment.randomised, arms)
    for arm in arms:
        _arm(arm)
    times = [tuple(visit.when for visit in arm.visits) for arm in arms]
    if len(set(times)) > 1:
        raise BadInput("The arms were not followed up at the same times. Give each the same times in the same order.")


def _shared_out(randomised: Numbers, arms: Sequence[Arm]) -> None:
    clusters = sum(arm.allocated.clusters for arm in arms)
    if clusters != randomised.clusters:
        raise BadInput(f"Randomised: {randomised.clusters} clusters, but the arms have {clusters} together.")
    if randomised.people is None:
        return
    people = [arm.allocated.people for arm in arms]
    without = next((arm.name for arm in arms if arm.allocated.people is None), None)
    if without is not None:
        raise BadInput(f"{without}, allocated: the number of people is missing, though it is known who was randomised.")
    together = sum(number for number in people if number is not None)
    if together != randomised.people:
        raise BadInput(f"Randomised: {randomised.people} people, but the arms have {together} together.")


def _arm(arm: Arm) -> None:
    printable(arm.name, "The name of an arm")
    checked(arm.allocated, f"{arm.name}, allocated")
    if arm.received is not None:
        _follows(f"{arm.name}, received what was allocated", arm.allocated, arm.received, less=arm.not_received)
    elif arm.not_received:
        raise BadInput(f"{arm.name}: there are reasons for not receiving the allocation, but not how many received it.")
    last = arm.allocated
    for visit in arm.visits:
        box = f"{arm.name}, follow-up at {visit.when}"
        _follows(box, last, visit.seen, less=visit.lost, more=visit.regained)
        _reasons(box, visit.discontinued)
        last = visit.seen
    _follows(f"{arm.name}, analysed", last, arm.analysed, less=arm.excluded, more=arm.added)


def _follows(
    box: str, before: Numbers, after: Numbers, *, less: tuple[Reason, ...] = (), more: tuple[Reason, ...] = ()
) -> None:
    checked(after, box)
    _reasons(box, less + more)
    _adds_up(box, "clusters", before.clusters, total(less).clusters, total(more).clusters, after.clusters)
    if before.people is None:
        return
    if after.people is None:
        raise BadInput(f"{box}: the number of people is missing, though the box before it has one.")
    _adds_up(box, "people", before.people, total(less).people or 0, total(more).people or 0, after.people)


def _adds_up(box: str, what: str, before: int, less: int, more: int, after: int) -> None:
    if before - less + more == after:
        return
    added = f" and {more} more" if more else ""
    raise BadInput(
        f"{box}: {after} {what}, but {before} in the box before it, less {less}{added}, leave {before - less + more}."
    )


def _reasons(box: str, reasons: tuple[Reason, ...]) -> None:
    for reason in reasons:
        printable(reason.words, box)
        if not reason.words.strip():
            raise BadInput(f"{box}: a reason has no words.")
        if reason.clusters < 0 or reason.people < 0:
            raise BadInput(f"{box}: the number for {reason.words!r} is below 0.")

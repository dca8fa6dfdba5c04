"""The numbers of a flow diagram, stage by stage: whole clusters and the people in them."""

from dataclasses import dataclass

from alongside.evaluation.errors import BadInput
from alongside.evaluation.wording import number


@dataclass(frozen=True)
class Called:
    """What clusters and people are called, one and several of them."""

    cluster: str = "cluster"
    clusters: str = "clusters"
    person: str = "person"
    people: str = "people"


@dataclass(frozen=True)
class Numbers:
    """How many clusters and people. `people` is None where nobody has been recruited yet.

    `smallest` and `largest` are the sizes of the smallest and the largest cluster; the mean follows from the rest.
    """

    clusters: int
    people: int | None = None
    smallest: int | None = None
    largest: int | None = None

    @property
    def mean(self) -> float | None:
        """People in a cluster."""
        return self.people / self.clusters if self.people is not None and self.clusters else None


@dataclass(frozen=True)
class Reason:
    """Why some went no further, or came back: whole clusters, people, or both."""

    words: str
    clusters: int = 0
    people: int = 0


@dataclass(frozen=True)
class Enrolment:
    """Before allocation."""

    assessed: Numbers
    excluded: tuple[Reason, ...]
    randomised: Numbers


@dataclass(frozen=True)
class Visit:
    """Follow-up at one time: those seen are those of the time before, less the lost, and the regained added.

    `discontinued` are those who stopped what they were allocated to; they may well have been seen.
    """

    when: str
    seen: Numbers
    lost: tuple[Reason, ...] = ()
    regained: tuple[Reason, ...] = ()
    discontinued: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Arm:
    """One arm from allocation to analysis.

    Those analysed are those seen last, less the excluded, and those added who were not seen last but count all the
    same, such as people whose outcome was imputed.
    """

    name: str
    allocated: Numbers
    analysed: Numbers
    received: Numbers | None = None
    not_received: tuple[Reason, ...] = ()
    visits: tuple[Visit, ...] = ()
    excluded: tuple[Reason, ...] = ()
    added: tuple[Reason, ...] = ()


def total(reasons: tuple[Reason, ...]) -> Numbers:
    """All of them together."""
    return Numbers(sum(reason.clusters for reason in reasons), sum(reason.people for reason in reasons))


def checked(numbers: Numbers, box: str) -> None:
    """Raise unless the numbers of a box can be true by themselves.

    Raises
    ------
    BadInput
        Names the box.
    """
    given = (numbers.clusters, numbers.people, numbers.smallest, numbers.largest)
    if any(value is not None and value < 0 for value in given):
        raise BadInput(f"{box}: a number is below 0.")
    if numbers.clusters == 0 and numbers.people:
        raise BadInput(f"{box}: there are {numbers.people} people in no cluster.")
    if numbers.mean is None:
        return
    mean = number(numbers.mean, decimals=1)
    if numbers.smallest is not None and numbers.smallest > numbers.mean:
        raise BadInput(f"{box}: the smallest cluster has {numbers.smallest}, more than the mean of {mean}.")
    if numbers.largest is not None and numbers.largest < numbers.mean:
        raise BadInput(f"{box}: the largest cluster has {numbers.largest}, less than the mean of {mean}.")

"""Courses as they were designed, from content/courses. No database."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from alongside.ui.content import content_files, contents

LAY, CLINICAL = "lay", "clinical"
PEOPLE, STAFF = "people", "staff"
EVERYBODY, CLINICIANS = "everybody", "clinicians"


@dataclass(frozen=True)
class Part:
    """One session of a course: how long, how many days after the one before, who leads it, who comes.

    `alone`: one after the other, and so long is what each of them has.
    """

    title: str
    minutes: int
    tutors: frozenset[str]
    covers: tuple[str, ...]
    after: int = 0
    who: str = EVERYBODY
    alone: bool = False


@dataclass(frozen=True)
class Course:
    """`enough` sessions make it done; `level` is what it counts as where whole teams are trained."""

    key: str
    name: str
    about: str
    audience: str
    conditions: frozenset[str]
    places: int
    fewest: int
    enough: int
    reunion_after: int
    source: str
    status: str
    parts: tuple[Part, ...]
    level: str = ""

    @property
    def for_clinicians(self) -> int:
        """How many of its sessions are for clinicians alone."""
        return sum(part.who == CLINICIANS for part in self.parts)

    def enough_for(self, *, clinician: bool) -> int:
        """How many sessions make it done: a clinician comes to those for clinicians as well."""
        return self.enough + (self.for_clinicians if clinician else 0)

    def serves(self, conditions: set[str]) -> bool:
        """Whether it is for somebody who lives with these; a course for no particular condition serves any."""
        return self.audience == PEOPLE and bool(conditions & self.conditions if self.conditions else conditions)


@cache
def courses() -> dict[str, Course]:
    """All courses by key, those for people first."""
    keys = [path.stem for path in content_files("courses")]
    found = [_course(key, row) for key, row in zip(keys, contents("courses"), strict=True)]
    return {course.key: course for course in sorted(found, key=lambda course: (course.audience, course.name))}


def course_of(key: str) -> Course:
    """The course with this key; KeyError where there is none."""
    return courses()[key]


def name_of(key: str) -> str:
    """What a course is called; of one that is no more, its key."""
    return courses()[key].name if key in courses() else key


def _course(key: str, row: dict[str, Any]) -> Course:
    facts = {name: value for name, value in row.items() if name not in {"session", "conditions"}}
    parts = tuple(_part(each) for each in row["session"])
    return Course(key=key, conditions=frozenset(row["conditions"]), parts=parts, **facts)


def _part(row: dict[str, Any]) -> Part:
    return Part(**{**row, "tutors": frozenset(row["tutors"]), "covers": tuple(row["covers"])})

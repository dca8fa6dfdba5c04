"""How far people come with a course: eligible, offered, enrolled, started, completed, reunion; and who is left behind.

Nobody can be made out: see `rounded`. Whoever has died or moved away since is not counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.directory.geography import deciles_of
from alongside.people.access import Can, allowed_by
from alongside.people.actors import current_memberships
from alongside.people.conditions import name_of as condition_name
from alongside.people.languages import name_of as language_name
from alongside.people.models import Condition, Organisation, Person, Registration, User
from alongside.people.queries.organisations import economy_of
from alongside.programmes.courses import Course
from alongside.programmes.models import Attendance, Enrolment, Offer
from alongside.programmes.queries.completing import came, done_by
from alongside.ui.formats import age

STEPS = {
    "eligible": gettext_lazy("could go"),
    "offered": gettext_lazy("offered"),
    "enrolled": gettext_lazy("had a place"),
    "started": gettext_lazy("came once"),
    "completed": gettext_lazy("did the course"),
    "reunion": gettext_lazy("came to the reunion"),
}
DIMENSIONS = {
    "practice": gettext_lazy("practice"),
    "condition": gettext_lazy("condition"),
    "decile": gettext_lazy("deprivation"),
    "sex": gettext_lazy("sex"),
    "age": gettext_lazy("age"),
    "ethnicity": gettext_lazy("ethnic group"),
    "language": gettext_lazy("language"),
    "working": gettext_lazy("work"),
}
FEW, NEAREST = 7, 5
AGES = (18, 40, 50, 60, 70, 80)  # where each band begins


@dataclass(frozen=True)
class Number:
    """A count nobody can be made out by: "7 or fewer", which may be none, or to the nearest five."""

    about: int | None

    def __str__(self) -> str:
        return _("%(few)d or fewer") % {"few": FEW} if self.about is None else str(self.about)


def rounded(count: int) -> Number:
    """None to seven are all alike, and more go to the nearest five, so that no difference of two tells of a few."""
    return Number(None) if count <= FEW else Number(NEAREST * round(count / NEAREST))


@dataclass(frozen=True)
class Line:
    """One group of people at each step."""

    label: str
    numbers: list[Number]

    @property
    def shares(self) -> list[int | None]:
        """Per cent of the step before, where both are more than a few."""
        pairs = zip(self.numbers, self.numbers[1:], strict=False)
        return [None, *(_share(here, before) for before, here in pairs)]


def _share(here: Number, before: Number) -> int | None:
    return min(100, round(100 * here.about / before.about)) if before.about and here.about else None


@dataclass(frozen=True)
class Funnel:
    course: Course
    everybody: Line
    by: str
    lines: list[Line]
    barriers: list[tuple[str, Number]]


@dataclass(frozen=True)
class Somebody:
    """A person as far as the funnel asks."""

    pk: UUID
    practice: str
    sex: str
    born: date
    ethnicity: str
    working: str
    postcode: str
    language: str


def places_compared_by(user: User | AnonymousUser) -> list[Organisation]:
    """The health economies, or whatever else they work in, whose funnel an account may see."""
    if not user.is_authenticated:
        return []
    held = [row for row in current_memberships(user) if (Can.SEE_FUNNEL, None) in allowed_by([row])]
    return list({row.organisation_id: row.organisation for row in held}.values())


def funnel(place: Organisation, course: Course, by: str) -> Funnel:
    """Of the health economy a place is in: how far people came, altogether and by one of DIMENSIONS."""
    people = _eligible(place, course)
    steps = _steps(people, course)
    groups = _groups(people, by)
    lines = [Line(label, _numbers([pk for pk in members if pk in people], steps)) for label, members in groups]
    return Funnel(course, Line(_("Everybody"), _numbers(people, steps)), by, lines, _barriers(people, course))


def _numbers(people: Iterable[UUID], steps: dict[str, set[UUID]]) -> list[Number]:
    known = set(people)
    return [rounded(len(known & steps[step])) for step in STEPS]


def _eligible(place: Organisation, course: Course) -> dict[UUID, Somebody]:
    """Whoever is registered here and lives with what the course is for."""
    kinds = Condition.objects.filter(abated=None).exclude(kind="")
    served = kinds.filter(kind__in=course.conditions) if course.conditions else kinds
    here = Registration.objects.current().filter(practice__in=economy_of(place), person__in=served.values("person"))
    living = here.filter(person__died_on=None, person__restricted_at=None)
    facts = (
        "practice__name",
        "sex",
        "date_of_birth",
        "ethnicity",
        "working",
        "postcode",
        "contact_preference__language",
    )
    names = ("person_id", facts[0], *(f"person__{name}" for name in facts[1:]))
    return {row[0]: _somebody(row) for row in living.values_list(*names)}


def _somebody(row: Any) -> Somebody:
    pk, practice, sex, born, ethnicity, working, postcode, language = row
    return Somebody(pk, practice, sex, born, ethnicity, working, postcode, language or "")


def _steps(people: dict[UUID, Somebody], course: Course) -> dict[str, set[UUID]]:
    """Who got to each step; whoever got to one got to those before."""
    placed = Enrolment.objects.filter(cohort__course_key=course.key, placed_at__isnull=False, person__isnull=False)
    rows = {row.pk: row for row in placed.select_related("cohort__variant") if row.person_id in people}
    days = came(list(rows))
    done = done_by(list(rows.values()), days)
    here = Attendance.objects.filter(enrolment__in=rows, mark=Attendance.Mark.HERE, session__kind="reunion")
    back = set(here.values_list("enrolment_id", flat=True))
    offered = set(Offer.objects.filter(course_key=course.key).values_list("person_id", flat=True))
    enrolled = _people(rows, rows)
    completed = _people(rows, done)
    reunion = _people(rows, back) & completed
    started = _people(rows, days) | completed
    everybody = set(people)
    return {
        "eligible": everybody,
        "offered": (offered | enrolled) & everybody,
        "enrolled": enrolled,
        "started": started,
        "completed": completed,
        "reunion": reunion,
    }


def _people(rows: dict[UUID, Enrolment], chosen: Iterable[UUID]) -> set[UUID]:
    return {pk for each in chosen if (pk := rows[each].person_id)}


def _groups(people: dict[UUID, Somebody], by: str) -> list[tuple[str, list[UUID]]]:
    """Each group of a dimension, in an order that can be read; by condition somebody can be in several."""
    if by == "condition":
        return _by_condition(people)
    label = _by_decile(people) if by == "decile" else LABELS[by]
    groups: dict[tuple[Any, str], list[UUID]] = {}
    for row in people.values():
        groups.setdefault(label(row), []).append(row.pk)
    return [(words, members) for (_order, words), members in sorted(groups.items())]


def _by_condition(people: dict[UUID, Somebody]) -> list[tuple[str, list[UUID]]]:
    groups: dict[str, list[UUID]] = {}
    rows = Condition.objects.filter(abated=None).exclude(kind="").values_list("person_id", "kind").distinct()
    for pk, kind in rows:
        groups.setdefault(condition_name(kind), []).append(pk)
    return [group for group in sorted(groups.items()) if any(pk in people for pk in group[1])]


def _by_decile(people: dict[UUID, Somebody]) -> Callable[[Somebody], tuple[int, str]]:
    found = deciles_of(row.postcode for row in people.values())
    names = {1: _("1, the most deprived"), 10: _("10, the least deprived")}

    def label(row: Somebody) -> tuple[int, str]:
        decile = found.get(row.postcode)
        return (decile, names.get(decile, str(decile))) if decile else (99, _("not known"))

    return label


def _age(row: Somebody) -> tuple[int, str]:
    years = age(row.born)
    begins = max((each for each in AGES if each <= years), default=0)
    later = next((each for each in AGES if each > begins), None)
    if not begins:
        return 0, _("under %(age)d") % {"age": AGES[0]}
    return begins, f"{begins}–{later - 1}" if later else _("%(age)d and over") % {"age": begins}


def _said(value: str, words: str) -> tuple[int, str]:
    """What nobody said comes last."""
    return (0, words) if value else (1, _("not said"))


LABELS: dict[str, Callable[[Somebody], tuple[Any, str]]] = {
    "practice": lambda row: (0, row.practice),
    "sex": lambda row: (0, str(Person.Sex(row.sex).label)),
    "age": _age,
    "ethnicity": lambda row: _said(row.ethnicity, str(Person.Ethnicity(row.ethnicity).label if row.ethnicity else "")),
    "working": lambda row: _said(row.working, str(Person.Working(row.working).label if row.working else "")),
    "language": lambda row: _said(row.language, language_name(row.language)),
}


def _barriers(people: dict[UUID, Somebody], course: Course) -> list[tuple[str, Number]]:
    """What people said makes it hard, when they said no or gave a place back; of each person the latest."""
    rows = Offer.objects.filter(course_key=course.key).exclude(barrier="").values_list("person_id", "barrier")
    counted = Counter(barrier for pk, barrier in rows if pk in people)
    return [(str(Offer.Barrier(key).label), rounded(count)) for key, count in counted.most_common()]

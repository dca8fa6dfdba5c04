"""Which courses somebody could go on, what they said so far, and where the next ones are."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from alongside.people.models import Person, Registration
from alongside.people.queries.organisations import economy_of
from alongside.programmes.courses import PEOPLE, Course, courses
from alongside.programmes.models import Cohort, Enrolment, Offer, Session, Venue
from alongside.programmes.queries.catching_up import chairs_left_in

State = Offer.State


@dataclass(frozen=True)
class Choice:
    """A group somebody can join: when it begins, where, and whether there is a place."""

    cohort: Cohort
    first: Session
    venue: Venue
    left: int  # less the chairs of guests

    @property
    def has_place(self) -> bool:
        return self.left > 0


@dataclass(frozen=True)
class OfferLine:
    """A course, what was said of it so far, the place they have, and the groups to come."""

    course: Course
    offer: Offer | None
    enrolment: Enrolment | None
    choices: list[Choice]

    @property
    def is_open(self) -> bool:
        """Whether they still think about it, or would like to go and have no place yet."""
        said = self.offer.state if self.offer else ""
        return not self.enrolment and said in (State.OFFERED, State.ACCEPTED)

    def is_due(self, today: date) -> bool:
        """Whether it is time to speak of it: never done, or the day has come to ask again."""
        if self.enrolment or not self.choices:
            return False
        if self.offer is None:
            return True
        return bool(self.offer.ask_again_on and self.offer.ask_again_on <= today)


def offers_for(person: Person) -> list[OfferLine]:
    """The courses that serve this person and are run where they live, and those they are on or were spoken to about."""
    kinds = set(person.conditions.filter(abated=None).exclude(kind="").values_list("kind", flat=True))
    offers = {offer.course_key: offer for offer in person.course_offers.all()}
    places = {row.cohort.course_key: row for row in _open_places(person)}
    choices = _choices(person)
    lines = [
        OfferLine(course, offers.get(key), places.get(key), choices.get(key, []))
        for key, course in courses().items()
        if key in places or (course.audience == PEOPLE and (key in offers or (course.serves(kinds) and key in choices)))
    ]
    return sorted(lines, key=lambda line: (line.enrolment is None, line.course.name))


def open_cohorts(person: Person) -> Any:
    """The groups for people that are still to begin where the person is registered: a queryset, by when they begin."""
    registration = Registration.objects.current().filter(person=person).select_related("practice").first()
    if registration is None or person.died_on or person.restricted_at:
        return Cohort.objects.none()
    keys = [course.key for course in courses().values() if course.audience == PEOPLE]
    here = economy_of(registration.practice)
    near = Cohort.objects.to_come().filter(course_key__in=keys, organisation__in=here).select_related("variant")
    ordinary = Q(sessions__kind=Session.Kind.ORDINARY) & ~Q(sessions__state=Session.State.CANCELLED)
    rows: Any = near.annotate(begins=Min("sessions__starts_at", filter=ordinary))
    return rows.filter(begins__gt=timezone.now()).order_by("begins")


def _choices(person: Person) -> dict[str, list[Choice]]:
    found: dict[str, list[Choice]] = defaultdict(list)
    cohorts = list(open_cohorts(person))
    ordinary = Session.objects.filter(cohort__in=cohorts, kind=Session.Kind.ORDINARY)
    live = ordinary.exclude(state=Session.State.CANCELLED).select_related("venue").order_by("-starts_at")
    firsts = {session.cohort_id: session for session in live}  # the earliest comes last, and stays
    left = chairs_left_in(cohorts)
    for cohort in cohorts:
        first = firsts[cohort.pk]
        found[cohort.course_key].append(Choice(cohort, first, first.venue, left[cohort.pk]))
    return found


def place_on(person: Person, course: str) -> Enrolment | None:
    """The place on a course, or the wait for one, that somebody has."""
    return _open_places(person).filter(cohort__course_key=course).first()


def _open_places(person: Person) -> QuerySet[Enrolment]:
    going_on = [Cohort.State.OPEN, Cohort.State.RUNNING]
    rows = Enrolment.objects.open().filter(person=person, cohort__state__in=going_on)
    return rows.select_related("cohort__organisation").order_by("joined_at")

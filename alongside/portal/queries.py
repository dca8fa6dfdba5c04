"""The person's home, gathered from the contexts below."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from alongside.agenda.models import Appointment
from alongside.agenda.queries import Said, next_appointment, what_happened
from alongside.messages.models import SignedLink
from alongside.peers.queries.groups import OwnGroup, groups_of
from alongside.peers.queries.reference import invitation_of
from alongside.people.access import Can, visible_people
from alongside.people.listed import Listed
from alongside.people.models import AuditEvent, Organisation, Person, User
from alongside.people.queries.sharing import practice_of
from alongside.people.queries.trail import Glimpse, sentence
from alongside.plans.models import FollowUp, Signposting
from alongside.plans.queries import GoalCard, active_cards, services_of
from alongside.programmes.queries import OfferLine, enrolment_of, offers_for

SAID_AT_HOME = 6
SERVICES_AT_HOME = 3
LOOKS_AT_HOME = 3
EVENTS_READ = 60


@dataclass(frozen=True)
class Home:
    """What a person sees first."""

    person: Person
    appointment: Appointment | None
    prepared: bool
    next_ask: date | None
    goals: list[GoalCard]
    said: list[Said]
    services: list[Signposting]
    courses: list[OfferLine]
    groups: list[OwnGroup]
    looks: list[Glimpse]
    acts_for: list[Person]

    @property
    def words(self) -> str:
        """Everything the page shows in the person's words."""
        goals = [f"{line.goal.words}\n{line.line}" for line in self.goals]
        return "\n".join([*goals, *(said.words for said in self.said)])


def home_of(person: Person, user: User | AnonymousUser) -> Home:
    """The home page of `person`, as seen by `user` (the person or somebody who acts for them)."""
    appointment, today = next_appointment(person), timezone.localdate()
    return Home(
        person=person,
        appointment=appointment,
        prepared=bool(appointment and _sent(appointment)),
        next_ask=_next_ask(person),
        goals=active_cards(person),
        said=what_happened(person)[:SAID_AT_HOME],
        services=[row for row in services_of(person) if row.state != Signposting.State.STOPPED][:SERVICES_AT_HOME],
        courses=[line for line in offers_for(person) if line.enrolment or line.is_open or line.is_due(today)],
        groups=groups_of(person),
        looks=_looks(person),
        acts_for=people_cared_for(user),
    )


def _sent(appointment: Appointment) -> bool:
    return bool(appointment.prepared and appointment.prepared.sent_at)


def _next_ask(person: Person) -> date | None:
    planned = FollowUp.objects.filter(goal__plan__person=person, state=FollowUp.State.PLANNED)
    return planned.order_by("due").values_list("due", flat=True).first()


def _looks(person: Person) -> list[Glimpse]:
    """The latest looks at the record by others, each once a day; being seen in a list is told on the page of all."""
    seen = AuditEvent.objects.filter(person_id=person.pk, verb__endswith=".seen").exclude(verb__in=list(Listed))
    seen = seen.order_by("-at")[:EVENTS_READ]
    told: dict[tuple[date, str, str], Glimpse] = {}
    for event in seen:
        key = (timezone.localdate(event.at), event.actor, event.verb)
        told.setdefault(key, Glimpse(event.at, sentence(event, {})))
    return list(told.values())[:LOOKS_AT_HOME]


def people_cared_for(user: User | AnonymousUser) -> list[Person]:
    """The persons an account acts for today; nobody acts for somebody who died."""
    if not user.is_authenticated:
        return []
    agreed = user.cares_for.current().values("person")
    return list(visible_people(user, Can.PREPARE).filter(pk__in=agreed).order_by("given_name"))


def practice_to_ring(link: SignedLink) -> Organisation | None:
    """Whom to ring: where the appointment is, whoever runs the course or asks, or the practice of registration."""
    if link.purpose == SignedLink.Purpose.COURSE and (enrolment := enrolment_of(link)):
        return enrolment.cohort.organisation
    if link.purpose == SignedLink.Purpose.QUESTIONS and (invitation := invitation_of(link)):
        return invitation.questionnaire.organisation
    appointment = Appointment.objects.filter(pk=link.subject_id).select_related("organisation").first()
    return appointment.organisation if appointment else practice_of(link.person)


def savers(user: User | AnonymousUser) -> list[Person]:
    """Whom an account may keep services for: the person it belongs to, and those it acts for."""
    own = [user.person] if user.is_authenticated and user.person else []
    return own + [person for person in people_cared_for(user) if person not in own]


def saved_for(people: list[Person]) -> dict[UUID, set[UUID]]:
    """The services each of them has already, by person."""
    rows = Signposting.objects.open().filter(plan__in=[person.pk for person in people])
    saved: dict[UUID, set[UUID]] = {person.pk: set() for person in people}
    for plan, service in rows.values_list("plan", "service"):
        saved[plan].add(service)
    return saved

"""Fetching everything held about a person, in a number of queries that does not grow with what is held."""

from dataclasses import dataclass

from alongside.agenda.models import AgendaItem, Appointment, Preparation, Result, Visit
from alongside.messages.models import Message
from alongside.people import audit
from alongside.people.models import (
    AuditEvent,
    CarerAgreement,
    Condition,
    Consent,
    ContactPreference,
    ErasureRequest,
    Organisation,
    Person,
    PersonIdentifier,
    Registration,
    User,
)
from alongside.plans.models import FollowUp, Goal, Plan
from alongside.worklist.models import Task


@dataclass(frozen=True)
class Held:
    """The rows themselves, oldest first."""

    person: Person
    account: User | None
    preference: ContactPreference | None
    identifiers: list[PersonIdentifier]
    registrations: list[Registration]
    carers: list[CarerAgreement]
    consents: list[Consent]
    erasures: list[ErasureRequest]
    conditions: list[Condition]
    appointments: list[Appointment]
    preparations: list[Preparation]
    visits: list[Visit]
    items: list[AgendaItem]
    results: list[Result]
    plan: Plan | None
    goals: list[Goal]
    follow_ups: list[FollowUp]
    messages: list[Message]
    tasks: list[Task]
    trail: list[AuditEvent]

    @property
    def organisations(self) -> list[Organisation]:
        """Every organisation the rows name, once."""
        rows = [
            *(row.practice for row in self.registrations),
            *(row.organisation for row in self.appointments),
            *(row.organisation for row in self.visits),
            *(row.organisation for row in self.consents),
            *(row.team for row in self.tasks),
        ]
        return list({row.pk: row for row in rows if row}.values())


def held_about(person: Person) -> Held:
    """Everything held about one person. `covered.py` says which rows that is, and a test that it is all."""
    return Held(
        person=person,
        account=User.objects.filter(person=person).first(),
        preference=ContactPreference.objects.filter(person=person).first(),
        identifiers=list(person.identifiers.order_by("system", "value")),
        registrations=list(person.registrations.select_related("practice").order_by("since")),
        carers=list(person.carer_agreements.select_related("carer").order_by("since")),
        consents=list(person.consents.select_related("organisation").order_by("given_at")),
        erasures=list(person.erasure_requests.order_by("asked_at")),
        conditions=list(person.conditions.order_by("onset", "display")),
        appointments=list(person.appointments.select_related("organisation", "clinician").order_by("starts_at")),
        preparations=_preparations(person),
        visits=list(person.visits.select_related("organisation", "clinician", "appointment").order_by("started_at")),
        items=_items(person),
        results=list(person.results.order_by("taken_at", "pk")),
        plan=Plan.objects.filter(person=person).prefetch_related("warning_signs", "contacts").first(),
        goals=_goals(person),
        follow_ups=_follow_ups(person),
        messages=list(person.messages.prefetch_related("deliveries").order_by("created_at")),
        tasks=list(person.tasks.select_related("team").prefetch_related("moves").order_by("created_at")),
        trail=list(audit.trail_of(person.pk).order_by("at", "id")),
    )


def _preparations(person: Person) -> list[Preparation]:
    rows = Preparation.objects.filter(appointment__person=person).select_related("appointment")
    return list(rows.prefetch_related("concerns").order_by("started_at"))


def _items(person: Person) -> list[AgendaItem]:
    rows = AgendaItem.objects.filter(visit__person=person).select_related("visit", "concern", "carried_from")
    return list(rows.order_by("visit__started_at", "position"))


def _goals(person: Person) -> list[Goal]:
    rows = Goal.objects.filter(plan__person=person).select_related("scale")
    return list(rows.prefetch_related("actions", "confidences").order_by("agreed_at"))


def _follow_ups(person: Person) -> list[FollowUp]:
    rows = FollowUp.objects.filter(goal__plan__person=person).select_related("goal", "check_in")
    return list(rows.order_by("due"))

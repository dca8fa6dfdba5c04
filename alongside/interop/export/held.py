"""Fetching everything held about one person; which kinds of row that is, and which are left out and why."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from alongside.agenda.models import AgendaItem, Appointment, Concern, Preparation, Result, Visit
from alongside.messages.models import Delivery, Message, SignedLink
from alongside.peers.models import (
    BuddyRequest,
    Call,
    Coming,
    Invitation,
    Match,
    Member,
    ReferenceMember,
    SupportRequest,
    Thought,
    Worry,
    WorryStep,
)
from alongside.people import audit
from alongside.people.models import (
    AuditEvent,
    CarerAgreement,
    CarerInvitation,
    Condition,
    Consent,
    ContactPreference,
    ErasureRequest,
    Person,
    PersonIdentifier,
    Registration,
    User,
)
from alongside.plans.models import (
    Action,
    CheckIn,
    Confidence,
    FollowUp,
    Goal,
    GoalScale,
    Handover,
    Plan,
    PlanContact,
    Signposting,
    SignpostingMove,
    WarningSign,
)
from alongside.programmes.models import Attendance, CatchUp, Enrolment, Offer, OfferMove, OwnTime, Rating
from alongside.worklist.models import Task, TaskMove

# Each kind of row about a person, and the FHIR resource that carries it.
EXPORTED: dict[type, str] = {
    Person: "Patient",
    PersonIdentifier: "Patient",
    User: "Person",
    ContactPreference: "Patient",
    Registration: "EpisodeOfCare",
    CarerAgreement: "RelatedPerson",
    CarerInvitation: "Task",
    Condition: "Condition",
    Consent: "Consent",
    ErasureRequest: "Task",
    Appointment: "Appointment",
    Visit: "Encounter",
    Result: "Observation",
    Preparation: "QuestionnaireResponse",
    Concern: "QuestionnaireResponse",
    AgendaItem: "Task",
    Plan: "CarePlan",
    WarningSign: "CarePlan",
    PlanContact: "CarePlan",
    Action: "CarePlan",
    Goal: "Goal",
    GoalScale: "Goal",
    Confidence: "Observation",
    FollowUp: "Task",
    CheckIn: "Communication",
    Handover: "Task",
    Signposting: "ServiceRequest",
    SignpostingMove: "ServiceRequest",
    Offer: "ServiceRequest",
    OfferMove: "ServiceRequest",
    Enrolment: "ServiceRequest",
    Attendance: "ServiceRequest",
    OwnTime: "ServiceRequest",
    CatchUp: "ServiceRequest",
    BuddyRequest: "ServiceRequest",
    Match: "ServiceRequest",
    Call: "ServiceRequest",
    Member: "ServiceRequest",
    Coming: "ServiceRequest",
    Thought: "ServiceRequest",
    SupportRequest: "ServiceRequest",
    ReferenceMember: "ServiceRequest",
    Invitation: "ServiceRequest",
    Rating: "ServiceRequest",
    Message: "Communication",
    Task: "Task",
    TaskMove: "Task",
}
LEFT_OUT: dict[type, str] = {
    SignedLink: "a key to a page, worth nothing elsewhere; the message it went with is a Communication",
    Worry: "a buddy’s own words about a worry, which may be about whoever reads this; asked for by hand",
    WorryStep: "what was done about such a worry, in staff’s words, which may tell of others",
    Delivery: "how one message travelled; the Communication says whether, when and how it was sent",
}


@dataclass(frozen=True)
class Held:
    """Everything about one person, fetched in a fixed number of queries."""

    person: Person
    account: User | None
    preference: ContactPreference | None
    identifiers: list[PersonIdentifier]
    registrations: list[Registration]
    carers: list[CarerAgreement]
    asked_carers: list[CarerInvitation]
    conditions: list[Condition]
    consents: list[Consent]
    erasures: list[ErasureRequest]
    appointments: list[Appointment]
    visits: list[Visit]
    results: list[Result]
    waiting_results: int
    plan: Plan | None
    goals: list[Goal]
    handovers: list[Handover]
    signpostings: list[Signposting]
    offers: list[Offer]
    places: list[Enrolment]
    buddies: list[BuddyRequest]
    groups: list[Member]
    reference_groups: list[ReferenceMember]
    messages: list[Message]
    tasks: list[Task]
    trail: list[AuditEvent]


def held_about(person: Person) -> Held:
    results = Result.objects.filter(person=person)
    return Held(
        person=person,
        account=User.objects.filter(person=person).first(),
        preference=ContactPreference.objects.filter(person=person).first(),
        identifiers=list(person.identifiers.order_by("system", "value")),
        registrations=list(person.registrations.select_related("practice").order_by("since")),
        carers=list(person.carer_agreements.select_related("carer").order_by("since")),
        asked_carers=list(person.carer_invitations.order_by("asked_at")),
        conditions=list(person.conditions.order_by("onset", "display")),
        consents=list(person.consents.select_related("organisation").order_by("given_at")),
        erasures=list(person.erasure_requests.order_by("asked_at")),
        appointments=_appointments(person),
        visits=_visits(person),
        results=list(results.filter(released_at__isnull=False).order_by("-taken_at")),
        waiting_results=results.filter(released_at=None).count(),
        plan=Plan.objects.filter(person=person).prefetch_related("warning_signs", "contacts").first(),
        goals=_goals(person),
        handovers=list(Handover.objects.filter(plan=person.pk).select_related("organisation").order_by("given_at")),
        signpostings=_signpostings(person),
        offers=list(person.course_offers.prefetch_related("moves").order_by("first_at")),
        places=_places(person),
        buddies=_buddies(person),
        groups=_groups(person),
        reference_groups=_reference_groups(person),
        messages=list(person.messages.select_related("organisation").order_by("created_at")),
        tasks=list(person.tasks.select_related("team").prefetch_related("moves").order_by("created_at")),
        trail=list(audit.trail_of(person.pk)),
    )


def _appointments(person: Person) -> list[Appointment]:
    rows = person.appointments.select_related("organisation", "clinician", "preparation", "visit")
    return list(rows.prefetch_related("preparation__concerns").order_by("starts_at"))


def _visits(person: Person) -> list[Visit]:
    items = Prefetch("items", AgendaItem.objects.select_related("concern").order_by("position"))
    return list(
        person.visits.select_related("organisation", "clinician").prefetch_related(items).order_by("-started_at")
    )


def _signpostings(person: Person) -> list[Signposting]:
    rows = Signposting.objects.filter(plan=person.pk).select_related("service", "handover")
    return list(rows.prefetch_related("moves").order_by("chosen_at"))


def _places(person: Person) -> list[Enrolment]:
    came = Prefetch("attendances", Attendance.objects.select_related("session").order_by("session__starts_at"))
    made_up = Prefetch("catch_ups", CatchUp.objects.select_related("missed"))
    alone = Prefetch("own_times", OwnTime.objects.select_related("session").order_by("session__starts_at"))
    said = Prefetch("ratings", Rating.objects.select_related("session").order_by("session__starts_at"))
    rows = person.course_places.select_related("cohort__organisation").order_by("joined_at")
    return list(rows.prefetch_related(came, made_up, alone, said))


def _buddies(person: Person) -> list[BuddyRequest]:
    matches = Prefetch("matches", Match.objects.select_related("buddy__user").prefetch_related("calls"))
    rows = person.buddy_requests.select_related("organisation").prefetch_related(matches)
    return list(rows.order_by("asked_at"))


def _groups(person: Person) -> list[Member]:
    said = Prefetch("answers", Coming.objects.select_related("day").order_by("day__on"))
    rows = person.groups.select_related("group__service", "group__organisation")
    return list(rows.prefetch_related(said, "support", "thoughts", "thought_of").order_by("joined_at"))


def _reference_groups(person: Person) -> list[ReferenceMember]:
    asked = Prefetch("invitations", Invitation.objects.select_related("questionnaire").order_by("asked_at"))
    rows = ReferenceMember.objects.filter(person=person).select_related("organisation").prefetch_related(asked)
    return list(rows.order_by("agreed_at"))


def _goals(person: Person) -> list[Goal]:
    asked = Prefetch("follow_ups", FollowUp.objects.select_related("check_in").order_by("due"))
    rows: Any = Goal.objects.filter(plan__person=person).select_related("scale", "instead_of")
    return list(rows.prefetch_related("actions", "confidences", asked))

"""Who may do what about whom: one table, and the functions that fetch and authorise in one call.

A person's record is reached by a relation (the person themselves, a carer they agreed to, a member of the practice they
are registered with, a member of a team they shared it with). The table says what each role may do by each relation.
Whoever may not know that a record exists gets 404, never 403.

After somebody died, or asked to be forgotten where the practice must keep the record, only their practice reaches it.

`person_for` and `organisation_for` leave the capability they were asked for on the request, in
`request.access_checked`, before they answer: a test that walks every address reads it there and compares the page's
answer with `may` and `organisations_for`. Lists that go through `visible_people` have no single capability.
"""

from enum import StrEnum
from functools import reduce
from operator import or_
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from alongside.people import audit
from alongside.people.actors import Actor, act_as, actor_of, memberships_of
from alongside.people.models import (
    CarerAgreement,
    CarerInvitation,
    Consent,
    Membership,
    Organisation,
    Person,
    Purpose,
    Registration,
    Role,
    User,
)


class Can(StrEnum):
    """Everything somebody can be allowed to do. The value names the read in the audit trail."""

    # About a person
    SEE_PERSON = "person"  # name, age, contact, and that they are known here
    SEE_APPOINTMENTS = "appointments"
    MANAGE_APPOINTMENTS = "appointments.manage"
    CORRECT_PERSON = "person.correct"  # name, date of birth, NHS number
    MANAGE_LINKS = "links.manage"
    TYPE_ANSWERS = "answers.type"  # put in what the person says, without seeing what was there
    SEE_ANSWERS = "answers"
    PREPARE = "answers.give"
    SEE_PLAN = "plan"
    EDIT_PLAN = "plan.edit"
    RUN_VISIT = "visit"
    SEE_TRAIL = "trail"  # who has looked
    MANAGE_CONSENT = "consent"
    END_CARER = "carer.end"  # stop somebody from acting for the person, such as one who harms them
    MANAGE_CONTACT = "contact"
    EXPORT = "export"
    ERASE = "erase"
    # About an organisation
    SEE_ORGANISATION = "organisation"
    MANAGE_ORGANISATION = "organisation.manage"
    ADD_ORGANISATION = "organisation.add"  # put another one under it
    SEE_VACANCIES = "vacancies"
    WORK = "worklist"


class Relation(StrEnum):
    SELF = "self"
    CARER = "carer"
    PRACTICE = "practice"  # a member of the practice the person is registered with
    SHARED = "shared"  # a member of a team the person shared the plan with, until its day


OWN = frozenset(
    {
        Can.SEE_PERSON, Can.SEE_APPOINTMENTS, Can.SEE_ANSWERS, Can.PREPARE, Can.SEE_PLAN, Can.EDIT_PLAN,
        Can.SEE_TRAIL, Can.MANAGE_CONSENT, Can.MANAGE_CONTACT, Can.EXPORT,
    }
)  # fmt: skip

# Appointments and what goes with them, without a look at what was said.
DESK = frozenset(
    {Can.SEE_PERSON, Can.SEE_APPOINTMENTS, Can.MANAGE_APPOINTMENTS, Can.MANAGE_LINKS, Can.TYPE_ANSWERS}
)  # fmt: skip
CARE = DESK | {Can.SEE_ANSWERS, Can.SEE_PLAN, Can.EDIT_PLAN, Can.RUN_VISIT}
# Who the person is and how to reach them is kept right by the practice they are registered with, not by every team.
REGISTER = frozenset({Can.CORRECT_PERSON, Can.MANAGE_CONTACT})

# A carer acts for the person, but agreeing to share, and taking everything away, stay with the person.
ABOUT_PEOPLE: dict[tuple[Role, Relation], frozenset[Can]] = {
    (Role.PATIENT, Relation.SELF): OWN,
    (Role.CARER, Relation.CARER): OWN - {Can.MANAGE_CONSENT, Can.EXPORT},
    (Role.CLINICIAN, Relation.PRACTICE): CARE | REGISTER | {Can.END_CARER},
    (Role.RECEPTIONIST, Relation.PRACTICE): DESK | REGISTER,
    (Role.PRACTICE_MANAGER, Relation.PRACTICE): DESK | REGISTER | {Can.SEE_TRAIL, Can.ERASE, Can.END_CARER},
    (Role.CLINICIAN, Relation.SHARED): CARE,
    (Role.RECEPTIONIST, Relation.SHARED): DESK,
    (Role.COORDINATOR, Relation.SHARED): DESK | {Can.SEE_PLAN},
}

MEMBER = frozenset({Can.SEE_ORGANISATION, Can.WORK})
ABOUT_ORGANISATIONS: dict[Role, frozenset[Can]] = {
    Role.CLINICIAN: MEMBER,
    Role.RECEPTIONIST: MEMBER,
    Role.PRACTICE_MANAGER: MEMBER | {Can.MANAGE_ORGANISATION},
    Role.COORDINATOR: MEMBER,
    Role.LAY_TUTOR: frozenset({Can.SEE_ORGANISATION}),
    Role.CLINICAL_TUTOR: frozenset({Can.SEE_ORGANISATION}),
    Role.BUDDY: frozenset({Can.SEE_ORGANISATION}),
    Role.EDITOR: frozenset({Can.SEE_ORGANISATION}),
    Role.DIRECTORY_STEWARD: frozenset({Can.SEE_ORGANISATION}),
    Role.IMPROVEMENT_LEAD: MEMBER | {Can.SEE_VACANCIES},
    Role.COMMISSIONER: frozenset({Can.SEE_ORGANISATION, Can.SEE_VACANCIES}),
    Role.EVALUATOR: frozenset({Can.SEE_ORGANISATION}),
    Role.ADMINISTRATOR: frozenset(
        {Can.SEE_ORGANISATION, Can.MANAGE_ORGANISATION, Can.ADD_ORGANISATION, Can.SEE_VACANCIES}
    ),
}

# Roles that reach every organisation below theirs, as a health economy's administrator does.
REACH_DOWN = frozenset({Role.ADMINISTRATOR, Role.COMMISSIONER, Role.IMPROVEMENT_LEAD})


def roles_with(capability: Can, relation: Relation) -> list[Role]:
    """Roles that hold a capability by a relation."""
    return [role for (role, by), allowed in ABOUT_PEOPLE.items() if by == relation and capability in allowed]


def visible_people(user: User | AnonymousUser, capability: Can) -> QuerySet[Person]:
    """The persons about whom `user` holds `capability`."""
    paths = _paths(user, capability)
    return Person.objects.filter(reduce(or_, paths)) if paths else Person.objects.none()


def held_at(user: User | AnonymousUser, capability: Can) -> Q:
    """Rows with a `person` and an `organisation` that `user` reaches: at the place that gives them `capability`.

    A team's appointments are the team's, even for the practice, and the other way round; the person sees all.
    """
    nothing = Q(pk__in=[])
    return reduce(or_, _paths(user, capability, to="person__", at="organisation"), nothing)


def _paths(user: User | AnonymousUser, capability: Can, *, to: str = "", at: str = "") -> list[Q]:
    """The ways to a person, `to` being how the row leads to them; with `at`, only by the row's own organisation."""
    if not user.is_authenticated or not user.is_active:
        return []
    me, reachable = OuterRef(f"{to}pk"), Q(**{f"{to}restricted_at": None, f"{to}died_on": None})
    registered = Registration.objects.current().filter(person=me, practice__in=practices_for(user, capability))
    shared = Consent.objects.in_force().filter(person=me, purpose=Purpose.OTHER_SERVICE)
    shared = shared.filter(organisation__in=_teams(user, capability))
    if at:
        registered, shared = registered.filter(practice=OuterRef(at)), shared.filter(organisation=OuterRef(at))
    paths = [Q(Exists(registered)), Q(Exists(shared)) & reachable]
    if roles_with(capability, Relation.SELF) and user.person_id:
        paths.append(Q(**{f"{to}pk": user.person_id}) & reachable)
    if roles_with(capability, Relation.CARER):
        paths.append(Q(Exists(CarerAgreement.objects.current().filter(carer=user, person=me))) & reachable)
    return paths


def practices_for(user: User | AnonymousUser, capability: Can) -> QuerySet[Organisation]:
    """The practices for whose registered patients `user` holds `capability`."""
    return _places(user, roles_with(capability, Relation.PRACTICE)).filter(kind=Organisation.Kind.PRACTICE)


def desks_for(user: User | AnonymousUser, capability: Can) -> QuerySet[Organisation]:
    """The practices and teams where `user` holds `capability` about whoever is registered or shares with them."""
    return practices_for(user, capability) | _teams(user, capability)


def places_about(user: User | AnonymousUser, capability: Can, person: Person) -> QuerySet[Organisation]:
    """The practice and teams by which `user` holds `capability` about one person, the practice first."""
    registered = Registration.objects.current().filter(person=person).values("practice")
    shared = Consent.objects.in_force().filter(person=person, purpose=Purpose.OTHER_SERVICE).values("organisation")
    found = practices_for(user, capability).filter(pk__in=registered) | _teams(user, capability).filter(pk__in=shared)
    return found.annotate(own=Q(pk__in=registered)).order_by("-own", "name")


def _teams(user: User | AnonymousUser, capability: Can) -> QuerySet[Organisation]:
    """Where members hold a capability about whoever shares with them. Nobody shares with a whole health economy."""
    held = _places(user, roles_with(capability, Relation.SHARED))
    return held.exclude(kind=Organisation.Kind.HEALTH_ECONOMY)


def _places(user: User | AnonymousUser, roles: list[Role]) -> QuerySet[Organisation]:
    """Where an account holds one of some roles today."""
    if not user.is_authenticated or not user.is_active:
        return Organisation.objects.none()
    mine = Membership.objects.current().filter(user=user, role__in=roles)
    return Organisation.objects.filter(pk__in=mine.values("organisation"))


def person_for(request: HttpRequest, pk: UUID, capability: Can) -> Person:
    """Fetch the person if the signed-in account holds `capability` about them, and note the read; otherwise 404."""
    request.access_checked = capability  # type: ignore[attr-defined]  # for tests; see the top of this module
    person = visible_people(request.user, capability).filter(pk=pk).first()
    if person is None:
        raise Http404("No such page.")
    note_read(request, person, capability)
    return person


def note_read(request: HttpRequest, person: Person, capability: Can, *, at: UUID | None = None) -> None:
    """Write the audit row for looking at somebody else's record. `at` is the organisation of what is looked at.

    Whatever the method: a form sent with a mistake in it shows the record again and changes nothing.
    """
    actor = act_about(request, person, capability, at=at)
    if actor.person != person:
        audit.record(by=actor, verb=f"{capability}.seen", person=person)


def act_about(request: HttpRequest, person: Person, capability: Can, *, at: UUID | None = None) -> Actor:
    """The account in the role that lets it at this person, for the rest of the request.

    Somebody may be a nurse in one place, a link worker in another and a daughter at home; whoever reads the trail is
    told which of these looked.
    """
    held = memberships_of(request)
    if not held or request.user.person_id == person.pk:  # type: ignore[union-attr]  # whoever is not signed in has none
        return actor_of(request)
    place = at or places_about(request.user, capability, person).values_list("pk", flat=True).first()
    roles = {*roles_with(capability, Relation.PRACTICE), *roles_with(capability, Relation.SHARED)}
    return act_as(request, next((row for row in held if row.organisation_id == place and row.role in roles), None))


def may(user: User | AnonymousUser, capability: Can, person: Person) -> bool:
    """Whether an account holds a capability about a person."""
    return visible_people(user, capability).filter(pk=person.pk).exists()


def organisations_for(user: User | AnonymousUser, capability: Can) -> list[UUID]:
    """Organisations (and those below, for roles that reach down) where `user` holds `capability`."""
    if not user.is_authenticated or not user.is_active:
        return []
    roles = [role for role, allowed in ABOUT_ORGANISATIONS.items() if capability in allowed]
    held = Membership.objects.current().filter(user=user, role__in=roles).values_list("organisation_id", "role")
    found = {organisation for organisation, _role in held}
    found |= _below({organisation for organisation, role in held if role in REACH_DOWN})
    return list(found)


def _below(tops: set[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    while tops:
        tops = set(Organisation.objects.filter(parent__in=tops).values_list("pk", flat=True)) - found
        found |= tops
    return found


def organisation_for(request: HttpRequest, pk: UUID, capability: Can) -> Organisation:
    """Fetch the organisation if the signed-in account holds `capability` there; otherwise 404."""
    request.access_checked = capability  # type: ignore[attr-defined]  # for tests; see the top of this module
    organisation = Organisation.objects.filter(pk=pk, pk__in=organisations_for(request.user, capability)).first()
    if organisation is None:
        raise Http404("No such page.")
    return organisation


def may_manage(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """Whether an account may change who belongs to an organisation and who answers for it."""
    return organisation.pk in organisations_for(user, Can.MANAGE_ORGANISATION)


def may_reset_second_factor(manager: User | AnonymousUser, user: User) -> bool:
    """Whether an account may take away another's second factor: only where it manages every place the other reaches.

    Otherwise a practice manager could do it to an administrator of the health economy, who belongs to the practice too.
    """
    reached = set(organisations_for(user, Can.SEE_ORGANISATION))  # every role sees the places it reaches
    return manager != user and bool(reached) and reached <= set(organisations_for(manager, Can.MANAGE_ORGANISATION))


def membership_for(organisation: Organisation, pk: UUID) -> Membership:
    """A membership of an organisation that was fetched with its capability; otherwise 404."""
    return get_object_or_404(Membership, pk=pk, organisation=organisation)


def carer_agreement_for(person: Person, pk: str) -> CarerAgreement:
    """A carer's agreement of a person who was fetched with their capability; otherwise 404."""
    return get_object_or_404(CarerAgreement, pk=_uuid(pk), person=person)


def carer_invitation_for(person: Person, pk: str) -> CarerInvitation:
    """What a person, fetched with their capability, asked of somebody; otherwise 404."""
    return get_object_or_404(CarerInvitation, pk=_uuid(pk), person=person)


def shared_team_for(person: Person, pk: str) -> Organisation:
    """A team that a person, fetched with their capability, shares with; otherwise 404."""
    sharing = Consent.objects.filter(person=person, withdrawn_at=None)
    return get_object_or_404(Organisation, pk=_uuid(pk), pk__in=sharing.values("organisation"))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404("No such page.") from None

"""The table as rows of the database: whom, and which places, somebody reaches."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from alongside.people.access.table import (
    ABOUT_ORGANISATIONS,
    PLACES,
    REACH_DOWN,
    WHILE_BOOKED,
    Can,
    Relation,
    roles_with,
)
from alongside.people.models import CarerAgreement, Consent, Membership, Organisation, Person, Registration, User


def visible_people(user: User | AnonymousUser, capability: Can) -> QuerySet[Person]:
    """The persons about whom `user` holds `capability`."""
    paths = _paths(user, capability)
    return Person.objects.filter(reduce(or_, paths)) if paths else Person.objects.none()


def held_at(user: User | AnonymousUser, capability: Can) -> Q:
    """Rows with a `person` and an `organisation` that `user` reaches: at the place that gives them `capability`.

    A team's appointments are the team's, even for the practice, and the other way round; the person sees all. A booked
    appointment stays with its place whatever its person shares by now (`table.WHILE_BOOKED`).
    """
    paths = _paths(user, capability, to="person__", at="organisation")
    if capability in WHILE_BOOKED:
        paths.append(Q(state="booked", organisation__in=desks_for(user, capability)) & _reachable("person__"))
    nothing = Q(pk__in=[])
    return reduce(or_, paths, nothing)


def _paths(user: User | AnonymousUser, capability: Can, *, to: str = "", at: str = "") -> list[Q]:
    """The ways to a person, `to` being how the row leads to them; with `at`, only by the row's own organisation."""
    if not user.is_authenticated or not user.is_active:
        return []
    practice: dict[str, Any] = {"practice": OuterRef(at)} if at else {}
    team: dict[str, Any] = {"organisation": OuterRef(at)} if at else {}
    paths = [
        _registered(to, practice__in=practices_for(user, capability), **practice),
        _shares(to, organisation__in=_teams(user, capability), **team),
    ]
    if roles_with(capability, Relation.SELF) and user.person_id:
        paths.append(Q(**{f"{to}pk": user.person_id}) & _reachable(to))
    if roles_with(capability, Relation.CARER):
        agreed = CarerAgreement.objects.current().filter(carer=user, person=OuterRef(f"{to}pk"))
        paths.append(Q(Exists(agreed)) & _reachable(to))
    return paths


def belongs_at(place: str, *, to: str = "") -> Q:
    """Rows whose person is registered at the row's own `place`, or shares with it today."""
    return _registered(to, practice=OuterRef(place)) | _shares(to, organisation=OuterRef(place))


def _registered(to: str, **where: Any) -> Q:
    return Q(Exists(Registration.objects.current().filter(person=OuterRef(f"{to}pk"), **where)))


def _shares(to: str, **where: Any) -> Q:
    return Q(Exists(Consent.objects.sharing().filter(person=OuterRef(f"{to}pk"), **where))) & _reachable(to)


def _reachable(to: str) -> Q:
    return Q(**{f"{to}restricted_at": None, f"{to}died_on": None})


def places_of(people: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """The practice each person is registered with, then the teams they share with."""
    registered = Registration.objects.current().filter(person__in=people).values_list("person", "practice")
    shared = Consent.objects.sharing().filter(person__in=people).values_list("person", "organisation")
    places: dict[UUID, list[UUID]] = {}
    for person, place in [*registered, *shared]:
        places.setdefault(person, []).append(place)
    return places


def practices_for(user: User | AnonymousUser, capability: Can) -> QuerySet[Organisation]:
    """The practices for whose registered patients `user` holds `capability`."""
    return _places(user, capability, Relation.PRACTICE)


def desks_for(user: User | AnonymousUser, capability: Can) -> QuerySet[Organisation]:
    """The practices and teams where `user` holds `capability` about whoever is registered or shares with them."""
    return practices_for(user, capability) | _teams(user, capability)


def places_about(user: User | AnonymousUser, capability: Can, person: Person) -> QuerySet[Organisation]:
    """The practice and teams by which `user` holds `capability` about one person, the practice first."""
    registered = Registration.objects.current().filter(person=person).values("practice")
    shared = Consent.objects.sharing().filter(person=person).values("organisation")
    found = practices_for(user, capability).filter(pk__in=registered) | _teams(user, capability).filter(pk__in=shared)
    return found.annotate(own=Q(pk__in=registered)).order_by("-own", "name")


def _teams(user: User | AnonymousUser, capability: Can) -> QuerySet[Organisation]:
    """Where members hold a capability about whoever shares with them."""
    return _places(user, capability, Relation.SHARED)


def _places(user: User | AnonymousUser, capability: Can, by: Relation) -> QuerySet[Organisation]:
    """Where an account holds a capability by a relation today."""
    if not user.is_authenticated or not user.is_active:
        return Organisation.objects.none()
    mine = Membership.objects.current().filter(user=user, role__in=roles_with(capability, by))
    return Organisation.objects.filter(pk__in=mine.values("organisation"), kind__in=PLACES[by])


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


def may_manage(user: User | AnonymousUser, organisation: Organisation) -> bool:
    """Whether an account may change who belongs to an organisation and who answers for it."""
    return organisation.pk in organisations_for(user, Can.MANAGE_ORGANISATION)


def may_reset_second_factor(manager: User | AnonymousUser, user: User) -> bool:
    """Whether an account may take away another's second factor: only where it manages every place the other reaches.

    Otherwise a practice manager could do it to an administrator of the health economy, who belongs to the practice too.
    """
    reached = set(organisations_for(user, Can.SEE_ORGANISATION))  # every role sees the places it reaches
    return manager != user and bool(reached) and reached <= set(organisations_for(manager, Can.MANAGE_ORGANISATION))

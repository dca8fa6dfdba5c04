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
from alongside.people.actors import current_memberships
from alongside.people.models import (
    CarerAgreement,
    Consent,
    Membership,
    Organisation,
    Person,
    Registration,
    Role,
    User,
)


def visible_people(user: User | AnonymousUser, capability: Can) -> QuerySet[Person]:
    """The persons about whom `user` holds `capability`."""
    paths = _paths(user, _memberships(user), capability)
    return Person.objects.filter(reduce(or_, paths)) if paths else Person.objects.none()


def held_at(user: User | AnonymousUser, capability: Can) -> Q:
    """Rows with a `person` and an `organisation` that `user` reaches: at the place that gives them `capability`.

    A team's appointments are the team's, even for the practice, and the other way round; the person sees all. A booked
    appointment stays with its place whatever its person shares by now (`table.WHILE_BOOKED`).
    """
    held = _memberships(user)
    paths = _paths(user, held, capability, to="person__", at="organisation")
    if capability in WHILE_BOOKED and (desks := _desks(held, capability)):
        paths.append(Q(state="booked", organisation__in=desks) & _reachable("person__"))
    nothing = Q(pk__in=[])
    return reduce(or_, paths, nothing)


def _paths(
    user: User | AnonymousUser, held: list[Membership], capability: Can, *, to: str = "", at: str = ""
) -> list[Q]:
    """The ways to a person, `to` being how the row leads to them; with `at`, only by the row's own organisation."""
    if not user.is_authenticated or not user.is_active:
        return []
    practice: dict[str, Any] = {"practice": OuterRef(at)} if at else {}
    team: dict[str, Any] = {"organisation": OuterRef(at)} if at else {}
    paths = []
    if practices := _places(held, capability, Relation.PRACTICE):
        paths.append(_registered(to, practice__in=practices, **practice))
    if teams := _places(held, capability, Relation.SHARED):
        paths.append(_shares(to, organisation__in=teams, **team))
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
    return Organisation.objects.filter(pk__in=_places(_memberships(user), capability, Relation.PRACTICE))


def desks_for(user: User | AnonymousUser, capability: Can) -> list[UUID]:
    """The practices and teams where `user` holds `capability` about whoever is registered or shares with them."""
    return _desks(_memberships(user), capability)


def places_about(user: User | AnonymousUser, capability: Can, person: Person) -> QuerySet[Organisation]:
    """The practice and teams by which `user` holds `capability` about one person, the practice first."""
    registered = Registration.objects.current().filter(person=person).values("practice")
    shared = Consent.objects.sharing().filter(person=person).values("organisation")
    held = _memberships(user)
    by_practice = Q(pk__in=_places(held, capability, Relation.PRACTICE)) & Q(pk__in=registered)
    by_sharing = Q(pk__in=_places(held, capability, Relation.SHARED)) & Q(pk__in=shared)
    found = Organisation.objects.filter(by_practice | by_sharing)
    return found.annotate(own=Q(pk__in=registered)).order_by("-own", "name")


def _desks(held: list[Membership], capability: Can) -> list[UUID]:
    return [*{place for relation in PLACES for place in _places(held, capability, relation)}]


def _places(held: list[Membership], capability: Can, by: Relation) -> list[UUID]:
    """Where memberships give a capability by a relation."""
    roles = roles_with(capability, by)
    return [row.organisation_id for row in held if row.role in roles and row.organisation.kind in PLACES[by]]


def _memberships(user: User | AnonymousUser) -> list[Membership]:
    """In force today."""
    return current_memberships(user) if user.is_authenticated and user.is_active else []


def may(user: User | AnonymousUser, capability: Can, person: Person) -> bool:
    """Whether an account holds a capability about a person."""
    return visible_people(user, capability).filter(pk=person.pk).exists()


def organisations_for(user: User | AnonymousUser, capability: Can) -> list[UUID]:
    """Organisations (and those below, for roles that reach down) where `user` holds `capability`."""
    held = [row for row in _memberships(user) if capability in ABOUT_ORGANISATIONS.get(Role(row.role), ())]
    found = {row.organisation_id for row in held}
    found |= below({row.organisation_id for row in held if row.role in REACH_DOWN})
    return list(found)


def below(tops: set[UUID]) -> set[UUID]:
    """Organisations, and all that are under them."""
    found = set(tops)
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

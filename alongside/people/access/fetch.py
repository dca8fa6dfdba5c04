"""Fetching one row for the signed-in account if it may, and 404 for everybody else.

Each function leaves the capability it was asked for on the request, in `request.access_checked`, before it answers: a
test that walks every address reads it there and compares the page's answer with `may`, `held_at` and
`organisations_for`. Lists that go through `visible_people` have no single capability.
"""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from alongside.people import audit
from alongside.people.access.reach import held_at, organisations_for, places_about, visible_people
from alongside.people.access.table import Can, Relation, roles_with
from alongside.people.actors import Actor, act_as, actor_of, is_own, memberships_of
from alongside.people.models import CarerAgreement, CarerInvitation, Consent, Membership, Organisation, Person

Row = TypeVar("Row", bound=Model)


def person_for(request: HttpRequest, pk: UUID, capability: Can) -> Person:
    """Fetch the person if the signed-in account holds `capability` about them, and note the read; otherwise 404."""
    ask(request, capability)
    person = get_object_or_404(visible_people(request.user, capability), pk=pk)
    note_read(request, person, capability)
    return person


def held_for(request: HttpRequest, rows: QuerySet[Row], pk: UUID, capability: Can) -> Row:
    """Fetch a row with a `person` and an `organisation` if the account holds `capability` there; otherwise 404."""
    ask(request, capability)
    row: Any = get_object_or_404(rows.filter(held_at(request.user, capability)), pk=pk)
    note_read(request, row.person, capability, at=row.organisation_id)
    return row


def organisation_for(request: HttpRequest, pk: UUID, capability: Can) -> Organisation:
    """Fetch the organisation if the signed-in account holds `capability` there; otherwise 404."""
    ask(request, capability)
    return get_object_or_404(Organisation, pk=pk, pk__in=organisations_for(request.user, capability))


def ask(request: HttpRequest, capability: Can) -> None:
    """Leave on the request what it was asked for, as every function that fetches does first."""
    request.access_checked = capability  # type: ignore[attr-defined]  # our own attribute, for tests
    memberships_of(request)  # fetched once, for all that is asked of them


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
    if not held or is_own(request, person.pk):
        return actor_of(request)
    place = at or places_about(request.user, capability, person).values_list("pk", flat=True).first()
    roles = {*roles_with(capability, Relation.PRACTICE), *roles_with(capability, Relation.SHARED)}
    return act_as(request, next((row for row in held if row.organisation_id == place and row.role in roles), None))


def membership_for(organisation: Organisation, pk: UUID) -> Membership:
    """A membership of an organisation that was fetched with its capability; otherwise 404."""
    return get_object_or_404(Membership, pk=pk, organisation=organisation)


def carer_agreement_for(person: Person, pk: str) -> CarerAgreement:
    """A carer's agreement of a person who was fetched with their capability; otherwise 404."""
    return get_object_or_404(CarerAgreement, pk=uuid_from(pk), person=person)


def carer_invitation_for(person: Person, pk: str) -> CarerInvitation:
    """What a person, fetched with their capability, asked of somebody; otherwise 404."""
    return get_object_or_404(CarerInvitation, pk=uuid_from(pk), person=person)


def shared_team_for(person: Person, pk: str) -> Organisation:
    """A team that a person, fetched with their capability, shares with; otherwise 404."""
    sharing = Consent.objects.filter(person=person, withdrawn_at=None)
    return get_object_or_404(Organisation, pk=uuid_from(pk), pk__in=sharing.values("organisation"))


def uuid_from(text: str) -> UUID:
    """An id that came as text; 404 for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404("No such page.") from None

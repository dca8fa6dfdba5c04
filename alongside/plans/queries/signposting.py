"""The services somebody saved, was offered, or went to."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from alongside.messages.models import SignedLink
from alongside.people.access import Can, person_for
from alongside.people.models import Organisation, Person
from alongside.plans.models import Handover, Signposting


def services_of(person: Person) -> list[Signposting]:
    """Everything kept or under way, what changed last first; then what stopped."""
    rows = list(_rows().filter(plan=person.pk).order_by("-changed_at"))
    return sorted(rows, key=lambda row: row.state == Signposting.State.STOPPED)


def being_chosen(person: Person, place: Organisation | None) -> list[Signposting]:
    """What the person is about to leave this place with, in the order it was chosen."""
    handover = choosing_at(person, place)
    return list(_rows().filter(handover=handover)) if handover else []


def choosing_at(person: Person, place: Organisation | None) -> Handover | None:
    """What is being chosen with the person at a place, and not given yet."""
    return Handover.objects.filter(plan=person.pk, organisation=place, state=Handover.State.CHOOSING).first()


def handover_for(person: Person, pk: UUID) -> Handover:
    """What was given to a person who was fetched with their capability; otherwise 404."""
    return get_object_or_404(Handover.objects.exclude(state=Handover.State.CHOOSING), pk=pk, plan=person.pk)


def given_in(handover: Handover) -> list[Signposting]:
    """The services somebody left with, in the order they were chosen."""
    return list(_rows().filter(handover=handover))


def handover_of(link: SignedLink) -> Handover | None:
    """What a link shows, if it is this person's own."""
    rows = Handover.objects.select_related("plan__person", "organisation")
    return rows.filter(pk=link.subject_id, plan=link.person_id).first()


def signposting_for(request: HttpRequest, pk: UUID, capability: Can) -> Signposting:
    """One service of somebody's, if the account holds `capability` about them; otherwise 404."""
    row = get_object_or_404(_rows(), pk=pk)
    row.plan.person = person_for(request, row.plan_id, capability)
    return row


def _rows() -> QuerySet[Signposting]:
    return Signposting.objects.select_related("service", "plan__person", "handover__organisation").order_by("chosen_at")

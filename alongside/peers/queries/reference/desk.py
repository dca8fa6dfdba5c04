"""The reference group and its questionnaires, as whoever asks sees them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from alongside.peers.models import Invitation, Question, Questionnaire, ReferenceMember
from alongside.people.access import Can, organisation_for, organisations_for, person_for
from alongside.people.models import Organisation, Person, User
from alongside.programmes.models import Enrolment
from alongside.programmes.queries.completing import completed

State = Questionnaire.State


@dataclass(frozen=True)
class Line:
    questionnaire: Questionnaire
    asked: int
    answered: int

    @property
    def overdue(self) -> bool:
        """People were promised to hear by now."""
        found = self.questionnaire
        return found.state in (State.OPEN, State.CLOSED) and found.report_by < timezone.localdate()


@dataclass(frozen=True)
class Group:
    """One organisation's."""

    organisation: Organisation
    members: list[ReferenceMember]
    lines: list[Line]


def reference_groups(user: User | AnonymousUser) -> list[Group]:
    """Of the organisations an account asks for; in a fixed number of queries."""
    places = list(Organisation.objects.filter(pk__in=organisations_for(user, Can.CONSULT)).order_by("name"))
    members = list(ReferenceMember.objects.here().filter(organisation__in=places).select_related("person"))
    rows: Any = Questionnaire.objects.filter(organisation__in=places)
    counted = list(
        rows.annotate(asked=Count("invitations"), got=Count("invitations", filter=Q(invitations__answered=True)))
    )
    return [
        Group(
            place,
            [row for row in members if row.organisation_id == place.pk],
            [Line(row, row.asked, row.got) for row in counted if row.organisation_id == place.pk],
        )
        for place in places
    ]


def questionnaire_for(request: HttpRequest, pk: UUID) -> Questionnaire:
    """A questionnaire of an organisation the account asks for; otherwise 404."""
    found = get_object_or_404(Questionnaire.objects.select_related("organisation"), pk=pk)
    organisation_for(request, found.organisation_id, Can.CONSULT)
    return found


def question_of(questionnaire: Questionnaire, pk: UUID) -> Question:
    """A question of a questionnaire that was fetched; otherwise 404."""
    return get_object_or_404(questionnaire.questions.select_related("questionnaire"), pk=pk)


def unanswered(questionnaire: Questionnaire) -> list[Invitation]:
    """Who was asked and has not answered, so that somebody can ring those who would rather speak."""
    rows = questionnaire.invitations.filter(answered=False, member__left_at=None).select_related("member__person")
    living = rows.filter(member__person__died_on=None, member__person__restricted_at=None)
    return list(living.order_by("member__person__family_name", "pk"))


def invitation_at(questionnaire: Questionnaire, pk: UUID) -> Invitation:
    """One of these; otherwise 404."""
    found = next((row for row in unanswered(questionnaire) if row.pk == pk), None)
    if found is None:
        raise Http404("Not asked, or answered already.")
    found.questionnaire = questionnaire
    return found


def invitation_for(request: HttpRequest, pk: UUID) -> Invitation:
    """What somebody is asked, for them alone: to agree, and to say what one thinks, stays with the person."""
    rows = Invitation.objects.select_related("questionnaire__organisation", "member__person")
    found = get_object_or_404(rows.filter(member__left_at=None), pk=pk)
    person_for(request, found.member.person_id, Can.MANAGE_CONSENT)
    return found


def member_in(person: Person, pk: UUID) -> ReferenceMember:
    """Where somebody, fetched with their capability, may be asked; otherwise 404."""
    return get_object_or_404(ReferenceMember.objects.here(), pk=pk, person=person)


def could_join(organisation: Organisation) -> list[Person]:
    """Who did one of its courses and was never in its reference group, for whoever asks them at a reunion or rings.

    Whoever left it said no, and comes back only by themselves.
    """
    rows = Enrolment.objects.placed().reachable().filter(cohort__organisation=organisation, person__isnull=False)
    known = ReferenceMember.objects.filter(organisation=organisation)
    rows = rows.exclude(person__in=known.values("person"))
    found = list(rows.select_related("person", "cohort__variant").order_by("person__family_name", "pk"))
    done = completed(found)
    return list({row.person_id: row.person for row in found if row.pk in done and row.person}.values())

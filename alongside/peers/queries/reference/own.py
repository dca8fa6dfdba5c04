"""What somebody is asked, and what happened with what they were asked before."""

from dataclasses import dataclass

from django.utils import timezone

from alongside.messages.models import SignedLink
from alongside.peers.models import Invitation, Questionnaire, ReferenceMember
from alongside.peers.queries.list import services_near
from alongside.people.models import Organisation, Person

State = Questionnaire.State


@dataclass(frozen=True)
class Asked:
    """The groups somebody is in, the organisations that could ask them, and what they were asked."""

    members: list[ReferenceMember]
    could: list[Organisation]
    invitations: list[Invitation]

    @property
    def open(self) -> list[Invitation]:
        return [row for row in self.invitations if can_answer(row)]

    @property
    def before(self) -> list[Invitation]:
        """Answered, or over."""
        return [row for row in self.invitations if not can_answer(row)]


def can_answer(invitation: Invitation) -> bool:
    questionnaire = invitation.questionnaire
    asked = questionnaire.state == State.OPEN and questionnaire.closes_on >= timezone.localdate()
    return asked and not invitation.answered


def asked_of(person: Person) -> Asked:
    members = list(ReferenceMember.objects.here().filter(person=person).select_related("organisation"))
    here = {member.organisation_id for member in members}
    rows = Invitation.objects.filter(member__in=members).select_related("questionnaire__organisation", "member")
    return Asked(members, [place for place in services_near(person) if place.pk not in here], list(rows[:10]))


def waits_for_an_answer(person: Person) -> bool:
    """Whether somebody is asked something now."""
    rows = Invitation.objects.filter(member__person=person, member__left_at=None, answered=False)
    today = timezone.localdate()
    return rows.filter(questionnaire__state=State.OPEN, questionnaire__closes_on__gte=today).exists()


def invitation_of(link: SignedLink) -> Invitation | None:
    """What a link asks, if it is this person's own."""
    rows = Invitation.objects.select_related("questionnaire__organisation", "member__person")
    return rows.filter(pk=link.subject_id, member__person=link.person_id, member__left_at=None).first()

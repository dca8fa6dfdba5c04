"""Who may act for a person here: the person asks, the other says yes, and either may end it."""

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actions.accounts import invite
from alongside.people.actors import Actor
from alongside.people.models import CarerAgreement, CarerInvitation, Person, ends_now

# Each is a letter to an address that somebody typed.
MOST_OPEN_INVITATIONS = 5


class TooManyAsked(Exception):
    """As many people were asked, and have not answered, as may be at one time."""


@transaction.atomic
def ask_carer(*, by: Actor, person: Person, email: str, name: str, relationship: str = "") -> CarerInvitation:
    """Ask somebody, who gets an account if they have none, to act for a person; asked already changes nothing.

    Raises `TooManyAsked`.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    asked = list(CarerInvitation.objects.filter(person=person, outcome=""))
    if same := next((row for row in asked if row.email.lower() == email.lower()), None):
        return same
    if len(asked) >= MOST_OPEN_INVITATIONS:
        raise TooManyAsked
    invitation: CarerInvitation = person.carer_invitations.create(email=email, relationship=relationship)
    audit.record(by=by, verb="carer.asked", person=person, target=invitation)
    invite(by=by, email=email, name=name, letter="asked_to_care")
    return invitation


@transaction.atomic
def answer_carer_invitation(*, by: Actor, invitation: CarerInvitation, yes: bool) -> CarerAgreement | None:
    """Say yes or no to acting for somebody. Answered or taken back meanwhile: nothing happens."""
    person = Person.objects.select_for_update().get(pk=invitation.person_id)
    if not _end(invitation, CarerInvitation.Outcome.ACCEPTED if yes else CarerInvitation.Outcome.DECLINED):
        return None
    if not yes:
        audit.record(by=by, verb="carer.declined", person=person, target=invitation)
        return None
    agreement, _new = CarerAgreement.objects.get_or_create(
        person=person, carer=by.user, until=None, defaults={"relationship": invitation.relationship}
    )
    audit.record(by=by, verb="carer.agreed", person=person, target=agreement)
    return agreement


@transaction.atomic
def take_back_carer_invitation(*, by: Actor, invitation: CarerInvitation) -> None:
    """The person asks no more; answered meanwhile changes nothing."""
    person = Person.objects.select_for_update().get(pk=invitation.person_id)
    if _end(invitation, CarerInvitation.Outcome.TAKEN_BACK):
        audit.record(by=by, verb="carer.not_asked", person=person, target=invitation)


def _end(invitation: CarerInvitation, outcome: CarerInvitation.Outcome) -> bool:
    """Whether it was still open; the person is locked."""
    still = CarerInvitation.objects.open().filter(pk=invitation.pk).update(outcome=outcome, ended_at=timezone.now())
    return bool(still)


@transaction.atomic
def end_carer(*, by: Actor, agreement: CarerAgreement) -> None:
    """Stop somebody from acting for a person, from this moment."""
    agreement = CarerAgreement.objects.select_for_update().select_related("person").get(pk=agreement.pk)
    if agreement.until and agreement.until <= ends_now():
        return
    agreement.until = ends_now()
    agreement.save(update_fields=["until"])
    audit.record(by=by, verb="carer.ended", person=agreement.person, target=agreement)

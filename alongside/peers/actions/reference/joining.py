"""Saying that one may be asked, and taking it back."""

from django.db import transaction
from django.utils import timezone

from alongside.messages import outbox
from alongside.messages.links import revoke_links
from alongside.peers.models import ReferenceMember
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation, Person


@transaction.atomic
def join_reference(*, by: Actor, person: Person, organisation: Organisation, at_most: int) -> ReferenceMember:
    """They may be asked, so often at most. Said again, how often is changed."""
    Person.objects.select_for_update().get(pk=person.pk)
    words = "you" if by.person == person else by.words[:300]
    facts = {"at_most": at_most, "by_whom": words}
    member, _new = ReferenceMember.objects.update_or_create(
        person=person, organisation=organisation, left_at=None, defaults=facts
    )
    audit.record(by=by, verb="reference.joined", person=person, target=member)
    return member


@transaction.atomic
def leave_reference(*, by: Actor, member: ReferenceMember) -> ReferenceMember:
    """They would rather not be asked any more. What they said stays: nobody knows any longer that it was theirs."""
    member = ReferenceMember.objects.select_for_update(of=("self",)).select_related("person").get(pk=member.pk)
    if member.left_at:
        return member
    member.left_at = timezone.now()
    member.save(update_fields=["left_at"])
    for invitation in member.invitations.all():
        outbox.cancel(by=by, subject_id=invitation.pk, reason="they would rather not be asked")
        revoke_links(by=by, subject_id=invitation.pk)
    audit.record(by=by, verb="reference.left", person=member.person, target=member)
    return member

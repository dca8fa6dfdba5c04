"""Who belongs to an organisation, and who answers for self-management support there."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Duty, Membership, Organisation, Responsibility, Role, User


class OwnRole(Exception):
    """Nobody gives themselves a role: somebody else has to."""


@transaction.atomic
def appoint(*, by: Actor, organisation: Organisation, duty: Duty, user: User) -> Responsibility:
    """Name the owner or champion; whoever held the duty before stands down."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    held: Responsibility | None = Responsibility.objects.current().filter(organisation=organisation, duty=duty).first()
    if held and held.user_id == user.pk:
        return held
    stand_down(by=by, organisation=organisation, duty=duty)
    named = Responsibility.objects.create(organisation=organisation, duty=duty, user=user)
    audit.record(by=by, verb="duty.given", target=organisation, duty=str(duty), to=user.pk)
    return named


@transaction.atomic
def stand_down(*, by: Actor, organisation: Organisation, duty: Duty) -> None:
    """End a duty from this moment, which leaves a vacancy."""
    for held in Responsibility.objects.current().select_for_update().filter(organisation=organisation, duty=duty):
        held.until = _yesterday()
        held.save(update_fields=["until"])
        audit.record(by=by, verb="duty.ended", target=organisation, duty=str(duty), of=held.user_id)


@transaction.atomic
def add_member(*, by: Actor, organisation: Organisation, user: User, role: Role, title: str = "") -> Membership:
    """Give somebody a role here; a role they hold already changes nothing.

    Raises `OwnRole` for one's own: a manager who makes herself a clinician would read what only clinicians may.
    """
    if by.user and by.user.pk == user.pk:
        raise OwnRole
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    here = Membership.objects.current().filter(organisation=organisation)
    held: Membership | None = here.filter(user=user, role=role).first()
    if held:
        return held
    made = Membership.objects.create(organisation=organisation, user=user, role=role, title=title)
    audit.record(by=by, verb="member.added", target=organisation, role=str(role), who=user.pk)
    return made


@transaction.atomic
def end_membership(*, by: Actor, membership: Membership) -> None:
    """End a role from this moment, with the duties that went with belonging here."""
    membership = Membership.objects.select_for_update().select_related("organisation").get(pk=membership.pk)
    if membership.until and membership.until <= _yesterday():
        return
    membership.until = _yesterday()
    membership.save(update_fields=["until"])
    audit.record(
        by=by, verb="member.ended", target=membership.organisation, role=membership.role, who=membership.user_id
    )
    _end_duties(by, membership)


def _end_duties(by: Actor, membership: Membership) -> None:
    here, who = membership.organisation, membership.user_id
    if Membership.objects.current().filter(organisation=here, user=who).exists():
        return
    for held in Responsibility.objects.current().filter(organisation=here, user=who):
        stand_down(by=by, organisation=here, duty=Duty(held.duty))


def _yesterday() -> date:
    """The last whole day, so that what ends now has ended: the last day of a row counts."""
    return timezone.localdate() - timedelta(days=1)

"""Organisations, who belongs to them, and who answers for self-management support there."""

from django.db import transaction

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.changes import set_changed
from alongside.people.models import Duty, Membership, Organisation, Responsibility, Role, User, ends_now


class OwnRole(Exception):
    """Nobody gives themselves a role: somebody else has to."""


class CodeTaken(Exception):
    """The ODS code belongs to an organisation on record; `organisation` says which."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(organisation)
        self.organisation = organisation


@transaction.atomic
def begin_health_economy(*, by: Actor, name: str) -> Organisation:
    """Make the health economy, which every other organisation is under. There is one in an installation."""
    there: Organisation | None = Organisation.objects.filter(kind=Organisation.Kind.HEALTH_ECONOMY).first()
    if there:
        raise ValueError(f"The health economy is there already: {there.name}.")
    made = Organisation.objects.create(kind=Organisation.Kind.HEALTH_ECONOMY, name=name)
    audit.record(by=by, verb="organisation.added", target=made)
    return made


@transaction.atomic
def add_organisation(
    *,
    by: Actor,
    parent: Organisation,
    kind: str,
    name: str,
    ods_code: str = "",
    phone: str = "",
    address: str = "",
    postcode: str = "",
) -> Organisation:
    """Put an organisation under another. One that came by an import and is under none is taken up by its ODS code.

    Raises `CodeTaken` when the code belongs to one that has its place already.
    """
    Organisation.objects.select_for_update().get(pk=parent.pk)
    made = _without_a_place(ods_code) or Organisation(ods_code=ods_code or None)
    made.parent, made.kind, made.name = parent, kind, name
    made.phone, made.address, made.postcode = phone, address, postcode
    made.save()
    audit.record(by=by, verb="organisation.added", target=made)
    return made


def _without_a_place(ods_code: str) -> Organisation | None:
    known: Organisation | None = Organisation.objects.filter(ods_code__iexact=ods_code).first() if ods_code else None
    if known and (known.parent_id or known.kind == Organisation.Kind.HEALTH_ECONOMY):
        raise CodeTaken(known)
    return known


@transaction.atomic
def correct_organisation(
    *, by: Actor, organisation: Organisation, name: str, ods_code: str, phone: str, address: str, postcode: str
) -> Organisation:
    """Put right what an organisation is called and how it is reached. May raise `CodeTaken`."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    others = Organisation.objects.exclude(pk=organisation.pk)
    if ods_code and (other := others.filter(ods_code__iexact=ods_code).first()):
        raise CodeTaken(other)
    facts = {"name": name, "ods_code": ods_code or None, "phone": phone, "address": address, "postcode": postcode}
    if changed := set_changed(organisation, facts):
        organisation.save(update_fields=changed)
        audit.record(by=by, verb="organisation.corrected", target=organisation, changed=changed)
    return organisation


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
        held.until = ends_now()
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
    if membership.until and membership.until <= ends_now():
        return
    membership.until = ends_now()
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

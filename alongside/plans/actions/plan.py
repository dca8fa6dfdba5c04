"""The plan itself, one small thing at a time."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Person
from alongside.plans.models import Plan, PlanContact, WarningSign


@transaction.atomic
def plan_of(*, by: Actor, person: Person) -> Plan:
    """The person's plan, begun now if there was none."""
    plan, new = Plan.objects.get_or_create(person=person)
    if new:
        audit.record(by=by, verb="plan.begun", person=person, target=plan)
    return plan


@transaction.atomic
def say_what_matters(*, by: Actor, person: Person, words: str) -> Plan:
    plan = plan_of(by=by, person=person)
    plan.what_matters = words
    return _changed(by, plan, "what_matters")


@transaction.atomic
def set_review(*, by: Actor, person: Person, on: date | None) -> Plan:
    plan = plan_of(by=by, person=person)
    plan.review_on = on
    return _changed(by, plan, "review_on")


def _changed(by: Actor, plan: Plan, field: str) -> Plan:
    plan.updated_at = timezone.now()
    plan.save(update_fields=[field, "updated_at"])
    audit.record(by=by, verb="plan.changed", person=plan.person, target=plan, part=field)
    return plan


@transaction.atomic
def agree_warning_sign(
    *, by: Actor, person: Person, sign: str, what_to_do: str, instead_of: WarningSign | None = None
) -> WarningSign:
    """Write down a sign and what to do then. The same sign again changes what to do, and takes no second line."""
    if instead_of:
        take_out(by=by, row=instead_of)
    row, _new = WarningSign.objects.update_or_create(
        plan=plan_of(by=by, person=person),
        sign=sign,
        defaults={"what_to_do": what_to_do, "agreed_on": timezone.localdate()},
    )
    audit.record(by=by, verb="plan.changed", person=person, target=row, part="warning_signs")
    return row


@transaction.atomic
def add_contact(
    *, by: Actor, person: Person, name: str, how: str = "", phone: str = "", instead_of: PlanContact | None = None
) -> PlanContact:
    """Write down who helps. The same name again changes the line."""
    if instead_of:
        take_out(by=by, row=instead_of)
    row, _new = PlanContact.objects.update_or_create(
        plan=plan_of(by=by, person=person), name=name, defaults={"how": how, "phone": phone}
    )
    audit.record(by=by, verb="plan.changed", person=person, target=row, part="contacts")
    return row


@transaction.atomic
def take_out(*, by: Actor, row: WarningSign | PlanContact) -> None:
    """Take a warning sign or a contact out of the plan."""
    audit.record(by=by, verb="plan.taken_out", person=row.plan.person, target=row)
    row.delete()

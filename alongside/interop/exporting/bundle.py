"""Everything held about a person as one FHIR R4 bundle."""

from collections.abc import Iterator

from django.utils import timezone

from alongside.interop.exporting import person, plan, trail, visits
from alongside.interop.exporting.held import Held
from alongside.interop.fhir.parts import Resource


def bundle_of(held: Held) -> Resource:
    """What refers comes after what it refers to, so that a simple reader can take it in one go."""
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": timezone.now().isoformat(),
        "entry": [{"fullUrl": f"urn:uuid:{row['id']}", "resource": row} for row in _resources(held)],
    }


def _resources(held: Held) -> Iterator[Resource]:
    yield from map(person.organisation, held.organisations)
    yield person.patient(held)
    if held.account:
        yield person.account(held, held.account)
    yield from (person.registration(held, row) for row in held.registrations)
    yield from (person.carer(held, row) for row in held.carers)
    yield from (person.consent(held, row) for row in held.consents)
    yield from (person.erasure(held, row) for row in held.erasures)
    yield from (person.condition(held, row) for row in held.conditions)
    yield from _about_visits(held)
    yield from _about_the_plan(held)
    yield from (trail.message(held, row) for row in held.messages)
    yield from (trail.task(held, row) for row in held.tasks)
    yield from (trail.event(held, row) for row in held.trail)


def _about_visits(held: Held) -> Iterator[Resource]:
    yield from (visits.result(held, row) for row in held.results)
    yield from (visits.appointment(held, row) for row in held.appointments)
    yield from (visits.preparation(held, row) for row in held.preparations)
    yield from (visits.visit(held, row) for row in held.visits)
    yield from (visits.item(held, row) for row in held.items)


def _about_the_plan(held: Held) -> Iterator[Resource]:
    if held.plan is None:
        return
    yield from (plan.contact(held, row) for row in held.plan.contacts.all())
    yield from (plan.goal(held, row) for row in held.goals)
    yield plan.plan(held, held.plan)
    for goal in held.goals:
        yield from (plan.sure(held, row) for row in goal.confidences.all())
        if hasattr(goal, "scale"):
            yield plan.scale(held, goal.scale)
    for row in held.follow_ups:
        yield plan.follow_up(held, row)
        if row.answer:
            yield plan.check_in(held, row.answer)

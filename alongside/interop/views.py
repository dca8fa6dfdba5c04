"""Taking a record out: a page to read, and a file for another system."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.interop.export.bundle import bundle
from alongside.interop.export.held import held_about
from alongside.interop.export.page import sections
from alongside.people import audit
from alongside.people.access import Can, person_for
from alongside.people.actors import actor_of
from alongside.ui.crisis import suggests_crisis


@require_safe
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_for(request, pk, Can.EXPORT)
    held = held_about(person)
    every = sections(held)
    crisis = suggests_crisis("\n".join(section.words for section in every))
    context = {"person": person, "held": held, "sections": every, "crisis": crisis}
    return render(request, "interop/export.jinja", context)


@require_safe
def export_bundle(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_for(request, pk, Can.EXPORT)
    answer = JsonResponse(bundle(held_about(person)), content_type="application/fhir+json")
    answer["Content-Disposition"] = 'attachment; filename="my-record.json"'
    audit.record(by=actor_of(request), verb="person.exported", person=person)
    return answer

"""A site's own versions of courses."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.people.access import Can, organisation_for
from alongside.people.actors import actor_of
from alongside.programmes import actions
from alongside.programmes.courses import courses
from alongside.programmes.forms import VersionForm
from alongside.programmes.queries import variant_of, versions_of
from alongside.programmes.refusals import AlreadyNamed, LedAlone, NothingChanged
from alongside.ui.forms import form_page, posted


@require_GET
def versions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The versions there are, each beside its original, and the courses one could be made of."""
    place = organisation_for(request, pk, Can.RUN_COURSES)
    facts = {"place": place, "versions": versions_of(place), "courses": list(courses().values())}
    return render(request, "programmes/versions.jinja", facts)


@form_page
def vary(request: HttpRequest, pk: UUID, course: str) -> HttpResponse:
    """Make a version of a course."""
    place = organisation_for(request, pk, Can.RUN_COURSES)
    if course not in courses():
        raise Http404("No such course.")
    design = courses()[course]
    form = VersionForm(posted(request), organisation=place, course=design)
    if form.is_valid():
        said = form.cleaned_data
        facts = {"name": said["name"], "why": said["why"], "changes": form.changes}
        try:
            actions.make_variant(by=actor_of(request), organisation=place, course=course, **facts)
        except NothingChanged:
            form.add_error(None, _("Nothing is changed yet. Change something, or use the course as it is."))
        except LedAlone:
            form.add_error(None, _("No session would be led by both tutors any more. Keep at least one that is."))
        except AlreadyNamed:
            form.add_error("name", _("There is, or was, a version of this name. Choose another."))
        else:
            messages.success(request, _("Kept. New groups can have it."))
            return redirect("programmes:versions", pk)
    return render(request, "programmes/vary.jinja", {"place": place, "course": design, "form": form})


@require_POST
def end_version(request: HttpRequest, pk: UUID, variant: UUID) -> HttpResponse:
    """No new group has it."""
    place = organisation_for(request, pk, Can.RUN_COURSES)
    actions.end_variant(by=actor_of(request), variant=variant_of(place, variant))
    messages.success(request, _("Ended. Groups that have it go on."))
    return redirect("programmes:versions", pk)

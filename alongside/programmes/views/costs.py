"""What a group costs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside.people.actors import actor_of
from alongside.programmes import actions
from alongside.programmes.forms import CostForm
from alongside.programmes.queries import cohort_for, costs_of
from alongside.ui.forms import form_page, posted


@form_page
def costs(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All that was paid, what it is for each person who did the course, and writing more down."""
    cohort = cohort_for(request, pk)
    form = CostForm(posted(request))
    if form.is_valid():
        actions.add_cost(by=actor_of(request), cohort=cohort, **form.cleaned_data)
        messages.success(request, _("Written down."))
        return redirect("programmes:costs", pk)
    return render(request, "programmes/costs.jinja", {"cohort": cohort, "costs": costs_of(cohort), "form": form})


@require_POST
def remove_cost(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """Take back what was written down by mistake."""
    cohort = cohort_for(request, pk)
    actions.remove_cost(by=actor_of(request), cost=get_object_or_404(cohort.costs, pk=row))
    messages.success(request, _("Taken back."))
    return redirect("programmes:costs", pk)

"""How far a goal came: levels described beforehand, and which was reached."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alongside.people.access import Can, may, person_for
from alongside.people.actors import actor_of
from alongside.plans import actions
from alongside.plans.attainment import t_score
from alongside.plans.forms import LevelsForm, ReachedForm
from alongside.plans.queries import goal_for, scale_of, scales_of
from alongside.plans.views.edit import edit_goal
from alongside.ui.crisis import suggests_crisis
from alongside.ui.forms import form_page, posted


@form_page
def levels(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Goal Attainment Scaling: what each level would look like."""
    found = goal_for(request, pk, Can.EDIT_PLAN)
    scale = scale_of(found)
    form = LevelsForm(posted(request), instance=scale)
    if form.is_valid():
        actions.describe_levels(by=actor_of(request), goal=found, **form.cleaned_data)
        return redirect("plans:scales", found.plan_id)
    about = _("Agree this before you begin. Then nobody has to argue later about how it went.")
    title, shown = _("What would each level look like?"), scale.words if scale else ""
    return edit_goal(request, found, form, title, about=about, shown=shown)


@form_page
def reached(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which level is nearest to how it is now."""
    found = goal_for(request, pk, Can.EDIT_PLAN)
    scale = scale_of(found)
    if scale is None:
        return redirect("plans:levels", pk)
    form = ReachedForm(posted(request), scale=scale)
    if form.is_valid():
        actions.rate_level(by=actor_of(request), scale=scale, level=form.cleaned_data["level"])
        return redirect("plans:scales", found.plan_id)
    return edit_goal(request, found, form, _("How far has it come?"), shown=scale.words)


@require_GET
def scales(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the goals came, and the one number made of them."""
    person = person_for(request, pk, Can.SEE_PLAN)
    found = scales_of(person)
    rated = [(scale.level, scale.weight) for scale in found if scale.level is not None]
    context = {
        "person": person,
        "scales": found,
        "score": t_score([level for level, _w in rated], [weight for _l, weight in rated]) if rated else None,
        "crisis": suggests_crisis("\n".join(scale.words for scale in found)),
        "can_edit": may(request.user, Can.EDIT_PLAN, person),
    }
    return render(request, "plans/scales.jinja", context)

"""A service is told that somebody would like to come, and answers, without an account."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from alongside.people.access import Can
from alongside.people.actors import Actor, actor_of
from alongside.plans import actions
from alongside.plans.letters import signposting_of
from alongside.plans.models import Signposting
from alongside.plans.queries import signposting_for
from alongside.ui.forms import form_page


@form_page
def tell(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the service would be told, and a button that tells it."""
    row = signposting_for(request, pk, Can.EDIT_PLAN)
    if request.method != "POST":
        return render(request, "plans/tell.jinja", {"row": row, "person": row.plan.person})
    try:
        actions.tell_service(by=actor_of(request), signposting=row)
        messages.success(request, _("They are asked to get in touch."))
    except actions.CannotTell:
        messages.error(
            request, _("We cannot ask them: we need a phone number of yours, and an e-mail address of theirs.")
        )
    return redirect("plans:services", row.plan_id)


@login_not_required
@never_cache
@form_page
def coming(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's first name and number, and three answers; after one of them the link shows nothing more."""
    row = signposting_of(token)
    if row is None:
        return render(request, "plans/coming_ended.jinja", status=410)
    says = request.POST.get("says", "")
    if says not in Signposting.ServiceSays.values:
        context = {"row": row, "person": row.plan.person, "problem": request.method == "POST"}
        return render(request, "plans/coming.jinja", context)
    by = Actor(words=f"somebody at {row.service.name}"[:300])
    actions.service_answers(by=by, signposting=row, says=says)
    return render(request, "plans/coming_thanks.jinja", {"says": says})

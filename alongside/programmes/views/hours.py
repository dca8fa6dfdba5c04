"""When a tutor can lead, and when they are away."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from alongside.people.access import Can, organisations_for
from alongside.people.actors import actor_of, user_of
from alongside.people.models import User
from alongside.programmes import actions
from alongside.programmes.forms import AwayForm, HoursForm
from alongside.programmes.queries import approval_of
from alongside.ui.forms import form_page, posted


@form_page
def hours(request: HttpRequest) -> HttpResponse:
    """The parts of the week, and how many sessions."""
    user, own = _tutor(request), approval_of(request.user)
    form = HoursForm(posted(request), initial={"usual": own.usual, "most_a_week": own.most_a_week} if own else None)
    if form.is_valid():
        actions.say_when(by=actor_of(request), user=user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("programmes:teaching")
    away = user.times_away.filter(last__gte=timezone.localdate())
    return render(request, "programmes/hours.jinja", {"form": form, "away": away, "approved": own})


@form_page
def away(request: HttpRequest) -> HttpResponse:
    """Days on which they lead nothing."""
    user = _tutor(request)
    form = AwayForm(posted(request))
    if form.is_valid():
        count = actions.go_away(by=actor_of(request), user=user, **form.cleaned_data)
        more = ngettext("%d session needs somebody else.", "%d sessions need somebody else.", count) % count
        messages.success(request, f"{_('Saved.')} {more}" if count else _("Saved."))
        return redirect("programmes:hours")
    return render(request, "programmes/away.jinja", {"form": form})


@require_POST
def come_back(request: HttpRequest, row: UUID) -> HttpResponse:
    """They are not away after all."""
    user = _tutor(request)
    actions.come_back(by=actor_of(request), away=get_object_or_404(user.times_away, pk=row))
    messages.success(request, _("Taken back. What was given to others stays with them."))
    return redirect("programmes:hours")


def _tutor(request: HttpRequest) -> User:
    """Somebody who leads courses, or may be approved to; 404 for everybody else."""
    if not organisations_for(request.user, Can.TEACH):
        raise Http404("No such page.")
    return user_of(request)

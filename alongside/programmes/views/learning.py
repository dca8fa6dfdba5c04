"""E-learning for whoever works here: in order or dipped into, and gone on with where one stopped."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.people.access import Can, organisations_for
from alongside.people.actors import actor_of, user_of
from alongside.people.models import User
from alongside.programmes import actions
from alongside.programmes.forms import CheckForm
from alongside.programmes.models import Rating
from alongside.programmes.modules import Module, Page, modules
from alongside.programmes.queries import learning_of, own_place, own_places, session_of_place
from alongside.programmes.refusals import NotNow, NotTheirs, WrongAnswer
from alongside.ui.forms import form_page, posted


@require_GET
def learn(request: HttpRequest) -> HttpResponse:
    """The courses I have a place on, all modules, and how far I have come."""
    user = _reader(request)
    return render(request, "programmes/learn.jinja", {"rows": learning_of(user), "places": own_places(user)})


@require_POST
def rate(request: HttpRequest, pk: UUID, session: UUID) -> HttpResponse:
    """How a session was for somebody of the staff."""
    enrolment = own_place(_reader(request), pk)
    found = session_of_place(enrolment, session)
    if request.POST.get("answer") not in Rating.Answer.values:
        raise Http404("No such answer.")
    with suppress(NotNow, NotTheirs):  # the page shows what can be rated
        actions.rate(by=actor_of(request), session=found, enrolment=enrolment, answer=request.POST["answer"])
        messages.success(request, _("Thank you for saying so."))
    return redirect("programmes:learn")


@form_page
def module_page(request: HttpRequest, module: str, page: str) -> HttpResponse:
    """One page, and what it asks."""
    user = _reader(request)
    found, here = _page(module, page)
    form = CheckForm(posted(request), check=here.check)
    if form.is_valid():
        try:
            answer = form.cleaned_data.get("answer")
            row = actions.go_on(by=actor_of(request), user=user, module=found, page=here, answer=answer)
        except WrongAnswer:
            form.add_error("answer", _("Not quite. Read the page again, and try another."))
        else:
            return _on(request, found, here, done=row.done_at is not None)
    seen = next(row.seen for row in learning_of(user) if row.module == found)
    facts = {"module": found, "page": here, "form": form, "next": found.after(here), "seen": seen}
    return render(request, "programmes/module_page.jinja", facts)


def _on(request: HttpRequest, module: Module, page: Page, *, done: bool) -> HttpResponse:
    if page.check:
        messages.success(request, _("Right. %(why)s") % {"why": page.check.why})
    if following := module.after(page):
        return redirect("programmes:module_page", module.key, following.key)
    if done:
        messages.success(request, _("You have done this module."))
    return redirect("programmes:learn")


def _page(module: str, page: str) -> tuple[Module, Page]:
    found = modules().get(module)
    here = found.page(page) if found else None
    if found is None or here is None:
        raise Http404("No such page.")
    return found, here


def _reader(request: HttpRequest) -> User:
    """Somebody who works or helps here; 404 for everybody else."""
    if not organisations_for(request.user, Can.SEE_ORGANISATION):
        raise Http404("No such page.")
    return user_of(request)

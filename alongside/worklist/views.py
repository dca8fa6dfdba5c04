"""The worklist."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from alongside.people.access import Can, organisations_for
from alongside.people.actors import actor_of
from alongside.people.listed import Listed, note_listed
from alongside.worklist import actions
from alongside.worklist.forms import FinishForm, PassOnForm, PutOffForm
from alongside.worklist.models import Task
from alongside.worklist.queries import task_for, task_list


@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """What my team must do, or only what is mine."""
    if not organisations_for(request.user, Can.WORK):
        raise Http404("No worklist.")
    mine = request.GET.get("whose") == "mine"
    tasks = task_list(request.user, mine=mine, number=request.GET.get("page", 1))
    note_listed(request, Listed.WORK, [line.task.person for line in tasks.lines])
    return render(request, "worklist/list.jinja", {"tasks": tasks, "mine": mine})


def task(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One task, and the three things that can be done with it."""
    line = task_for(request, pk)
    forms_by_name = _forms(request, line.task)
    name = request.POST.get("do", "")
    form = forms_by_name.get(name)
    if form and form.is_valid():
        return _do(request, line.task, name, form)
    return render(request, "worklist/task.jinja", {"line": line, "forms": forms_by_name, "chosen": name})


def _forms(request: HttpRequest, task: Task) -> dict[str, forms.Form]:
    def data(name: str) -> dict | None:
        return request.POST if request.POST.get("do") == name else None

    return {
        "done": FinishForm(data("done"), prefix="done"),
        "pass": PassOnForm(data("pass"), prefix="pass", task=task),
        "later": PutOffForm(data("later"), prefix="later"),
    }


DO: dict[str, tuple[Callable[..., Task], Promise]] = {
    "done": (actions.finish_task, _("Done.")),
    "pass": (actions.pass_on, _("Passed on.")),
    "later": (actions.put_off, _("Put off.")),
}


def _do(request: HttpRequest, task: Task, name: str, form: forms.Form) -> HttpResponse:
    action, said = DO[name]
    try:
        action(by=actor_of(request), task=task, **form.cleaned_data)
        messages.success(request, str(said))
    except actions.AlreadyDone:
        messages.info(request, _("Somebody has already done this."))
    return redirect("worklist:list")

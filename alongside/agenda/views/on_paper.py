"""Preparing without a phone: the printed form, and staff typing what somebody says."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alongside.agenda import actions
from alongside.agenda.areas import areas
from alongside.agenda.forms import TypedForm
from alongside.agenda.models import Appointment, Concern
from alongside.agenda.queries import appointment_for
from alongside.people.access import Can
from alongside.people.actors import Actor, actor_of
from alongside.ui.crisis import typed_in_crisis
from alongside.ui.forms import posted


@require_GET
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form on one sheet of A4, to print and give or post. It holds no answers."""
    found = appointment_for(request, pk, Can.TYPE_ANSWERS)
    facts = {
        "appointment": found,
        "areas": list(areas().values()),
        "sizes": Concern.Bother.labels,
        "wishes": Concern.Wish.labels,
    }
    return render(request, "agenda/paper.jinja", facts)


def type_answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put in what the person says or wrote. It starts empty: what was said before cannot be read here."""
    found = appointment_for(request, pk, Can.TYPE_ANSWERS)
    form = TypedForm(posted(request))
    crisis = typed_in_crisis(request.POST)
    if form.is_valid():
        try:
            _save(actor_of(request), found, form)
        except actions.TooLate:
            form.add_error(None, _("The appointment has begun or is over. Tell the clinician what they said."))
        else:
            messages.success(request, _("Saved and sent. It cannot be read back here."))
            address = reverse("agenda:appointment", args=[pk])
            return redirect(f"{address}?help=1" if crisis else address)
    return render(request, "agenda/type.jinja", {"appointment": found, "form": form, "crisis": crisis})


@transaction.atomic
def _save(by: Actor, appointment: Appointment, form: TypedForm) -> None:
    preparation = actions.start_preparation(by=by, appointment=appointment)
    for area, said in form.about().items():
        actions.describe_concern(by=by, preparation=preparation, area=area, **said)
    if form.order():
        actions.rank_concerns(by=by, preparation=preparation, areas=form.order())
    if form.cleaned_data["most"]:
        actions.say_most_important(by=by, preparation=preparation, words=form.cleaned_data["most"])
    actions.send_preparation(by=by, preparation=preparation)

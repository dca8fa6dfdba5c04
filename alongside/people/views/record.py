"""What belongs to the person: who looked, who may look, who acts for them, how to reach them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alongside.people import actions
from alongside.people.access import Can, carer_agreement_for, carer_invitation_for, may, person_for, shared_team_for
from alongside.people.actors import act_as, actor_of
from alongside.people.forms import CarerForm, ContactForm, ShareForm
from alongside.people.models import ContactPreference, Person, Purpose
from alongside.people.queries.sharing import asked_to_care, carers_of, sharing_of
from alongside.people.queries.trail import trail
from alongside.ui.forms import posted


def seen_by(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_for(request, pk, Can.SEE_TRAIL)
    facts = {"person": person, "trail": trail(person, request.GET.get("page", 1)), "own": _is_own(request, person)}
    return render(request, "people/seen_by.jinja", facts)


def sharing(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_for(request, pk, Can.MANAGE_CONSENT)
    if request.method == "POST":
        _change_sharing(request, person)
        return redirect("people:sharing", pk)
    asked = person.erasure_requests.filter(decided_at=None).first()
    return render(request, "people/sharing.jinja", {"person": person, "sharing": sharing_of(person), "asked": asked})


def _change_sharing(request: HttpRequest, person: Person) -> None:
    """One button of the sharing page; what a browser sends that no button does changes nothing."""
    by = actor_of(request)
    purpose = request.POST.get("purpose", "")
    if request.POST.get("do") == "give" and purpose in Purpose.values and purpose != Purpose.OTHER_SERVICE:
        actions.give_consent(by=by, person=person, purpose=Purpose(purpose))
    elif request.POST.get("do") == "withdraw" and purpose in Purpose.values:
        actions.withdraw_consent(by=by, person=person, purpose=Purpose(purpose))
    elif "stop" in request.POST:
        actions.stop_sharing(by=by, person=person, organisation=shared_team_for(person, request.POST["stop"]))
    elif "end_carer" in request.POST:
        actions.end_carer(by=by, agreement=carer_agreement_for(person, request.POST["end_carer"]))
    elif "take_back" in request.POST:
        asked = carer_invitation_for(person, request.POST["take_back"])
        actions.take_back_carer_invitation(by=by, invitation=asked)


def share(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_for(request, pk, Can.MANAGE_CONSENT)
    form = ShareForm(posted(request), person=person)
    if form.is_valid():
        actions.share_with(by=actor_of(request), person=person, **form.cleaned_data)
        messages.success(request, _("%(team)s can now see your plan.") % {"team": form.cleaned_data["organisation"]})
        return redirect("people:sharing", pk)
    return render(request, "people/share.jinja", {"person": person, "form": form})


def add_carer(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_for(request, pk, Can.MANAGE_CONSENT)
    form = CarerForm(posted(request), person=person)
    if form.is_valid() and _asked(request, person, form):
        said = _("We have written to %(email)s. They can act for you once they say yes.")
        messages.success(request, said % {"email": form.cleaned_data["email"]})
        return redirect("people:sharing", pk)
    return render(request, "people/add_carer.jinja", {"person": person, "form": form})


def _asked(request: HttpRequest, person: Person, form: CarerForm) -> bool:
    try:
        actions.ask_carer(by=actor_of(request), person=person, **form.cleaned_data)
    except actions.TooManyAsked:
        form.add_error("email", _("You have asked several people who have not answered. Take one back first."))
    return not form.errors


def asked(request: HttpRequest) -> HttpResponse:
    """For whoever is asked to act for somebody: who asks, and yes or no."""
    invitations = asked_to_care(request.user)
    if request.method == "POST":
        invitation = next((row for row in invitations if str(row.pk) == request.POST.get("invitation")), None)
        by, yes = act_as(request, None), "yes" in request.POST  # at home, whatever they are at work
        if invitation and actions.answer_carer_invitation(by=by, invitation=invitation, yes=yes):
            messages.success(request, _("You can now act for %(name)s here.") % {"name": invitation.person.name})
        return redirect("people:asked")
    return render(request, "people/asked.jinja", {"invitations": invitations})


def carers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the practice: somebody may be harmed by whoever acts for them, and not be free to stop it themselves."""
    person = person_for(request, pk, Can.END_CARER)
    if request.method == "POST":
        agreement = carer_agreement_for(person, request.POST.get("end_carer", ""))
        actions.end_carer(by=actor_of(request), agreement=agreement)
        messages.success(request, _("%(name)s can no longer act for them here.") % {"name": agreement.carer.name})
        return redirect("people:carers", pk)
    return render(request, "people/carers.jinja", {"person": person, "carers": carers_of(person)})


def contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_for(request, pk, Can.MANAGE_CONTACT)
    form = ContactForm(posted(request), initial=_contact(person))
    if form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        needs = given.pop("needs")
        given |= {name: name in needs for name in ("large_print", "needs_interpreter")}
        actions.set_contact(by=actor_of(request), person=person, **given)
        messages.success(request, _("Saved."))
        return redirect("people:contact", pk)
    own = _is_own(request, person)
    facts = {"person": person, "form": form, "own": own, "may_share": may(request.user, Can.MANAGE_CONSENT, person)}
    return render(request, "people/contact.jinja", facts)


def _contact(person: Person) -> dict[str, Any]:
    """What is known now. Without a choice: text if there is a phone number, else letter."""
    kept = ContactPreference.of(person)
    needs = [name for name in ("large_print", "needs_interpreter") if getattr(kept, name)]
    places = {name: getattr(person, name) for name in ("phone", "email", "address", "postcode")}
    return {"channel": kept.channel, "language": kept.language, "needs": needs, **places}


def _is_own(request: HttpRequest, person: Person) -> bool:
    return actor_of(request).person == person

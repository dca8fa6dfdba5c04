"""The door: a link opens with the date of birth, and says what to do when it does not."""

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from alongside.messages.links import (
    Opening,
    actor_at_door,
    has_ended,
    link_from,
    open_link,
    opened_link,
    remember_opened,
    tries_left,
)
from alongside.messages.models import SignedLink
from alongside.people.actors import Actor
from alongside.portal.forms_door import DateOfBirthForm
from alongside.portal.queries import practice_to_ring
from alongside.ui.forms import form_page, posted
from alongside.worklist.actions import add_task
from alongside.worklist.models import Task
from alongside.worklist.working_days import after_working_days

# Whoever tries has not yet shown who they are.
SOMEBODY = Actor(words="somebody with your link")
FIRST_PAGE: dict[str, tuple[str, ...]] = {
    SignedLink.Purpose.PREPARE: ("portal:prepare", "mind"),
    SignedLink.Purpose.CHECK_IN: ("portal:check_in", "going"),
    SignedLink.Purpose.SERVICES: ("portal:chosen",),
    SignedLink.Purpose.COURSE: ("portal:course",),
    SignedLink.Purpose.QUESTIONS: ("portal:questions",),
}


@login_not_required
@never_cache
@form_page
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the date of birth, once per browser session."""
    try:
        link = link_from(token)
    except signing.BadSignature:
        return render(request, "portal/door_unknown.jinja", status=404)
    if has_ended(link) or link.locked_at:
        return _closed(request, link)
    if opened_link(request, token, link.purpose):
        return _inside(link, token)
    form = DateOfBirthForm(posted(request))
    if form.is_valid():
        return _try(request, link, token, form)
    return render(request, "portal/door.jinja", {"form": form, "practice": practice_to_ring(link)})


def _try(request: HttpRequest, link: SignedLink, token: str, form: DateOfBirthForm) -> HttpResponse:
    by = actor_at_door(request, link, otherwise=SOMEBODY)
    with transaction.atomic():
        opening = open_link(by=by, link=link, date_of_birth=form.cleaned_data["date_of_birth"])
        if opening == Opening.LOCKED_NOW:
            _tell_practice(link)
    link.refresh_from_db()
    if opening == Opening.OPENED:
        remember_opened(request, link)
        return _inside(link, token)
    if opening != Opening.WRONG:
        return _closed(request, link)
    form.add_error("date_of_birth", _wrong(tries_left(link)))
    return render(request, "portal/door.jinja", {"form": form, "practice": practice_to_ring(link)})


def _wrong(left: int) -> str:
    if left == 1:
        return _("That is not the date we have. You can try once more, then the link locks to keep you safe.")
    return _("That is not the date we have. Check it and try again. You have %(left)d tries left.") % {"left": left}


def _tell_practice(link: SignedLink) -> None:
    team = practice_to_ring(link)
    if team:
        add_task(
            by=SOMEBODY,
            kind=Task.Kind.LINK_LOCKED,
            person=link.person,
            title=_("Link locked after five wrong tries: ring, check it was them, make a new one"),
            team=team,
            due=after_working_days(timezone.localdate(), 1),
            subject_id=link.pk,
        )


def _inside(link: SignedLink, token: str) -> HttpResponse:
    name, *step = FIRST_PAGE[SignedLink.Purpose(link.purpose)]
    return redirect(name, token, *step)


def _closed(request: HttpRequest, link: SignedLink) -> HttpResponse:
    page = "portal/door_locked.jinja" if link.locked_at and not has_ended(link) else "portal/door_ended.jinja"
    # The page says nothing about the person: whoever holds an old link has not shown who they are.
    return render(request, page, {"practice": practice_to_ring(link)}, status=410)

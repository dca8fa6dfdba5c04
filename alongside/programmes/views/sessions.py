"""One session: who leads it, whether it takes place, when and where."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.people.actors import actor_of
from alongside.programmes import actions
from alongside.programmes.forms import MoveForm, TutorForm, WithoutForm
from alongside.programmes.models import Session, Tutor
from alongside.programmes.queries import expected_at, how_it_was, register_of, session_for, tutors_for
from alongside.programmes.refusals import AlreadyUsed, CannotLead, LacksTutors, LastOfAll, NotNow, TooSmall
from alongside.programmes.views.seen import note_seen
from alongside.ui.forms import form_page, posted

KINDS = ("lay", "clinical")


@require_GET
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about it, and what can be done."""
    found = session_for(request, pk)
    turns = register_of(found).rows if found.each_minutes else []
    note_seen(request, found.cohort, [row.enrolment for row in turns])
    facts = {
        "session": found,
        "turns": turns,
        "moves": found.moves.select_related("by"),
        "note": getattr(found, "note", None),
        "said": how_it_was([found])[found.pk],
        "open": found.state in Session.TO_COME,
        "begun": found.starts_at <= timezone.now(),
    }
    return render(request, "programmes/session.jinja", facts)


@form_page
def tutor(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Choose who leads it, of those who are free then."""
    found = session_for(request, pk)
    if kind not in KINDS:
        raise Http404("No such page.")
    candidates = tutors_for(found, kind)
    form = TutorForm(posted(request), candidates=candidates)
    if form.is_valid():
        chosen = next(each.tutor for each in candidates if str(each.tutor.pk) == form.cleaned_data["tutor"])
        return _do(request, found, lambda: _assign(request, found, chosen, everywhere=form.cleaned_data["everywhere"]))
    facts = {"session": found, "kind": kind, "form": form, "busy": [each for each in candidates if not each.free]}
    return render(request, "programmes/tutor.jinja", facts)


def _assign(request: HttpRequest, found: Session, tutor: Tutor, *, everywhere: bool) -> None:
    if not everywhere:
        actions.assign_tutor(by=actor_of(request), session=found, tutor=tutor)
    else:
        more = actions.assign_to_all(by=actor_of(request), cohort=found.cohort, tutor=tutor, first=found)
        messages.success(request, _("%(who)s leads this session and %(count)d more.") % {"who": tutor, "count": more})


@require_POST
def stand_down(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """A tutor cannot come."""
    found = session_for(request, pk)
    if kind not in KINDS:
        raise Http404("No such page.")
    return _do(request, found, lambda: actions.stand_down(by=actor_of(request), session=found, kind=kind))


@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that it takes place."""
    found = session_for(request, pk)
    return _do(request, found, lambda: actions.confirm_session(by=actor_of(request), session=found))


@form_page
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call this one off; asked once, for everybody is told. The others stay as they are."""
    found = session_for(request, pk)
    form = Form(posted(request))  # which asks nothing but the press itself
    if form.is_valid():
        return _do(request, found, lambda: actions.cancel_session(by=actor_of(request), session=found))
    facts = {"session": found, "form": form, "coming": expected_at(found).count()}
    return render(request, "programmes/cancel.jinja", facts)


@form_page
def without(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let it go ahead without one of its tutors, and write down why."""
    found = session_for(request, pk)
    form = WithoutForm(posted(request))
    if form.is_valid():
        why = form.cleaned_data["why"]
        return _do(request, found, lambda: actions.go_ahead_without(by=actor_of(request), session=found, why=why))
    return render(request, "programmes/without.jinja", {"session": found, "form": form})


@form_page
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give it another time, or another room."""
    found = session_for(request, pk)
    form = MoveForm(posted(request), session=found)
    if form.is_valid():
        starts_at, venue = form.cleaned_data["starts_at"], form.cleaned_data["venue"]
        try:
            moved = actions.move_session(by=actor_of(request), session=found, starts_at=starts_at, venue=venue)
        except AlreadyUsed:
            form.add_error("day", _("The room is in use then. Choose another day or time."))
        except TooSmall:
            words = _("That room holds %(holds)d, and the group has %(places)d places. Choose a larger one.")
            form.add_error("venue", words % {"holds": venue.holds, "places": found.cohort.places})
        except NotNow:
            return _no_more(request, found)
        else:
            confirmed = moved.state == Session.State.CONFIRMED
            words = _("Moved. It stays confirmed.") if confirmed else _("Moved. Confirm it once its tutors can come.")
            messages.success(request, words)
            return redirect("programmes:session", pk)
    return render(request, "programmes/move.jinja", {"session": found, "form": form})


def _do(request: HttpRequest, found: Session, action: Callable[[], object]) -> HttpResponse:
    try:
        action()
    except LacksTutors:
        messages.error(request, _("It lacks a tutor. Choose one, or write down why it goes ahead without."))
    except CannotLead:
        messages.error(request, _("They cannot lead it: they are not approved for that day, or lead something else."))
    except LastOfAll:
        messages.error(request, _("Nothing would be left of the course. Call the whole course off instead."))
        return redirect("programmes:cohort", found.cohort_id)
    except NotNow:
        return _no_more(request, found)
    return redirect("programmes:session", found.pk)


def _no_more(request: HttpRequest, found: Session) -> HttpResponse:
    messages.error(request, _("That can no longer be done: the session is over, or was called off."))
    return redirect("programmes:session", found.pk)

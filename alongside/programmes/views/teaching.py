"""What a tutor leads, and the register."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from alongside.people.access import Can, organisations_for
from alongside.people.actors import actor_of, user_of
from alongside.programmes import actions
from alongside.programmes.models import Attendance, Session
from alongside.programmes.queries import register_of, session_led_by, sessions_led_by
from alongside.programmes.refusals import NotNow, NotTheirs
from alongside.programmes.views.seen import note_seen
from alongside.ui.formats import clock
from alongside.ui.forms import form_page

LONGEST_KEPT = 30 * 24 * 3600 * 1000  # ms that a mark may wait on a phone
MOST_MARKS = 500


@require_GET
def teaching(request: HttpRequest) -> HttpResponse:
    """The sessions I lead."""
    if not organisations_for(request.user, Can.TEACH):
        raise Http404("No such page.")
    rows = sessions_led_by(user_of(request))
    return render(request, "programmes/teaching.jinja", {"rows": rows, "now": timezone.now()})


@form_page
def register(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who came: one press each. Whoever runs the course or leads the session keeps it."""
    session = session_led_by(request, pk)
    if request.headers.get("X-Register") == "1" and request.method == "POST":
        return _kept_on_a_phone(request, session)
    if request.method == "POST":
        return _marked(request, session)
    found = register_of(session)
    note_seen(request, session.cohort, [row.enrolment for row in found.rows])
    facts = {"register": found, "session": session, "marks": Attendance.Mark.choices}
    facts |= {"begun": session.starts_at <= timezone.now(), "held": session.state == Session.State.HELD}
    return render(request, "programmes/register.jinja", facts)


def _marked(request: HttpRequest, session: Session) -> HttpResponse:
    given = {key.removeprefix("mark-"): mark for key, mark in request.POST.items() if key.startswith("mark-")}
    # Only what was changed on this page: another may have been marked by somebody else since.
    given = {key: mark for key, mark in given.items() if mark != request.POST.get(f"was-{key}")}
    try:
        marks = {UUID(key): Attendance.Mark(str(mark)) for key, mark in given.items()}
        actions.mark(by=actor_of(request), session=session, marks=marks)
    except (ValueError, NotTheirs):
        messages.error(request, _("Somebody on that page is not on the course any more. Look at the register again."))
        return redirect("programmes:register", session.pk)
    except NotNow:
        messages.error(request, _("The session has not begun, or was called off, so nobody can be marked."))
        return redirect("programmes:register", session.pk)
    if "close" in request.POST and session.state == Session.State.CONFIRMED:
        _close(request, session)
    else:
        messages.success(request, _("Saved."))
    return redirect("programmes:register", session.pk)


def _kept_on_a_phone(request: HttpRequest, session: Session) -> HttpResponse:
    """Marks that were pressed some while ago, each for itself: one that is for nobody any more holds up no other."""
    now, lost, early = timezone.now(), 0, []
    rows = _rows_of(request.body)
    if rows is None:
        return JsonResponse({"said": _("That could not be read, so nothing is saved."), "early": []}, status=400)
    for row in rows:
        try:
            given = {UUID(row["enrolment"]): Attendance.Mark(row["mark"])}
            at = now - timedelta(milliseconds=max(0.0, min(float(row["ago"]), LONGEST_KEPT)))
            actions.mark(by=actor_of(request), session=session, marks=given, at=at)
        except NotNow:
            early.append(row["enrolment"])
        except (KeyError, TypeError, ValueError, AttributeError, NotTheirs):
            lost += 1
    if early:
        return JsonResponse({"said": _("It has not begun. Marks stay on this phone until it has."), "early": early})
    said = _("Saved %(time)s.") % {"time": clock(timezone.localtime(now))}
    more = _("Some could not be marked. Open the page again.")
    return JsonResponse({"said": f"{said} {more}" if lost else said, "early": []})


def _rows_of(body: bytes) -> list[Any] | None:
    """What was sent; nothing where it is no list, was cut off on its way, or is longer than any register."""
    try:
        rows = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return rows if isinstance(rows, list) and len(rows) <= MOST_MARKS else None


def _close(request: HttpRequest, session: Session) -> None:
    try:
        actions.hold_session(by=actor_of(request), session=session)
        messages.success(request, _("Saved, and the session is noted as held."))
    except NotNow:
        messages.error(
            request, _("Saved. The session has not begun, or was not confirmed, so it is not noted as held.")
        )

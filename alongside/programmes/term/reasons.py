"""Why a group could not be placed, in a sentence that says what would help."""

from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.programmes.courses import CLINICAL, LAY, Course
from alongside.programmes.term.starts import Calendar, Start
from alongside.programmes.term.things import Things
from alongside.ui.formats import moment

WORDS = {"room": gettext_lazy("a room"), LAY: gettext_lazy("a lay tutor"), CLINICAL: gettext_lazy("a clinical tutor")}


def why_not(course: Course, starts: Sequence[Start], calendar: Calendar, things: Things, left: np.ndarray) -> str:
    """What there is none of, or none at any time; otherwise the start that came nearest, and what it lacked."""
    if not starts:
        return _("No working day of the term is left to begin on.")
    if never := _never(course, calendar):
        return never
    nowhere = [name for name in ("room", LAY, CLINICAL) if all(name in start.missing for start in starts)]
    if nowhere:
        return _("At no time is %(what)s free for every session.") % {"what": _list(nowhere)}
    start, lacking = min(((start, _lacking(start, things, left)) for start in starts), key=lambda each: len(each[1]))
    if not lacking:
        return _("The only lay tutor and the only clinical tutor who are free are one person.")
    words = _("It came nearest from %(when)s. It lacked only %(what)s: not free then, or needed by another group.")
    return words % {"when": moment(start.at), "what": _list(lacking)}


def _never(course: Course, calendar: Calendar) -> str:
    """What no other day or time would help."""
    asked = {tutor for part in course.parts for tutor in part.tutors}
    if not any(room.holds >= course.fewest for room in calendar.rooms):
        return _("No room holds %(fewest)d people.") % {"fewest": course.fewest}
    lacking = [
        kind for kind in (LAY, CLINICAL) if kind in asked and not any(row.kind == kind for row in calendar.leaders)
    ]
    return _("Nobody is approved as %(what)s.") % {"what": _list(lacking)} if lacking else ""


def _lacking(start: Start, things: Things, left: np.ndarray) -> list[str]:
    """What is not free any more at a start."""
    free = {
        "room": any(things.go(things.of_room(row, start), left) for row in start.rooms),
        LAY: any(things.go(things.of_leader(row, start), left) for row in start.lay),
        CLINICAL: any(things.go(things.of_leader(row, start), left) for row in start.clinical),
    }
    return [name for name in start.needed if not free[name]]


def _list(names: Sequence[str]) -> str:
    return _(" and ").join(str(WORDS[name]) for name in names)

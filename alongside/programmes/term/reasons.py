"""Why a group could not be placed, in a sentence that says what would help."""

from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.programmes.courses import CLINICAL, LAY
from alongside.programmes.term.starts import Start
from alongside.programmes.term.things import Things
from alongside.ui.formats import moment

WORDS = {"room": gettext_lazy("a room"), LAY: gettext_lazy("a lay tutor"), CLINICAL: gettext_lazy("a clinical tutor")}


def why_not(starts: Sequence[Start], things: Things, left: np.ndarray) -> str:
    """What was free at no time at all; otherwise the start that came nearest, and what it lacked."""
    if not starts:
        return _("No working day of the term is left to begin on.")
    nowhere = [name for name in ("room", LAY, CLINICAL) if all(name in start.missing for start in starts)]
    if nowhere:
        return _("At no time is %(what)s free for every session.") % {"what": _list(nowhere)}
    start, lacking = min(((start, _lacking(start, things, left)) for start in starts), key=lambda each: len(each[1]))
    if not lacking:  # each is there, and only for somebody else
        return _("Other groups need what it would need. Fewer groups, or more tutors or rooms, would help.")
    words = _("It came nearest from %(when)s. It lacked only %(what)s: not free then, or needed by another group.")
    return words % {"when": moment(start.at), "what": _list(lacking)}


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

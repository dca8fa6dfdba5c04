"""A day or time that few would expect: asked about once, for most are slips of a finger."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.agenda.forms import TimeForm
from alongside.programmes.hours import DAYS
from alongside.ui.formats import clock
from alongside.ui.forms import CheckboxesField
from alongside.worklist.working_days import is_working_day

EARLIEST, LATEST = 8, 20  # o'clock: a session begins at the first or later, and before the other
LATEST_END = 22


class AskedOnceForm(TimeForm):
    """Ticked, that very time is taken all the same; another odd one is asked about anew."""

    go_on: str | Promise = ""  # what the box says

    def ask_once(self, starts_at: datetime, odd: list[str]) -> None:
        """Say what is odd, beside a box to tick; nothing where nothing is. For the end of `clean`."""
        if not odd:
            return
        at = starts_at.isoformat()
        posted: Any = self.data  # which is a QueryDict
        self.fields["all_the_same"] = CheckboxesField(label=gettext_lazy("Is that right?"), choices=[(at, self.go_on)])
        if at not in posted.getlist("all_the_same"):
            self.add_error("all_the_same", " ".join(odd))


def odd_hours(starts_at: datetime, minutes: int) -> list[str]:
    """What is odd about the time of day, for something that takes so long."""
    local = timezone.localtime(starts_at)
    if not EARLIEST <= local.hour < LATEST:
        return [_("It would begin at %(time)s.") % {"time": clock(local)}]
    ends = local + timedelta(minutes=minutes)
    if ends > local.replace(hour=LATEST_END, minute=0):
        return [_("It would go on until %(time)s.") % {"time": clock(ends)}]
    return []


def odd_day(starts_at: datetime) -> list[str]:
    """What is odd about the day."""
    local = timezone.localtime(starts_at)
    if is_working_day(local.date()):
        return []
    if local.weekday() < 5:
        return [_("It would be on a bank holiday.")]
    return [_("It would be on a %(day)s.") % {"day": DAYS[local.weekday()]}]

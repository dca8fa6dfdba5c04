"""Parts of the week, for when tutors can lead. No database."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NOON, EVENING = 12, 17
DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
TIMES = (("am", _("morning")), ("pm", _("afternoon")), ("eve", _("evening")))
# "1am" is Tuesday morning.
PARTS: dict[str, tuple[Promise, Promise]] = {
    f"{day}{time}": (name, words) for day, name in enumerate(DAYS) for time, words in TIMES
}


def part_of(local: datetime) -> str:
    """The part of the week in which something begins, on the clock where it takes place."""
    time = "am" if local.hour < NOON else "pm" if local.hour < EVENING else "eve"
    return f"{local.weekday()}{time}"

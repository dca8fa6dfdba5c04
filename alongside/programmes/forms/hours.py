"""When a tutor can lead, and when they are away."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.programmes.hours import PARTS
from alongside.ui.forms import CheckboxesField, DayField, WholeNumberField


class WeekField(CheckboxesField):
    """Any parts of the week, a day a row."""

    dressed_by = "programmes/forms/week.jinja"

    def __init__(self, **kwargs: Any) -> None:
        choices = [(key, f"{day} {time}") for key, (day, time) in PARTS.items()]
        super().__init__(**{"choices": choices, "required": False, **kwargs})

    @property
    def parts(self) -> list[tuple[str, Promise, Promise]]:
        """Each with its day and its time of day."""
        return [(key, day, time) for key, (day, time) in PARTS.items()]


class HoursForm(forms.Form):
    """The parts of the week, and how many sessions."""

    most_a_week = WholeNumberField(
        label=_("How many sessions a week will you lead, at most?"),
        min_value=1,
        max_value=14,
        error_messages={"required": _("Write a number from 1 to 14.")},
    )
    usual = WeekField(label=_("When can you, as a rule?"), help_text=_("Tick none if any time will do"))


class AwayForm(forms.Form):
    """From the first day to the last."""

    first = DayField(label=_("First day away"), error_messages={"required": _("Enter the first day.")})
    last = DayField(label=_("Last day away"), error_messages={"required": _("Enter the last day.")})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        elif last and last < timezone.localdate():
            self.add_error("last", _("That is over already."))
        elif first and last and (last - first).days > 366:
            self.add_error("last", _("That is more than a year. Ask whoever runs the courses to end your approval."))
        return said

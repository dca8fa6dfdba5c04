"""What opens a link."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.ui.forms import DayField


class DateOfBirthForm(forms.Form):
    """What opens a link."""

    date_of_birth = DayField(
        label=_("What is your date of birth?"),
        help_text=_("For example, 27 3 1957. We ask so that nobody else can open your link."),
        error_messages={
            "required": _("Enter your date of birth."),
            "incomplete": _("Enter your date of birth: day, month and year."),
        },
    )

    def clean_date_of_birth(self) -> Any:
        day = self.cleaned_data["date_of_birth"]
        if day and day > timezone.localdate():
            raise ValidationError(_("That day is still to come. Enter the day you were born."))
        return day

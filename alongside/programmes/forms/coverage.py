"""What a team fills in about its training."""

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.ui.forms import WholeNumberField


class TargetForm(forms.Form):
    percent = WholeNumberField(
        label=_("Per cent of the team"),
        help_text=_("For example, 75"),
        min_value=1,
        max_value=100,
        error_messages={
            "required": _("Write a number from 1 to 100."),
            "min_value": _("Write a number from 1 to 100."),
            "max_value": _("Write a number from 1 to 100."),
        },
    )

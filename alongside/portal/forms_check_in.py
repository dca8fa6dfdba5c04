"""One question at a time about how a goal is going."""

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.ui.forms import CheckField, RadiosField, ScaleField, WordsField


class SureForm(forms.Form):
    confidence = ScaleField(
        label=_("How sure are you now that you can do it?"),
        low=_("not at all sure"),
        high=_("very sure"),
        error_messages={"required": _("Choose a number, or skip this.")},
    )


class DaysForm(forms.Form):
    days_done = RadiosField(
        label=_("On how many of the last 7 days did you do it?"),
        choices=[(str(n), str(n)) for n in range(8)],
        coerce=int,
        inline=True,
        error_messages={"required": _("Choose a number of days, or skip this.")},
    )


class MoreForm(forms.Form):
    words = WordsField(
        label=_("Anything you want to say?"),
        required=False,
        rows=4,
    )
    please_call = CheckField(label=_("Please call me"), required=False)

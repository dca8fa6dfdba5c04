"""What is noted of a volunteer by hand, and how they are thanked."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.peers.models import VolunteerStep
from alongside.ui.forms import DayField, RadiosField, TextField, WordsField


class VolunteerStepForm(forms.Form):
    kind = RadiosField(
        label=_("What did they do?"),
        choices=VolunteerStep.Kind.choices,
        error_messages={"required": _("Choose what it was.")},
    )
    on = DayField(label=_("When?"), error_messages={"required": _("Enter a day.")})
    words = TextField(
        label=_("In a few words"),
        help_text=_("For example, a talk to student nurses. They can read it"),
        max_length=200,
        required=False,
    )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("That day is still to come."))
        return on


class ThanksForm(forms.Form):
    words = WordsField(
        label=_("What do you thank them for?"),
        max_length=500,
        error_messages={"required": _("Write what you thank them for.")},
    )

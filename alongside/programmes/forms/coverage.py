"""What a team fills in about its training."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Organisation, User
from alongside.people.queries.organisations import members_of
from alongside.programmes.queries.coverage import LEVEL_NAMES
from alongside.ui.forms import DayField, ModelSelectField, RadiosField, WholeNumberField


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


class NotedForm(forms.Form):
    """What somebody of the team learned elsewhere."""

    user = ModelSelectField(
        label=_("Who?"), queryset=User.objects.none(), error_messages={"required": _("Choose who it is.")}
    )
    level = RadiosField(label=_("What?"), choices=list(LEVEL_NAMES.items()))
    on = DayField(label=_("On which day?"), error_messages={"required": _("Enter the day.")})

    def __init__(self, *args: Any, team: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user"]
        field.queryset = members_of(team)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError(_("That day is still to come."))
        return day

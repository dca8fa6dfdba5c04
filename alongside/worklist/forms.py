"""Done, passed on, or put off with a reason."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.ui.forms import DayField, ModelSelectField, TextField
from alongside.worklist.models import Task
from alongside.worklist.queries import colleagues

FURTHEST = timedelta(days=366)


class FinishForm(forms.Form):
    outcome = TextField(label=_("What happened?"), required=False, max_length=300)


class PassOnForm(forms.Form):
    owner = ModelSelectField(
        label=_("Who will do it?"), queryset=None, required=False, empty_label=_("Anybody in the team")
    )
    reason = TextField(
        label=_("Why are you passing it on?"),
        max_length=300,
        error_messages={"required": _("Say why, so that the next person knows.")},
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues(task)  # type: ignore[attr-defined]  # a choice field


class PutOffForm(forms.Form):
    due = DayField(label=_("Until when?"), error_messages={"required": _("Enter the day it will be done by.")})
    reason = TextField(
        label=_("Why?"), max_length=300, error_messages={"required": _("Say why, so that nobody has to guess.")}
    )

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        today = timezone.localdate()
        if not today <= due <= today + FURTHEST:
            raise forms.ValidationError(_("Choose a day from today, up to a year ahead."))
        return due

"""Where an activity stands."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.peers.coproduction import delivery, planning, pyramid
from alongside.ui.forms import CheckField, DayField, RadiosField, TextField


class PlacingForm(forms.Form):
    """Who plans it, who delivers it, from which day on, and why we say so."""

    planning = RadiosField(
        label=_("Who plans it?"),
        help_text=_("Design, commissioning, watching how it goes"),
        error_messages={"required": _("Choose who plans it.")},
    )
    delivery = RadiosField(label=_("Who delivers it?"), error_messages={"required": _("Choose who delivers it.")})
    on = DayField(label=_("From which day on?"), error_messages={"required": _("Enter a day.")})
    why = TextField(label=_("Why do you say so?"), max_length=300, required=False)
    together = CheckField(label=_("We said this together with people who take part in it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["planning"].choices = list(planning().items())
        fields["delivery"].choices = list(delivery().items())

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise ValidationError(_("That day is still to come."))
        return on


class ActivityForm(PlacingForm):
    """Something new on the map."""

    name = TextField(
        label=_("What is it?"),
        help_text=_("For example, the newsletter"),
        max_length=120,
        error_messages={"required": _("Write what it is.")},
    )
    level = RadiosField(label=_("Is it peer support?"), required=False)

    field_order = ["name", "level", "planning", "delivery", "on", "why", "together"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["level"]
        field.choices = [("", _("No")), *pyramid().items()]

"""What was paid for a group."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.programmes.models import Cost
from alongside.ui.forms import RadiosField, TextField

TOO_MUCH = Decimal("99999.99")


class PoundsField(forms.DecimalField):
    """An amount of money, typed with or without its sign and commas."""

    dressed_by = "ui/forms/text.jinja"
    classes, input_type, autocomplete = "nhsuk-input--width-5", "text", "off"
    default_error_messages = {
        "invalid": _("Write an amount in pounds, for example 45 or 12.50."),
        "max_decimal_places": _("Write pounds and pence, for example 12.50."),
        "min_value": _("Write an amount that is more than nothing."),
        "max_value": _("That is more than a group costs. Check the amount."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"decimal_places": 2, "max_value": TOO_MUCH, **kwargs})

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("£", "").replace(",", "").strip() if isinstance(value, str) else value)


class CostForm(forms.Form):
    kind = RadiosField(label=_("What for?"), choices=Cost.Kind.choices)
    pounds = PoundsField(
        label=_("How much, in pounds?"),
        min_value=Decimal("0.01"),
        error_messages={"required": _("Write the amount.")},
    )
    words = TextField(label=_("More about it (optional)"), required=False, max_length=200)

"""Form fields that render as NHS design system components.

A template writes `{{ form.words.as_field_group() }}`; label, hint, error and value all come from the field.
`first_part` ends the id of the first box or button of a field that has several: the summary of errors leads there.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.http import HttpRequest, QueryDict
from django.template import engines
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

Hints = Mapping[str, str | Promise]
# What a mistake is called where the field's own words do not say it better.
TOO_LONG: dict[str, Any] = {"max_length": _("Use %(limit_value)d characters or fewer. You have used %(show_value)d.")}
NOT_CHOSEN: dict[str, Any] = {"required": _("Choose one of these."), "invalid_choice": _("Choose one of these.")}


# Of a view that shows a form and takes it.
form_page = require_http_methods(["GET", "HEAD", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: None on a first visit. What was posted empty is still posted."""
    return request.POST if request.method == "POST" else None


class NHSFormRenderer(BaseRenderer):
    """Renders form parts with the same Jinja environment as the pages."""

    form_template_name = "ui/forms/form.jinja"
    field_template_name = "ui/forms/field.jinja"  # which leaves it to the field's own `dressed_by`

    def get_template(self, template_name: str) -> Any:
        return engines["jinja2"].get_template(template_name)


class TextField(forms.CharField):
    """One line of text. `classes` sets the width, such as `nhsuk-input--width-10`."""

    dressed_by = "ui/forms/text.jinja"
    default_error_messages = TOO_LONG

    def __init__(self, *, classes: str = "", input_type: str = "text", autocomplete: str = "", **kwargs: Any) -> None:
        self.classes, self.input_type, self.autocomplete = classes, input_type, autocomplete
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """One line, whatever a browser sends: a name with a line break could pass for another line of a letter."""
        return super().to_python(" ".join(value.split()) if isinstance(value, str) else value) or ""


class WholeNumberField(forms.IntegerField):
    """A number of something, typed."""

    dressed_by = "ui/forms/text.jinja"
    classes, input_type, autocomplete = "nhsuk-input--width-3", "text", ""
    default_error_messages = {
        "required": _("Write a number."),
        "invalid": _("Write a whole number, for example 12."),
        "min_value": _("Write %(limit_value)s or more."),
        "max_value": _("Write %(limit_value)s or fewer."),
    }


class WordsField(forms.CharField):
    """Free words, kept as typed."""

    dressed_by = "ui/forms/words.jinja"
    default_error_messages = TOO_LONG

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(**{"max_length": 2000, **kwargs})


class RadiosField(forms.TypedChoiceField):
    """One of a few. `inline` puts short answers beside each other; `hints` maps a value to its hint."""

    dressed_by = "ui/forms/radios.jinja"
    default_error_messages = NOT_CHOSEN
    first_part = "_0"

    def __init__(self, *, inline: bool = False, hints: Hints | None = None, **kwargs: Any) -> None:
        self.inline, self.hints = inline, hints or {}
        super().__init__(**{"widget": forms.RadioSelect, **kwargs})


class CheckboxesField(forms.MultipleChoiceField):
    """Any of several."""

    dressed_by = "ui/forms/checkboxes.jinja"
    default_error_messages = NOT_CHOSEN
    first_part = "_0"

    def __init__(self, *, hints: Hints | None = None, **kwargs: Any) -> None:
        self.hints = hints or {}
        super().__init__(**{"widget": forms.CheckboxSelectMultiple, **kwargs})


class CheckField(forms.BooleanField):
    """One box to tick, with its label beside it."""

    dressed_by = "ui/forms/check.jinja"


class SelectField(forms.TypedChoiceField):
    """One of many; prefer radios for fewer than about eight."""

    dressed_by = "ui/forms/select.jinja"
    default_error_messages = NOT_CHOSEN


class ModelSelectField(forms.ModelChoiceField):
    """One row of a scoped queryset."""

    dressed_by = "ui/forms/select.jinja"
    default_error_messages = NOT_CHOSEN

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError as mistake:  # what is no id at all is said like an id of something else
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from mistake


class ScaleField(forms.TypedChoiceField):
    """A whole number from 0 to 10, as a row of eleven radio buttons."""

    dressed_by = "ui/forms/scale.jinja"
    default_error_messages = NOT_CHOSEN
    first_part = "_0"

    def __init__(self, *, low: str | Promise = "", high: str | Promise = "", **kwargs: Any) -> None:
        self.low, self.high = low, high
        numbers = [(str(n), str(n)) for n in range(11)]
        super().__init__(
            **{"choices": numbers, "coerce": int, "empty_value": None, "widget": forms.RadioSelect, **kwargs}
        )


class SplitDateWidget(forms.MultiWidget):
    """Day, month and year as three boxes."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"day": forms.TextInput, "month": forms.TextInput, "year": forms.TextInput}, attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(forms.MultiValueField):
    """A date typed in three boxes, as the NHS asks for one."""

    dressed_by = "ui/forms/day.jinja"
    first_part = "_day"
    widget = SplitDateWidget

    def __init__(self, **kwargs: Any) -> None:
        parts = [forms.CharField(required=False, max_length=4) for _part in ("day", "month", "year")]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> date | None:
        if not any(data_list):
            return None
        try:
            day, month, year = (int(part.strip()) for part in data_list)
            return date(year if year > 99 else 0, month, day)
        except (ValueError, OverflowError) as mistake:
            raise ValidationError(_("Enter a real date, for example 27 3 1957."), code="invalid") from mistake

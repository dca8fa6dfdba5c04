"""What the one screen accepts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.agenda.areas import areas
from alongside.agenda.destinations import destinations
from alongside.agenda.models import AgendaItem


class RaiseForm(forms.Form):
    """Something the person brings up in the room."""

    area = forms.ChoiceField(
        error_messages={"required": _("Choose what it is about."), "invalid_choice": _("Choose what it is about.")}
    )
    words = forms.CharField(required=False, max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [(area.key, area.title) for area in areas().values()]  # type: ignore[attr-defined]  # a choice field


class DispositionForm(forms.Form):
    """One answer for one agenda item; handing on names to whom."""

    # The buttons under "hand on" name only who gets it.
    disposition = forms.ChoiceField(
        required=False,
        choices=AgendaItem.Disposition.choices,
        error_messages={"invalid_choice": _("Choose talked about, carry, hand on or later.")},
    )
    handed_to = forms.ChoiceField(required=False, error_messages={"invalid_choice": _("Choose who to hand this to.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handed_to"].choices = [(to.key, to.title) for to in destinations().values()]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("handed_to"):
            cleaned["disposition"] = AgendaItem.Disposition.HANDED
        elif not self.errors and cleaned.get("disposition") in {"", AgendaItem.Disposition.HANDED}:
            raise forms.ValidationError(_("Choose talked about, carry, hand on or later."))
        return cleaned

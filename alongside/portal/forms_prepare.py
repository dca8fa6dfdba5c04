"""The form of each step. None insists on an answer: a person may say as little as they like."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.agenda.areas import OTHER, areas
from alongside.agenda.models import Concern
from alongside.ui.forms import CheckboxesField, RadiosField, WordsField

LONGEST = 1000


class MindForm(forms.Form):
    """What is on your mind?"""

    areas = CheckboxesField(
        required=False,
        error_messages={"invalid_choice": _("Please choose from the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].choices = [(area.key, area.title) for area in areas().values()]  # type: ignore[attr-defined]  # a choice field


class AboutForm(forms.Form):
    """A group of answers for each concern: `parts` says which the step asks for."""

    parts: tuple[str, ...] = ()

    def __init__(self, *args: Any, concerns: list[Concern], **kwargs: Any) -> None:
        self.concerns = concerns
        super().__init__(*args, **kwargs)
        for concern in concerns:
            for part in self.parts:
                self.fields[f"{part}_{concern.area}"] = self.field_for(part, concern)

    def field_for(self, part: str, concern: Concern) -> forms.Field:
        raise NotImplementedError

    def said(self, concern: Concern) -> dict[str, Any]:
        """The valid answers about one concern; what was left open is left out."""
        names = {part: f"{part}_{concern.area}" for part in self.parts}
        return {part: self.cleaned_data[name] for part, name in names.items() if name in self.cleaned_data}


class HowMuchForm(AboutForm):
    """How much is each getting in the way, in the person's words if they like?"""

    parts = ("bother", "words")

    def field_for(self, part: str, concern: Concern) -> forms.Field:
        if part == "bother":
            return RadiosField(
                choices=Concern.Bother.choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=concern.bother,
                error_messages={"invalid_choice": _("Choose a little, quite a bit or a lot.")},
            )
        return WordsField(
            label=_("What is it, in your words?") if concern.area == OTHER else _("In your words (optional)"),
            required=False,
            rows=2,
            max_length=LONGEST,
            initial=concern.words,
        )


class MatterForm(AboutForm):
    """What would help with each?"""

    parts = ("wish",)

    def field_for(self, part: str, concern: Concern) -> forms.Field:
        return RadiosField(
            choices=Concern.Wish.choices,
            required=False,
            initial=concern.wish or Concern.Wish.TALK,
            error_messages={"invalid_choice": _("Choose one of the four.")},
        )


class MostForm(forms.Form):
    """The most important thing."""

    words = WordsField(
        label=_("The most important thing I want from this appointment is … (optional)"),
        required=False,
        rows=4,
        max_length=LONGEST,
    )

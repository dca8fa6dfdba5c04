"""Asking for a buddy, and what becomes of calls and worries."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.peers.models import Call
from alongside.peers.wishes import WouldRather, interests, topics
from alongside.programmes.forms.hours import WeekField
from alongside.ui.forms import CheckboxesField, RadiosField, TextField, WholeNumberField, WordsField


class AskForm(forms.Form):
    """What a buddy could be for, what they like, when they can, and whom they would rather talk to."""

    topics = CheckboxesField(label=_("What would you like to talk about?"), required=False)
    interests = CheckboxesField(label=_("What do you like?"), required=False)
    free_at = WeekField(label=_("When could somebody ring you?"), help_text=_("Tick none if any time will do"))
    would_rather = RadiosField(
        label=_("Who would you rather talk to?"),
        choices=[("", _("whoever fits")), *WouldRather.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["topics"].choices = list(topics().items())
        fields["interests"].choices = list(interests().items())


class CallForm(forms.Form):
    """One minute: whether they talked, how long, how it went, and whether something worries the buddy."""

    outcome = RadiosField(label=_("Did you talk?"), choices=Call.Outcome.choices)
    minutes = WholeNumberField(
        label=_("For how many minutes?"), help_text=_("Only if you talked"), required=False, min_value=1, max_value=240
    )
    went = RadiosField(
        label=_("How was your talk?"),
        help_text=_("Answer this if you talked"),
        choices=Call.Went.choices,
        required=False,
    )
    worry = WordsField(
        label=_("Does something worry you about them? (optional)"),
        help_text=_("The coordinator hears of it at once. If somebody is in danger now, ring 999 first."),
        required=False,
        max_length=1000,
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        went: Any = self.fields["went"]
        went.show_optional = False  # it is not, once they talked

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("outcome") == Call.Outcome.HELD and not said.get("went"):
            self.add_error("went", _("You talked, so choose how your talk was."))
        return said


class WorryForm(forms.Form):
    worry = WordsField(
        label=_("What worries you?"),
        help_text=_("The coordinator hears of it at once. If somebody is in danger now, ring 999 first."),
        max_length=1000,
        error_messages={"required": _("Write what worries you.")},
    )


class StepForm(forms.Form):
    words = TextField(label=_("What was done?"), max_length=500, error_messages={"required": _("Write what was done.")})


class OutcomeForm(forms.Form):
    outcome = TextField(
        label=_("What became of it?"), max_length=500, error_messages={"required": _("Write what became of it.")}
    )

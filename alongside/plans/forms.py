"""Forms of the plan, one small thing at a time."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from alongside.plans.actions.follow_up import USUAL_PACE
from alongside.plans.models import CheckIn, Goal, GoalScale
from alongside.ui.forms import CheckField, DayField, RadiosField, ScaleField, SelectField, TextField, WordsField

PACES = [("7", _("in 1 week")), ("14", _("in 2 weeks")), ("28", _("in 4 weeks")), ("0", _("don’t ask"))]
Level = GoalScale.Level
DAYS = [
    ("", _("not a set number of days")),
    ("1", _("1 day a week")),
    *[(str(n), format_lazy(_("{n} days a week"), n=n)) for n in range(2, 7)],
    ("7", _("every day")),
]


def _line(label: Any, limit: int, *, needed: Any = None, **kwargs: Any) -> TextField:
    messages = {"required": needed} if needed else {}
    return TextField(label=label, max_length=limit, required=bool(needed), error_messages=messages, **kwargs)


def _words(label: Any, limit: int, **kwargs: Any) -> WordsField:
    return WordsField(label=label, max_length=limit, required=False, **kwargs)


class GoalForm(forms.Form):
    """A goal, together: made to be read aloud, and short."""

    words = _line(
        _("What do you want to do or change?"),
        300,
        needed=_("Write the goal in a few words."),
        help_text=_("In your own words, such as “walk to the shop and back”"),
    )
    why = _words(_("Why does it matter to you?"), 1000, rows=2)
    what = _line(_("What is a small first step?"), 200, help_text=_("Small enough to begin this week"))
    where = _line(_("Where?"), 100, classes="nhsuk-input--width-20")
    days_a_week = SelectField(label=_("How often?"), choices=DAYS, coerce=int, empty_value=None, required=False)
    how_much = _line(_("How much or how long?"), 100, classes="nhsuk-input--width-20")
    when = _line(_("When in the day?"), 100, classes="nhsuk-input--width-20")
    confidence = ScaleField(
        label=_("How sure are you that you can do it?"),
        low=_("not at all sure"),
        high=_("very sure"),
        error_messages={"required": _("Choose a number from 0 to 10 for how sure you are.")},
    )
    would_raise = _line(_("What would make it a 7, or what would be a smaller step?"), 300)
    importance = ScaleField(
        label=_("How much does it matter to you?"), low=_("not much"), high=_("very much"), required=False
    )
    barrier = _line(_("What might get in the way?"), 300)
    then_i_will = _line(_("Then I will …"), 300)
    helper = _line(_("Who could help?"), 200)
    follow_up_days = RadiosField(
        label=_("When shall we ask how it is going?"),
        choices=PACES,
        coerce=int,
        empty_value=USUAL_PACE,
        initial=USUAL_PACE,
        required=False,
        inline=True,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        about_step = [given.get(name) for name in ("where", "how_much", "when", "days_a_week")]
        if any(about_step) and not given.get("what") and "what" not in self.errors:
            self.add_error("what", _("Say what the first step is, as well as where or how often."))
        return given


class WouldRaiseForm(forms.Form):
    would_raise = _line(
        _("What would make it a 7?"),
        300,
        needed=_("Write what would help, or choose to leave it as it is."),
        help_text=_("Somebody to go with, a better time of day, less of it to begin with …"),
    )


class EndGoalForm(forms.Form):
    state = RadiosField(
        label=_("What became of it?"),
        choices=[
            (Goal.State.ACHIEVED, _("I did it")),
            (Goal.State.CHANGED, _("It turned into something else")),
            (Goal.State.SET_ASIDE, _("I am setting it aside for now")),
        ],
        error_messages={"required": _("Choose what became of the goal.")},
    )


class AnswerForm(forms.Form):
    """How it is going, told to a clinician or written by the person while signed in."""

    going = RadiosField(
        label=_("How is it going?"),
        choices=CheckIn.Going.choices,
        error_messages={"required": _("Choose how it is going.")},
    )
    confidence = ScaleField(label=_("How sure now?"), low=_("not at all sure"), high=_("very sure"), required=False)
    days_done = RadiosField(
        label=_("On how many of the last 7 days?"),
        choices=[(str(n), str(n)) for n in range(8)],
        coerce=int,
        empty_value=None,
        required=False,
        inline=True,
    )
    words = _words(_("Anything to say?"), 2000, rows=3)
    please_call = CheckField(label=_("Please call me"), required=False)


class WhatMattersForm(forms.Form):
    words = _words(
        _("What matters most to me"),
        2000,
        rows=6,
        help_text=_("People, places, things you want to keep doing, how you like to be treated"),
    )


class SignForm(forms.Form):
    sign = _line(
        _("What I watch for"),
        300,
        needed=_("Write the sign to watch for."),
        help_text=_("Such as “more breathless than usual for two days”"),
    )
    what_to_do = _line(_("What we agreed I do then"), 300, needed=_("Write what you agreed to do then."))


class ContactForm(forms.Form):
    name = _line(_("Name"), 100, needed=_("Write who it is."), classes="nhsuk-input--width-20")
    how = _line(_("How they help"), 200)
    phone = _line(_("Phone"), 30, classes="nhsuk-input--width-20", input_type="tel")


class ReviewForm(forms.Form):
    on = DayField(label=_("When shall we look at the plan again?"), required=False)

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on and on < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a day after it."))
        return on


class LevelsForm(forms.ModelForm):
    """What each level would look like, before anybody knows which it will be."""

    expected = _line(Level.EXPECTED.label, 200, needed=_("Describe what you expect."))
    better = _line(Level.BETTER.label, 200, needed=_("Describe what would be better."))
    much_better = _line(Level.MUCH_BETTER.label, 200, needed=_("Describe what would be much better."))
    less = _line(Level.LESS.label, 200, needed=_("Describe what would be less."))
    much_less = _line(Level.MUCH_LESS.label, 200, needed=_("Describe what would be much less."))
    weight = RadiosField(
        label=_("How much does this goal count beside the others?"),
        choices=[("1", _("as much")), ("2", _("twice")), ("3", _("three times"))],
        coerce=int,
        initial="1",
        inline=True,
    )

    class Meta:
        model = GoalScale
        fields = ["expected", "better", "much_better", "less", "much_less", "weight"]


class ReachedForm(forms.Form):
    level = RadiosField(
        label=_("Which is nearest to how it is now?"),
        choices=Level.choices[::-1],
        coerce=int,
        error_messages={"required": _("Choose the nearest level.")},
    )

    def __init__(self, *args: Any, scale: GoalScale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {str(level.value): words for level, words in scale.levels.items()}
        self.fields["level"].hints = hints  # type: ignore[attr-defined]  # a RadiosField

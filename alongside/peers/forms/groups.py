"""What those who run a group, and those who come to it, fill in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.agenda.forms import TimeOfDayField
from alongside.directory.models import Schedule
from alongside.peers.models import Group, Member
from alongside.peers.queries.groups.days import next_days
from alongside.peers.wishes import Often, StepFree, group_kinds, step_free_of
from alongside.people.forms.fields import PostcodeField
from alongside.ui.forms import CheckField, DayField, RadiosField, TextField, WholeNumberField, WordsField

TURN_UP, RING_FIRST = _("Just turn up."), _("Ring first. They let the group know.")
HOURS = ["%H:%M", "%H.%M", "%H%M"]


class WhatForm(forms.Form):
    """What a group is."""

    name = TextField(
        label=_("What is it called?"),
        help_text=_("For example, Tuesday Walkers"),
        max_length=80,
        error_messages={"required": _("Write what it is called.")},
    )
    kind = RadiosField(label=_("What do you do together?"), error_messages={"required": _("Choose what you do.")})
    about = WordsField(
        label=_("What is it like, and who is it for?"),
        help_text=_("Anybody can read this. Leave out phone numbers, surnames and where anybody lives"),
        max_length=500,
        error_messages={"required": _("Write a sentence or two about it.")},
    )
    cost = TextField(
        label=_("What does it cost?"),
        help_text=_("Leave it empty if it is free. For example, £2 for tea"),
        max_length=80,
        required=False,
    )
    how_to_come = RadiosField(
        label=_("How can somebody new come?"),
        choices=[("turn_up", TURN_UP), ("ring", RING_FIRST)],
        error_messages={"required": _("Choose how somebody new can come.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = list(group_kinds().items())

    def clean_how_to_come(self) -> str:
        return str({"turn_up": TURN_UP, "ring": RING_FIRST}[self.cleaned_data["how_to_come"]])


def what_of(group: Group) -> dict[str, Any]:
    """What a group says already, for the form."""
    service = group.service
    how = "turn_up" if service.application_process == str(TURN_UP) else "ring"
    said = {"name": service.name, "about": service.description, "cost": service.fees_description}
    return said | {"kind": group.kind, "how_to_come": how}


class CalledForm(forms.Form):
    """By which name the others know somebody."""

    called = TextField(
        label=_("What should the others call you?"),
        help_text=_("A first name is enough. Everybody who comes to the group can see it"),
        max_length=40,
        error_messages={"required": _("Write a name, or a nickname.")},
    )


class StartForm(CalledForm, WhatForm):
    """Both, where a group begins."""

    field_order = ["name", "kind", "about", "cost", "how_to_come", "called"]


class HowForm(CalledForm):
    told = CheckField(
        label=_("Remind me of days I come, and tell me when it is off or somebody thinks of me"),
        required=False,
    )


class WhereForm(forms.Form):
    """Where and when a group meets."""

    where = TextField(
        label=_("Where do you meet?"),
        help_text=_("For example, the benches by the library, High Street"),
        max_length=200,
        error_messages={"required": _("Write where you meet.")},
    )
    postcode = PostcodeField(
        label=_("Its postcode"),
        help_text=_("So that people near it find you. The nearest one you know will do"),
        max_length=8,
        classes="nhsuk-input--width-10",
        error_messages={"required": _("Enter a postcode.")},
    )
    step_free = RadiosField(
        label=_("Can somebody come in a wheelchair, or with a walker?"),
        choices=StepFree.choices,
        error_messages={"required": _("Choose whether it is step-free.")},
    )
    first = DayField(
        label=_("When do you meet next?"),
        help_text=_("For example, 3 3 2027"),
        error_messages={"required": _("Enter a day.")},
    )
    often = RadiosField(
        label=_("And after that, on the same day?"),
        choices=Often.choices,
        error_messages={"required": _("Choose how often.")},
    )
    begins = TimeOfDayField(
        label=_("From what time?"),
        help_text=_("24-hour clock, for example 14:00"),
        input_formats=HOURS,
        error_messages={"required": _("Enter a time."), "invalid": _("Enter a time like 9:40 or 14:20.")},
    )
    ends = TimeOfDayField(
        label=_("Until? (optional)"),
        input_formats=HOURS,
        required=False,
        error_messages={"invalid": _("Enter a time like 9:40 or 14:20.")},
    )

    def clean_first(self) -> Any:
        first, today = self.cleaned_data["first"], timezone.localdate()
        if first < today:
            raise ValidationError(_("That day is past. Enter the next one."))
        if (first - today).days > 366:
            raise ValidationError(_("That is more than a year away. Check the year."))
        return first

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("begins") and said.get("ends") and said["ends"] <= said["begins"]:
            self.add_error("ends", _("It ends before it begins. Check both times."))
        return said


def where_of(group: Group) -> dict[str, Any]:
    """Where and when a group meets already, for the form, with the next of its days."""
    there = group.service.at_locations.select_related("location").first()
    rule: Schedule | None = group.service.schedules.first()
    if there is None or rule is None:
        return {}
    said = next((row.description for row in there.location.accessibility.all()), "")
    often = Often.MONTHLY if rule.freq == Schedule.Freq.MONTHLY else Often.FORTNIGHTLY if rule.interval == 2 else ""
    coming = next_days([rule.times], timezone.localdate(), 1)
    return {
        "first": coming[0] if coming else None,
        "where": there.location.address,
        "postcode": there.location.postcode,
        "step_free": step_free_of(said),
        "often": often or (Often.ONCE if rule.valid_to else Often.WEEKLY),
        "begins": rule.opens_at and rule.opens_at.strftime("%H:%M"),
        "ends": rule.closes_at and rule.closes_at.strftime("%H:%M"),
    }


def day_from(sent: Mapping[str, Any]) -> date:
    """The day that was sent along; a day long gone for what is none, which no group meets on."""
    try:
        on = date.fromisoformat(sent.get("on", ""))
    except ValueError:
        return date.min
    return on if on.year < timezone.localdate().year + 3 else date.min


class MetForm(forms.Form):
    """That it met, and how many came."""

    on = forms.CharField()
    came = WholeNumberField(label=_("How many came? (optional)"), required=False, min_value=1, max_value=500)

    def clean_on(self) -> date:
        return day_from(self.data)


class WithMeForm(forms.Form):
    """Who else runs it."""

    member = RadiosField(label=_("Who runs it with you?"), error_messages={"required": _("Choose who it is.")})

    def __init__(self, *args: Any, others: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["member"]
        field.choices = [(str(each.pk), each.called) for each in others]


class SupportForm(forms.Form):
    words = WordsField(
        label=_("What would help?"),
        help_text=_("A room, somebody to take over for a while, a worry about somebody. If there is danger, ring 999"),
        max_length=1000,
        error_messages={"required": _("Write what would help.")},
    )


class ToChangeForm(forms.Form):
    words = WordsField(
        label=_("What has to be changed before it can be found?"),
        help_text=_("Those who run it read this"),
        max_length=500,
        error_messages={"required": _("Write what has to be changed.")},
    )


class AnswerForm(forms.Form):
    answer = WordsField(
        label=_("What do you do about it?"),
        help_text=_("Those who run the group read this"),
        max_length=500,
        error_messages={"required": _("Write what you do about it.")},
    )

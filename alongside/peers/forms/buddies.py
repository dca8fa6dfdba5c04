"""Who is a buddy, what they say of themselves, and their checks."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.peers.models import Buddy, Check, Meeting
from alongside.peers.wishes import WouldRather, been_through, interests
from alongside.people.forms.fields import PhoneField
from alongside.people.languages import LANGUAGES
from alongside.people.models import Membership, Organisation, Person, Role
from alongside.people.queries.organisations import economy_of
from alongside.programmes.forms.hours import WeekField
from alongside.ui.content import content
from alongside.ui.forms import (
    CheckboxesField,
    DayField,
    ModelSelectField,
    RadiosField,
    WholeNumberField,
    WordsField,
)


class AboutForm(forms.Form):
    """What a buddy says of themselves."""

    about = WordsField(
        label=_("Say something of yourself (optional)"),
        help_text=_("Whoever is asked whether they would like you as a buddy reads it"),
        required=False,
        max_length=300,
        rows=3,
    )
    conditions = CheckboxesField(label=_("What do you live with?"), required=False)
    topics = CheckboxesField(label=_("What have you been through yourself?"), required=False)
    interests = CheckboxesField(label=_("What do you like?"), required=False)
    languages = CheckboxesField(
        label=_("Which languages do you speak?"),
        choices=LANGUAGES,
        error_messages={"required": _("Choose at least one language.")},
    )
    free_at = WeekField(label=_("When can you ring people?"), help_text=_("Tick none if any time will do"))
    sex = RadiosField(label=_("You are"), choices=Person.Sex.choices)
    would_rather = RadiosField(
        label=_("Who would you rather ring?"), choices=[("", _("whoever fits")), *WouldRather.choices], required=False
    )
    wished = WholeNumberField(
        label=_("For how many people at a time, at most?"),
        min_value=1,
        max_value=6,
        error_messages={"required": _("Write a number from 1 to 6.")},
    )
    phone = PhoneField(
        label=_("Your telephone for these calls (optional)"),
        help_text=_("Shown to somebody only once you both wish it"),
        required=False,
        max_length=30,
        input_type="tel",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["topics"].choices = list(been_through().items())
        fields["interests"].choices = list(interests().items())
        fields["conditions"].choices = [(row["kind"], row["title"]) for row in content("conditions.toml")["condition"]]


class ApproveForm(forms.Form):
    member = ModelSelectField(
        label=_("Who?"),
        queryset=Membership.objects.none(),
        help_text=_("Members with the role of a buddy. A role is given on the page of an organisation."),
        error_messages={"required": _("Choose who it is.")},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Membership.objects.current().filter(organisation__in=economy_of(organisation), role=Role.BUDDY)
        known = Buddy.objects.current().values("user")
        field: Any = self.fields["member"]
        field.queryset = here.exclude(user__in=known).filter(user__is_active=True).select_related("user")
        field.label_from_instance = lambda row: row.user.name


class CheckForm(forms.Form):
    """A reference, a check, a training: when it was, and when it runs out."""

    kind = RadiosField(label=_("What?"), choices=Check.Kind.choices)
    on = DayField(label=_("On which day?"), error_messages={"required": _("Enter the day.")})
    expires_on = DayField(label=_("When does it run out? (only for a DBS check)"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        on, until = said.get("on"), said.get("expires_on")
        if on and on > timezone.localdate():
            self.add_error("on", _("That day is still to come."))
        if said.get("kind") == Check.Kind.DBS and not until and "expires_on" not in self.errors:
            self.add_error("expires_on", _("Enter the day on which the DBS check runs out."))
        if on and until and until < on:
            self.add_error("expires_on", _("It cannot run out before it was made."))
        return said


class MeetingForm(forms.Form):
    """When buddies met, and who was there."""

    kind = RadiosField(label=_("What was it?"), choices=Meeting.Kind.choices)
    on = DayField(label=_("On which day?"), error_messages={"required": _("Enter the day.")})
    there = CheckboxesField(label=_("Who was there?"), error_messages={"required": _("Choose who was there.")})

    def __init__(self, *args: Any, buddies: list[Buddy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[UUID, Buddy] = {row.pk: row for row in buddies}
        field: Any = self.fields["there"]
        field.choices = [(str(pk), str(row)) for pk, row in self._known.items()]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError(_("That day is still to come."))
        return day

    def clean_there(self) -> list[Buddy]:
        return [self._known[UUID(pk)] for pk in self.cleaned_data["there"]]

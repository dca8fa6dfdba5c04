"""What the desk fills in."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.agenda.areas import areas
from alongside.agenda.models import Concern
from alongside.people.models import Organisation, Role, User
from alongside.people.queries.organisations import members_of
from alongside.ui.formats import day
from alongside.ui.forms import DayField, ModelSelectField, SelectField, WordsField

NOT_ASKED = [("", _("not said"))]


class TimeOfDayField(forms.TimeField):
    """A time of day, typed."""

    dressed_by = "ui/forms/text.jinja"
    classes, input_type, autocomplete = "nhsuk-input--width-5", "text", ""


class TimeForm(forms.Form):
    """A day and a time of day that are still to come."""

    day = DayField(label=_("Day"), help_text=_("For example, 3 3 2027"), error_messages={"required": _("Enter a day.")})
    time = TimeOfDayField(
        label=_("Time"),
        input_formats=["%H:%M", "%H.%M", "%H%M"],
        help_text=_("24-hour clock, for example 14:20"),
        error_messages={"required": _("Enter a time."), "invalid": _("Enter a time like 9:40 or 14:20.")},
    )

    def __init__(self, *args: Any, until: date | None = None, **kwargs: Any) -> None:
        """`until`: the last day on which the person shares with the team, whose desk this is."""
        super().__init__(*args, **kwargs)
        self.until = until

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("day") and said.get("time"):
            said["starts_at"] = timezone.make_aware(datetime.combine(said["day"], said["time"]))
            if said["starts_at"] <= timezone.now():
                self.add_error("day", ValidationError(_("That is in the past. Choose a time to come.")))
            elif said["starts_at"] > timezone.now() + timedelta(days=730):
                self.add_error("day", ValidationError(_("That is more than two years away. Check the year.")))
            elif self.until and said["day"] > self.until:
                words = _("They share with you until %(day)s. Ask them to share for longer, then book.")
                self.add_error("day", ValidationError(words, params={"day": day(self.until)}))
        return said


class BookForm(TimeForm):
    """An appointment: where, when, how long, with whom."""

    minutes = SelectField(
        label=_("How long"),
        choices=[(str(n), f"{n} minutes") for n in (10, 15, 20, 30, 40, 60)],
        coerce=int,
        initial=10,
    )
    clinician = ModelSelectField(
        label=_("With (optional)"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("not said"),
    )

    def __init__(self, *args: Any, place: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clinician"].queryset = members_of(place, Role.CLINICIAN)  # type: ignore[attr-defined]  # a choice field


class TypedForm(forms.Form):
    """The whole form on one page, for staff who type what somebody says. Always starts empty."""

    most = WordsField(
        label=_("The most important thing they want from this appointment (optional)"),
        required=False,
        max_length=1000,
        rows=2,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for area in areas().values():
            self._ask_about(area.key)
        for field in self.fields.values():
            field.show_optional = False  # type: ignore[attr-defined]  # every field is, and the page says so once

    def _ask_about(self, key: str) -> None:
        size, wish = [*NOT_ASKED, *Concern.Bother.choices], [*NOT_ASKED, *Concern.Wish.choices]
        order = [*NOT_ASKED, ("1", _("1st")), ("2", _("2nd")), ("3", _("3rd"))]
        label = {"bother": _("Gets in the way"), "wish": _("Would like"), "rank": _("Comes")}
        for part, choices, kind in (("bother", size, int), ("wish", wish, str), ("rank", order, int)):
            self.fields[f"{part}_{key}"] = SelectField(
                label=label[part], choices=choices, coerce=kind, empty_value=None, required=False
            )
        self.fields[f"words_{key}"] = WordsField(label=_("In their words"), required=False, max_length=1000, rows=1)

    def rows(self) -> list[tuple[str, list[Any]]]:
        """Each area with its four fields."""
        parts = ("bother", "wish", "rank", "words")
        return [(area.title, [self[f"{part}_{area.key}"] for part in parts]) for area in areas().values()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        ranks = [said.get(f"rank_{key}") for key in areas() if said.get(f"rank_{key}")]
        if len(ranks) != len(set(ranks)):
            raise ValidationError(_("Two things have the same place. Give 1st, 2nd and 3rd once each."))
        if not any(value for value in said.values()):
            raise ValidationError(_("Nothing is filled in yet."))
        return said

    def about(self) -> dict[str, dict[str, Any]]:
        """What was said about each area; areas nobody mentioned are left out."""
        said = self.cleaned_data
        found = {}
        for key in areas():
            if any(said[f"{part}_{key}"] for part in ("bother", "wish", "rank", "words")):
                found[key] = {
                    "bother": said[f"bother_{key}"],
                    "wish": said[f"wish_{key}"],
                    "words": said[f"words_{key}"] or None,
                }
        return found

    def order(self) -> list[str]:
        """The areas that were given a place, in order."""
        ranked = {self.cleaned_data[f"rank_{key}"]: key for key in areas() if self.cleaned_data[f"rank_{key}"]}
        return [ranked[place] for place in sorted(ranked)]

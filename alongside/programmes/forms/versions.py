"""A site's own version of a course."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Organisation
from alongside.programmes.courses import Course
from alongside.programmes.turns import LONGEST, longest_each
from alongside.programmes.versions import Changes
from alongside.ui.forms import CheckField, TextField, WholeNumberField, WordsField

ADDED = range(1, 4)


class VersionForm(forms.Form):
    """Every session of the original with its minutes, and what is added."""

    name = TextField(
        label=_("What do you call your version?"),
        max_length=100,
        error_messages={"required": _("Write what you call it.")},
    )
    why = WordsField(
        label=_("Why do you change the course?"),
        help_text=_("Shown beside the changes, wherever the course is"),
        max_length=500,
        rows=3,
        error_messages={"required": _("Write why you change it.")},
    )

    def __init__(self, *args: Any, organisation: Organisation, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.course = organisation, course
        for number, part in enumerate(course.parts, 1):
            words = _("Minutes of session %(number)d: %(title)s") % {"number": number, "title": part.title}
            most = longest_each(course.places) if part.alone else LONGEST
            self.fields[f"minutes_{number}"] = _minutes(words, initial=part.minutes, max_value=most)
            if part.alone:
                self.fields[f"minutes_{number}"].help_text = _("For each person: they come one after the other")
        for number in ADDED:
            label = _("Something you add, %(number)d (optional): what is it called?") % {"number": number}
            self.fields[f"added_{number}"] = TextField(label=label, required=False, max_length=100)
            label = _("How many minutes does %(number)d take?") % {"number": number}
            self.fields[f"added_minutes_{number}"] = _minutes(label, required=False)
        self.fields["apart"] = WholeNumberField(
            label=_("Days between sessions (optional)"), help_text=_("Otherwise as designed"),
            required=False, min_value=1, max_value=120,
        )  # fmt: skip
        self.fields["enough"] = WholeNumberField(
            label=_("How many sessions count as doing the course? (optional)"),
            help_text=_("Otherwise %(enough)d, or all if there are fewer") % {"enough": course.enough},
            required=False, min_value=1,
        )  # fmt: skip
        if course.reunion_after:
            self.fields["no_reunion"] = CheckField(label=_("Without the reunion"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for number in ADDED:
            title, minutes = said.get(f"added_{number}"), said.get(f"added_minutes_{number}")
            if title and not minutes:
                self.add_error(f"added_minutes_{number}", _("Write how many minutes it takes."))
            if minutes and not title:
                self.add_error(f"added_{number}", _("Write what it is called."))
        left = sum(bool(said.get(f"minutes_{number}")) for number in range(1, len(self.course.parts) + 1))
        left += sum(bool(said.get(f"added_{number}")) for number in ADDED)
        if not self.errors and not left:
            raise ValidationError(_("Leave at least one session."))
        if (said.get("enough") or 0) > left:
            self.add_error("enough", _("There are only %(left)d sessions.") % {"left": left})
        return said

    @property
    def changes(self) -> Changes:
        """What was changed; only minutes that differ are kept."""
        said = self.cleaned_data
        parts = enumerate(self.course.parts, 1)
        added = [(said.get(f"added_{number}"), said.get(f"added_minutes_{number}")) for number in ADDED]
        return Changes(
            minutes={
                number: said[f"minutes_{number}"] for number, part in parts if said[f"minutes_{number}"] != part.minutes
            },
            apart=said["apart"],
            enough=said["enough"],
            added=tuple((title, minutes) for title, minutes in added if title and minutes),
            no_reunion=said.get("no_reunion", False),
        )


def _minutes(label: Any, **more: Any) -> WholeNumberField:
    messages = {
        "required": _("Write a number of minutes; 0 leaves the session out."),
        "max_value": _("Write %(limit_value)s minutes or fewer."),
    }
    given = {"max_value": LONGEST, **more}
    return WholeNumberField(label=label, min_value=0, error_messages=messages, **given)

"""What a term is to hold."""

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Organisation
from alongside.programmes.actions.terms import Wanted
from alongside.programmes.courses import PEOPLE, STAFF, courses
from alongside.programmes.queries.cohorts import teams_near
from alongside.programmes.queries.variants import variants_of
from alongside.ui.formats import clock
from alongside.ui.forms import CheckboxesField, DayField, SelectField, WholeNumberField

TIMES = tuple(time(hour, minute) for hour, minute in ((9, 30), (10, 0), (13, 30), (14, 0), (18, 0), (18, 30)))
USUAL = ("10:00", "14:00", "18:00")
LONGEST, AHEAD = timedelta(days=120), timedelta(days=730)
MOST_TIMES = 3  # so that it is found while somebody waits
MOST = 60  # groups


class TermForm(forms.Form):
    first = DayField(label=_("Groups begin from"), error_messages={"required": _("Enter the first day.")})
    last = DayField(label=_("Groups begin until"), error_messages={"required": _("Enter the last day.")})
    times = CheckboxesField(
        label=_("At what times could a session begin? Choose up to three"),
        choices=[(f"{at:%H:%M}", clock(at)) for at in TIMES],
        initial=USUAL,
        error_messages={"required": _("Choose at least one time.")},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.variants = {f"groups_{row.pk.hex}": row for row in variants_of(organisation)}
        for course in courses().values():
            if course.audience == PEOPLE:
                self.fields[f"groups_{course.key}"] = _groups(course.name)
        for name, variant in self.variants.items():
            self.fields[name] = _groups(variant.name)
        staff = [(course.key, course.name) for course in courses().values() if course.audience == STAFF]
        self.teams = {str(team.pk): team for team in teams_near(organisation)}
        self.fields["training"] = SelectField(
            label=_("Training for teams (optional)"), choices=[("", _("none")), *staff], required=False
        )
        self.fields["teams"] = CheckboxesField(
            label=_("For which teams? One group each"),
            choices=[(pk, team.name) for pk, team in self.teams.items()],
            required=False,
        )

    def clean_times(self) -> list[str]:
        times: list[str] = self.cleaned_data["times"]
        if len(times) > MOST_TIMES:
            raise ValidationError(_("Choose up to three times."))
        return times

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and not _is_term(first, last):
            self.add_error("last", _("Choose a day after the first, at most 120 days later, that is still to come."))
        if bool(said.get("training")) != bool(said.get("teams")):
            self.add_error("teams", _("Choose a training and the teams it is for, or neither."))
        count = sum(row.groups for row in self.wanted) if not self.errors else 1
        if not 0 < count <= MOST:
            raise ValidationError(_("Write how many groups you want, from 1 to 60 altogether."))
        return said

    @property
    def wanted(self) -> list[Wanted]:
        """How many groups of each course."""
        said = {name: value for name, value in self.cleaned_data.items() if name.startswith("groups_") and value}
        rows = [Wanted(row.course_key, said[name], row) for name, row in self.variants.items() if name in said]
        rows += [Wanted(key, said[f"groups_{key}"]) for key in courses() if f"groups_{key}" in said]
        teams = [self.teams[pk] for pk in self.cleaned_data.get("teams", [])]
        return rows + [Wanted(self.cleaned_data["training"], team=team) for team in teams]

    @property
    def begins(self) -> list[time]:
        return [at for at in TIMES if f"{at:%H:%M}" in self.cleaned_data["times"]]


def _is_term(first: date, last: date) -> bool:
    today = timezone.localdate()
    return timedelta(0) <= last - first <= LONGEST and today <= last <= today + AHEAD


def _groups(name: str) -> WholeNumberField:
    label = _("Groups of: %(name)s") % {"name": name}
    return WholeNumberField(label=label, required=False, min_value=0, max_value=MOST)

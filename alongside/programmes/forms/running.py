"""What coordinators fill in to set courses up."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Membership, Organisation
from alongside.programmes.courses import STAFF, courses, name_of
from alongside.programmes.forms.costs import PoundsField
from alongside.programmes.forms.odd_times import AskedOnceForm, odd_day, odd_hours
from alongside.programmes.models import Cohort, Venue
from alongside.programmes.queries.cohorts import rooms_of, teams_near
from alongside.programmes.queries.teaching import could_be_tutors
from alongside.programmes.queries.variants import variants_of
from alongside.programmes.timetable import timetable
from alongside.programmes.turns import LONGEST, most_people
from alongside.ui.forms import (
    CheckField,
    DayField,
    ModelSelectField,
    SelectField,
    TextField,
    WholeNumberField,
    WordsField,
)


class PlanForm(AskedOnceForm):
    """A course for a group: which, where, from when on."""

    course = SelectField(label=_("Course"))
    venue = ModelSelectField(
        label=_("Room"), queryset=Venue.objects.none(), error_messages={"required": _("Choose a room.")}
    )
    team = ModelSelectField(
        label=_("For which team (only for a course for staff)"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("none: it is for people"),
    )
    places = WholeNumberField(
        label=_("Places (optional)"),
        help_text=_("Otherwise as many as the course is meant for, and no more than the room holds"),
        required=False,
        min_value=1,
        max_value=200,
    )

    field_order = ("course", "team", "venue", "day", "time", "places")
    go_on = _("Yes, set it up all the same")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields  # which are choice fields
        fields["venue"].queryset = rooms_of(organisation)
        fields["team"].queryset = teams_near(organisation)
        every = [(course.key, course.name) for course in courses().values()]
        self.variants = {str(row.pk): row for row in variants_of(organisation)}
        own = [(pk, f"{row.name} ({name_of(row.course_key)})") for pk, row in self.variants.items()]
        fields["course"].choices = [("", _("Choose a course")), *every, *own]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["variant"] = self.variants.get(said.get("course", ""))
        if said["variant"]:
            said["course"] = said["variant"].course_key
        chosen = courses().get(said.get("course", ""))
        if chosen and said.get("team") and chosen.audience != STAFF:
            self.add_error("team", _("This course is for people. Leave the team out."))
        elif chosen and chosen.audience == STAFF and not said.get("team"):
            self.add_error("team", _("Choose the team that this course is for."))
        if said.get("starts_at") and not self.errors:
            self._look_at_the_hours(said)
        return said

    def _look_at_the_hours(self, said: dict[str, Any]) -> None:
        """Whether one after the other fits in a day, and whether it would be at an odd time."""
        course, begins = Cohort(course_key=said["course"], variant=said["variant"]).course, said["starts_at"]
        slots = timetable(course, begins, min(said["places"] or course.places, said["venue"].holds))
        each = max((slot.each_minutes or 0 for slot in slots if slot.minutes > LONGEST), default=0)
        if each:
            words = _("Each person has time alone in this course, and in one day there is time for %(most)d at most.")
            self.add_error("places", words % {"most": most_people(each)})
        else:
            longest = max(slot.minutes for slot in slots)
            self.ask_once(begins, [*odd_hours(begins, longest), *odd_day(begins)])


class VenueForm(forms.ModelForm):
    """A room, and what somebody has to know before they set out."""

    name = TextField(label=_("Name"), max_length=200, error_messages={"required": _("Write what the room is called.")})
    address = TextField(label=_("Address"), max_length=300, error_messages={"required": _("Write the address.")})
    postcode = TextField(
        label=_("Postcode"),
        max_length=8,
        classes="nhsuk-input--width-10",
        error_messages={"required": _("Write the postcode.")},
    )
    holds = SelectField(
        label=_("How many people it holds"),
        choices=[(str(number), str(number)) for number in (6, 8, 10, 12, 14, 16, 20, 25, 30, 40, 60, 100)],
        coerce=int,
        initial="14",
    )
    step_free = CheckField(label=_("Step-free, and so is a toilet"), required=False)
    hearing_loop = CheckField(label=_("Has a hearing loop"), required=False)
    price = PoundsField(label=_("What it costs a session, in pounds (optional)"), required=False, min_value=0)
    getting_there = WordsField(
        label=_("How to get there (optional)"),
        help_text=_("Buses, parking, which door"),
        required=False,
        max_length=500,
        rows=2,
    )

    def clean_price(self) -> Decimal:
        return self.cleaned_data["price"] or Decimal(0)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if rooms_of(self.instance.organisation).filter(name=name).exists():
            raise ValidationError(_("There is a room of this name on your list."))
        return name

    class Meta:
        model = Venue
        fields = ("name", "address", "postcode", "holds", "step_free", "hearing_loop", "price", "getting_there")


class LeadsForm(forms.Form):
    """How much somebody is willing to lead, and what they have for it."""

    most_a_week = WholeNumberField(
        label=_("Sessions a week they are willing to lead, at most"), min_value=1, max_value=14, initial=2
    )
    pay = PoundsField(
        label=_("What they have for a session, in pounds (optional)"),
        help_text=_("Pay, or what a volunteer has for bus and lunch"),
        required=False,
        min_value=0,
    )

    def clean_pay(self) -> Decimal:
        return self.cleaned_data["pay"] or Decimal(0)


class ApproveForm(LeadsForm):
    """Somebody who leads courses: which member, since when trained, how much they are willing to do."""

    member = ModelSelectField(
        label=_("Who?"),
        queryset=Membership.objects.none(),
        help_text=_("Lay and clinical tutors. A role is given on the page of an organisation."),
        error_messages={"required": _("Choose who it is.")},
    )
    trained_on = DayField(label=_("Trained on"), error_messages={"required": _("Enter the day they were trained.")})

    field_order = ("member", "trained_on")

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["member"]
        field.queryset = could_be_tutors(organisation)
        field.label_from_instance = lambda row: f"{row.user.name}, {row.called}"

    def clean_trained_on(self) -> date:
        day: date = self.cleaned_data["trained_on"]
        if day > timezone.localdate():
            raise ValidationError(_("That day is still to come."))
        return day

"""What is filled in about one session: who leads it, why it goes ahead without, what it covered, who missed it."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.programmes.forms.odd_times import AskedOnceForm, odd_day, odd_hours
from alongside.programmes.models import CatchUp, Session, Venue
from alongside.programmes.queries.cohorts import rooms_of
from alongside.programmes.queries.order import would_overtake
from alongside.programmes.queries.teaching import Candidate
from alongside.ui.formats import moment
from alongside.ui.forms import (
    CheckboxesField,
    CheckField,
    DayField,
    ModelSelectField,
    RadiosField,
    TextField,
    WordsField,
)


class TutorForm(forms.Form):
    """Who leads a session, of those who could."""

    tutor = RadiosField(label=_("Who leads it?"))
    everywhere = CheckField(
        label=_("Also every other session of this group that lacks one, where they are free"), required=False
    )

    def __init__(self, *args: Any, candidates: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [each for each in candidates if each.free]
        field: Any = self.fields["tutor"]
        field.choices = [(str(each.tutor.pk), str(each.tutor)) for each in free]
        field.hints = {str(each.tutor.pk): _load(each) for each in free}


def _load(each: Candidate) -> str:
    words = str(_("leads %(count)d that week, and is willing to lead %(most)d"))
    load = words % {"count": each.that_week, "most": each.tutor.most_a_week}
    return load if each.usual else f"{load}. " + str(_("As a rule they cannot at that time."))


class MoveForm(AskedOnceForm):
    """Another day, time or room; what is not changed stays as it is, and is not asked about."""

    go_on = _("Yes, move it all the same")
    venue = ModelSelectField(
        label=_("Room"), queryset=Venue.objects.none(), error_messages={"required": _("Choose a room.")}
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        begins = timezone.localtime(session.starts_at)
        initial = {"day": begins.date(), "time": f"{begins:%H:%M}", "venue": session.venue_id}
        super().__init__(*args, initial=initial, **kwargs)
        fields: Any = self.fields  # which is a choice field
        fields["venue"].queryset = rooms_of(session.cohort.organisation)
        self.session = session

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        starts_at = said.get("starts_at")
        if starts_at and not self.errors and starts_at != self.session.starts_at:
            order = _out_of_order(self.session, starts_at)
            self.ask_once(starts_at, [*odd_hours(starts_at, self.session.minutes), *odd_day(starts_at), *order])
        return said


def _out_of_order(session: Session, starts_at: datetime) -> list[str]:
    followed, following = would_overtake(session, starts_at)
    words = []
    if followed:
        words.append(gettext("It would come before “%(title)s”, which it follows.") % {"title": followed.title})
    if following:
        words.append(gettext("It would come after “%(title)s”, which follows it.") % {"title": following.title})
    return words


class WithoutForm(forms.Form):
    why = TextField(
        label=_("Why does it go ahead without one of its tutors?"),
        help_text=_("This is counted, and shown beside the course"),
        max_length=300,
        error_messages={"required": _("Write why it goes ahead.")},
    )


class NoteForm(forms.Form):
    """What a session covered of what it was meant to."""

    covered = CheckboxesField(label=_("What did you get to?"), required=False)
    words = WordsField(
        label=_("What was different, or would help next time? (optional)"),
        help_text=_("Do not write anybody’s name here"),
        required=False,
        max_length=500,
        rows=3,
    )

    def __init__(self, *args: Any, covers: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["covered"]
        field.choices = [(item, item) for item in covers]
        if not covers:
            del self.fields["covered"]


class CatchUpForm(forms.Form):
    """With which group, or how otherwise and on which day, somebody makes up for a session."""

    how = RadiosField(label=_("How?"))
    on = DayField(label=_("On which day? (only with a tutor)"), required=False)

    def __init__(self, *args: Any, groups: list[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["how"]
        field.choices = [
            *((str(row.pk), _("With another group: %s") % f"{moment(row.starts_at)}, {row.venue}") for row in groups),
            *(choice for choice in CatchUp.How.choices if choice[0] != CatchUp.How.OTHER_GROUP),
        ]

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        with_tutor = self.cleaned_data.get("how") in (CatchUp.How.ONE_TO_ONE, CatchUp.How.PHONE)
        if with_tutor and day is None:
            raise ValidationError(_("Enter the day."))
        if day and abs((day - timezone.localdate()).days) > 366:
            raise ValidationError(_("Check the year."))
        return day

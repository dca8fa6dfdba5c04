"""What is asked of whoever looks for something."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.directory.geography import find_place
from alongside.directory.models import Report
from alongside.directory.search import Filters
from alongside.directory.search.facts import BY_PHONE, IN_PERSON, ONLINE
from alongside.ui.content import content
from alongside.ui.forms import CheckField, RadiosField, SelectField, TextField, WordsField

DAYS = [
    ("monday", _("Monday")), ("tuesday", _("Tuesday")), ("wednesday", _("Wednesday")), ("thursday", _("Thursday")),
    ("friday", _("Friday")), ("saturday", _("Saturday")), ("sunday", _("Sunday")),
]  # fmt: skip
# Keys of the vocabulary of search.
WHO = [
    ("women", _("Women")), ("men", _("Men")), ("older", _("Older people")), ("young", _("Young people")),
    ("carers", _("Carers")), ("lgbt", _("LGBT+ people")), ("veterans", _("People who served")),
]  # fmt: skip
WITHIN = [
    ("", _("Any distance")),
    ("1.6", _("1 mile")),
    ("4.8", _("3 miles")),
    ("8", _("5 miles")),
    ("16", _("10 miles")),
]
TIMES = [("", _("Any time")), ("now", _("Open now")), ("evening", _("Evening"))]
WAYS = [("", _("Any way")), (IN_PERSON, _("In person")), (BY_PHONE, _("By phone")), (ONLINE, _("Online"))]

UNKNOWN_PLACE = _("We do not know that place. Try a full postcode, the first half of one (like M33), or a bigger town.")


class SearchForm(forms.Form):
    """Words and a place; the rest is for those who want it. Sent by GET, so that a search can be kept and shared."""

    words = TextField(
        label=_("What are you looking for?"),
        help_text=_("In your own words, for example: lonely and want company, or swimming on Sunday"),
        max_length=200,
        autocomplete="off",
        error_messages={"required": _("Write what you are looking for, or choose a heading below.")},
    )
    near = TextField(
        label=_("Near"),
        help_text=_("A postcode, the first half of one, or a town"),
        max_length=60,
        required=False,
        classes="nhsuk-input--width-10",
        autocomplete="postal-code",
    )
    day = SelectField(label=_("Day"), choices=[("", _("Any day")), *DAYS], required=False)
    time = SelectField(label=_("Time"), choices=TIMES, required=False)
    who = SelectField(label=_("Who it is for"), choices=[("", _("Anybody")), *WHO], required=False)
    within = SelectField(label=_("How far"), choices=WITHIN, required=False, coerce=float, empty_value=None)
    way = SelectField(label=_("How"), choices=WAYS, required=False)
    language = SelectField(label=_("Language"), choices=[("", _("Any language"))], required=False)
    free = CheckField(label=_("Free"), required=False)
    step_free = CheckField(label=_("No steps, or a way round them"), required=False)
    transport = CheckField(label=_("Transport can be arranged"), required=False)

    MORE = ("day", "time", "who", "within", "way", "language", "free", "step_free", "transport")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = content("directory/asking.toml")["wishes"]["language"]["names"]
        self.fields["language"].choices = [("", _("Any language")), *((name, name.capitalize()) for name in names)]  # type: ignore[attr-defined]  # a choice field

    def clean_near(self) -> str:
        near: str = self.cleaned_data["near"]
        if near and find_place(near) is None:
            raise forms.ValidationError(UNKNOWN_PLACE)
        return near

    @property
    def filters(self) -> Filters:
        """What was chosen beside the words."""
        chosen: dict[str, Any] = {name: self.cleaned_data[name] for name in self.MORE}
        chosen["who"] = frozenset({chosen["who"]} - {""})
        return Filters(**chosen, moment=timezone.localtime())

    @property
    def narrowed(self) -> bool:
        """Whether anything beside words and place was chosen, or chosen wrongly."""
        given: dict[str, Any] = {name: self.data.get(name) for name in self.MORE}
        return any(given.values())


class ReportForm(forms.Form):
    """What is wrong with a record; whoever says so is nowhere kept."""

    kind = RadiosField(
        label=_("What is it?"),
        choices=Report.Kind.choices,
        error_messages={"required": _("Choose what is wrong."), "invalid_choice": _("Choose what is wrong.")},
    )
    words = WordsField(
        label=_("Anything that helps us put it right"),
        help_text=_("For example the new number. Please leave out names of people."),
        max_length=1000,
        required=False,
    )

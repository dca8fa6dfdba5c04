"""What is asked for about a person: who they are, how they are reached, whether they are forgotten."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from alongside.people.forms.fields import EmailField, NHSNumberField, PhoneField, PostcodeField
from alongside.people.languages import LANGUAGES, what_we_write_in
from alongside.people.models import ContactPreference, Organisation, Person
from alongside.ui.forms import CheckboxesField, DayField, ModelSelectField, RadiosField, SelectField, TextField


class FindForm(forms.Form):
    words = TextField(
        label=_("Name, date of birth or NHS number"),
        help_text=_("For example: Ashworth, 27/3/1957 or 943 476 5919"),
        max_length=100,
        classes="nhsuk-input--width-20",
        autocomplete="off",  # or the browser offers whom a colleague looked for
        error_messages={"required": _("Enter a name, a date of birth or an NHS number.")},
    )


class NamedForm(forms.Form):
    """What tells one person from another: their names and the day they were born."""

    given_name = TextField(
        label=_("First name"), max_length=100, autocomplete="off",
        error_messages={"required": _("Enter the first name.")},
    )  # fmt: skip
    family_name = TextField(
        label=_("Last name"), max_length=100, autocomplete="off",
        error_messages={"required": _("Enter the last name.")},
    )  # fmt: skip
    date_of_birth = DayField(
        label=_("Date of birth"),
        help_text=_("For example, 27 3 1957"),
        error_messages={"required": _("Enter the date of birth.")},
    )

    def clean_date_of_birth(self) -> date:
        born: date = self.cleaned_data["date_of_birth"]
        if not timezone.localdate() - timedelta(days=130 * 366) <= born <= timezone.localdate():
            raise ValidationError(_("Check the year of birth."))
        return born


class PersonForm(NamedForm):
    """Who somebody is."""

    known_as = TextField(label=_("Likes to be called"), max_length=100, required=False, autocomplete="off")
    sex = RadiosField(
        label=_("Sex"),
        choices=Person.Sex.choices,
        empty_value=Person.Sex.UNKNOWN,
        initial=Person.Sex.UNKNOWN,
        inline=True,
        required=False,
    )
    ethnicity = SelectField(
        label=_("Ethnic group (optional)"),
        help_text=_(
            "As they say themselves. It shows whether all have the same chances. In tables it is never shown by name"
        ),
        choices=[("", _("not said")), *Person.Ethnicity.choices],
        required=False,
    )
    working = SelectField(
        label=_("Work (optional)"),
        help_text=_("So that courses are held when people can come"),
        choices=[("", _("not said")), *Person.Working.choices],
        required=False,
    )
    nhs_number = NHSNumberField(
        label=_("NHS number"), max_length=20, required=False, classes="nhsuk-input--width-10", autocomplete="off"
    )

    field_order = ("given_name", "family_name", "known_as")


class DetailsForm(PersonForm):
    """Who somebody on record is, and whether they died."""

    died_on = DayField(
        label=_("Date of death"),
        help_text=_("Stops all messages and links at once, and lets only your practice see the record."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        born, died = given.get("date_of_birth"), given.get("died_on")
        if born and died and not born <= died <= timezone.localdate():
            self.add_error("died_on", _("Check the date of death: it is before the birth, or still to come."))
        return given


class RegisterForm(PersonForm):
    """A new person at the desk, with how to reach them and whether they said yes to messages."""

    practice = ModelSelectField(label=_("Practice"), queryset=Organisation.objects.none())
    phone = PhoneField(label=_("Mobile phone"), max_length=30, required=False, input_type="tel")
    email = EmailField(label=_("E-mail address"), max_length=254, required=False, input_type="email")
    address = TextField(label=_("Address"), max_length=300, required=False)
    postcode = PostcodeField(label=_("Postcode"), max_length=10, required=False, classes="nhsuk-input--width-10")
    messages = CheckboxesField(
        label=_("Messages"),
        help_text=_("Ask: may we send you messages about your appointments and your goals?"),
        choices=[("yes", _("They said yes to messages"))],
        required=False,
    )

    def __init__(self, *args: Any, practices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["practice"]
        field.queryset = practices  # type: ignore[attr-defined]  # a ModelSelectField
        field.empty_label = None  # type: ignore[attr-defined]  # a ModelSelectField


class ContactForm(forms.Form):
    channel = RadiosField(label=_("How shall we send you messages?"), choices=ContactPreference.Channel.choices)
    phone = PhoneField(label=_("Mobile phone"), max_length=30, required=False, input_type="tel", autocomplete="tel")
    email = EmailField(
        label=_("E-mail address"), max_length=254, required=False, input_type="email", autocomplete="email"
    )
    address = TextField(label=_("Address"), max_length=300, required=False, autocomplete="street-address")
    postcode = PostcodeField(
        label=_("Postcode"), max_length=10, required=False, classes="nhsuk-input--width-10", autocomplete="postal-code"
    )
    language = SelectField(
        label=_("Language"), choices=LANGUAGES, initial="en", help_text=lazy(what_we_write_in, str)()
    )
    needs = CheckboxesField(
        label=_("What helps you"),
        choices=[("large_print", _("large print")), ("needs_interpreter", _("an interpreter"))],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """The chosen way needs somewhere to send to."""
        given = super().clean() or {}
        needed = {"text": ("phone", _("Enter a mobile phone number for text messages."))}
        needed |= {"email": ("email", _("Enter an e-mail address, or choose another way."))}
        needed |= {"letter": ("address", _("Enter the address for letters, or choose another way."))}
        name, sentence = needed.get(given.get("channel", ""), ("", ""))
        if name and name not in self.errors and not given.get(name):
            self.add_error(name, sentence)
        return given


class ErasureForm(forms.Form):
    """What the practice decides when somebody asked to be forgotten."""

    EVERYTHING, KEEP, STAY = "everything", "keep", "stay"
    decision = RadiosField(
        label=_("What shall be done?"),
        choices=[
            (KEEP, _("Keep the care record, delete the rest")),
            (EVERYTHING, _("Delete everything")),
            (STAY, _("Nothing: they changed their mind")),
        ],
        hints={
            KEEP: _("Where the practice must keep a record of the care it gave. Only the practice sees it then."),
            EVERYTHING: _("Where no care was given that must stay on record. This cannot be undone."),
        },
        error_messages={"required": _("Choose what shall be done.")},
    )

"""What is asked for on the pages about people and organisations."""

import re
from datetime import date, timedelta
from typing import Any

import nhs_number
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from alongside.people.actions.consent import LONGEST_SHARING, USUAL_SHARING
from alongside.people.languages import LANGUAGES, what_we_write_in
from alongside.people.models import CarerAgreement, ContactPreference, Organisation, Person, Role, User
from alongside.people.queries.organisations import possible_holders
from alongside.people.queries.sharing import teams_to_share_with
from alongside.ui.forms import CheckboxesField, DayField, ModelSelectField, RadiosField, SelectField, TextField

POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$")
PHONE = re.compile(r"^\+?\d{10,15}$")


def tidy_phone(value: str) -> str:
    """A phone number as digits, or a sentence that says how to write one."""
    digits = re.sub(r"[ ()\-.]", "", value)
    if digits and not PHONE.match(digits):
        raise ValidationError(_("Enter a phone number, such as 07700 900 982."))
    return digits


def tidy_email(value: str) -> str:
    if value:
        try:
            validate_email(value)
        except ValidationError as mistake:
            raise ValidationError(_("Enter an e-mail address, such as name@example.com.")) from mistake
    return value.lower()


def tidy_postcode(value: str) -> str:
    postcode = " ".join(value.upper().split())
    if postcode and not POSTCODE.match(postcode):
        raise ValidationError(_("Enter a full postcode, such as LS1 4AP."))
    return postcode


def tidy_nhs_number(value: str) -> str:
    digits = re.sub(r"[ \-]", "", value)
    if digits and not (len(digits) == 10 and nhs_number.is_valid(digits)):
        raise ValidationError(_("Check the NHS number: it has 10 digits, and one of these is not right."))
    return digits


class PhoneField(TextField):
    def to_python(self, value: Any) -> str:
        return tidy_phone(super().to_python(value) or "")


class EmailField(TextField):
    def to_python(self, value: Any) -> str:
        return tidy_email(super().to_python(value) or "")


class PostcodeField(TextField):
    def to_python(self, value: Any) -> str:
        return tidy_postcode(super().to_python(value) or "")


class NHSNumberField(TextField):
    def to_python(self, value: Any) -> str:
        return tidy_nhs_number(super().to_python(value) or "")


class FindForm(forms.Form):
    words = TextField(
        label=_("Name, date of birth or NHS number"),
        help_text=_("For example: Ashworth, 27/3/1957 or 943 476 5919"),
        max_length=100,
        classes="nhsuk-input--width-20",
        autocomplete="off",  # or the browser offers whom a colleague looked for
        error_messages={"required": _("Enter a name, a date of birth or an NHS number.")},
    )


class PersonForm(forms.Form):
    """Who somebody is."""

    given_name = TextField(
        label=_("First name"), max_length=100, autocomplete="off",
        error_messages={"required": _("Enter the first name.")},
    )  # fmt: skip
    family_name = TextField(
        label=_("Last name"), max_length=100, autocomplete="off",
        error_messages={"required": _("Enter the last name.")},
    )  # fmt: skip
    known_as = TextField(label=_("Likes to be called"), max_length=100, required=False, autocomplete="off")
    date_of_birth = DayField(
        label=_("Date of birth"),
        help_text=_("For example, 27 3 1957"),
        error_messages={"required": _("Enter the date of birth.")},
    )
    sex = RadiosField(
        label=_("Sex"),
        choices=Person.Sex.choices,
        empty_value=Person.Sex.UNKNOWN,
        initial=Person.Sex.UNKNOWN,
        inline=True,
        required=False,
    )
    nhs_number = NHSNumberField(
        label=_("NHS number"), max_length=20, required=False, classes="nhsuk-input--width-10", autocomplete="off"
    )

    def clean_date_of_birth(self) -> date:
        born: date = self.cleaned_data["date_of_birth"]
        if not timezone.localdate() - timedelta(days=130 * 366) <= born <= timezone.localdate():
            raise ValidationError(_("Check the year of birth."))
        return born


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


class ShareForm(forms.Form):
    """A team, and the day until which it may see the plan."""

    organisation = ModelSelectField(
        label=_("Which team?"), queryset=Organisation.objects.none(), empty_label=_("Choose a team"),
        error_messages={"required": _("Choose a team.")},
    )  # fmt: skip
    until = DayField(
        label=_("Until when?"),
        help_text=_("Two years from now at the latest. You can stop it before."),
        error_messages={"required": _("Enter a day.")},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = teams_to_share_with(person)  # type: ignore[attr-defined]  # a ModelSelectField
        self.fields["until"].initial = timezone.localdate() + USUAL_SHARING

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise ValidationError(_("That day is past. Enter today or a later day."))
        if until > timezone.localdate() + LONGEST_SHARING:
            raise ValidationError(_("Enter a day within the next two years."))
        return until


class CarerForm(forms.Form):
    """Somebody who is asked to act for the person."""

    name = TextField(label=_("Their name"), max_length=200, error_messages={"required": _("Enter their name.")})
    email = EmailField(
        label=_("Their e-mail address"),
        help_text=_("Check it well: whoever reads it is told that you ask. They get an account if they have none."),
        max_length=254, input_type="email",
        error_messages={"required": _("Enter their e-mail address.")},
    )  # fmt: skip
    relationship = TextField(
        label=_("Who are they to you?"), help_text=_("For example: daughter, neighbour"), max_length=60, required=False
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        """Nothing here tells whether somebody has an account."""
        email: str = self.cleaned_data["email"]
        if CarerAgreement.objects.current().filter(person=self.person, carer__email__iexact=email).exists():
            raise ValidationError(_("They act for you already."))
        if User.objects.filter(email__iexact=email, person=self.person).exists():
            raise ValidationError(_("This is your own account. Enter the address of the person who helps you."))
        return email


class DutyForm(forms.Form):
    user = ModelSelectField(
        label=_("Who?"), queryset=User.objects.none(), required=False, empty_label=_("Nobody: leave it vacant")
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = possible_holders(organisation)  # type: ignore[attr-defined]  # a ModelSelectField


class MemberForm(forms.Form):
    """Somebody new to an organisation, who is invited if they have no account."""

    name = TextField(label=_("Name"), max_length=200, error_messages={"required": _("Enter their name.")})
    email = EmailField(
        label=_("E-mail address"), max_length=254, input_type="email",
        help_text=_("They get a link to choose their password, if they have no account yet."),
        error_messages={"required": _("Enter their e-mail address.")},
    )  # fmt: skip
    role = SelectField(
        label=_("Role"), choices=[(role.value, role.label) for role in Role if role not in (Role.PATIENT, Role.CARER)]
    )
    title = TextField(
        label=_("What would a patient call them?"), help_text=_("For example: nurse, link worker"), max_length=60,
        required=False,
    )  # fmt: skip


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
            KEEP: str(_("Where the practice must keep a record of the care it gave. Only the practice sees it then.")),
            EVERYTHING: str(_("Where no care was given that must stay on record. This cannot be undone.")),
        },
        error_messages={"required": _("Choose what shall be done.")},
    )

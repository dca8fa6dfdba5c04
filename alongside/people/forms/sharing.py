"""What a person fills in to share their plan, or to have somebody act for them."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.actions.consent import LONGEST_SHARING, USUAL_SHARING
from alongside.people.forms.fields import EmailField
from alongside.people.models import CarerAgreement, Organisation, Person, User
from alongside.people.queries.sharing import teams_to_share_with
from alongside.ui.forms import DayField, ModelSelectField, TextField


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

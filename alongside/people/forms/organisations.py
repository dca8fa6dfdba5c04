"""What is asked for about an organisation, who belongs to it and who answers for it."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from alongside.people.forms.fields import EmailField, PhoneField, PostcodeField
from alongside.people.models import Organisation, Role, User
from alongside.people.queries.organisations import members_of
from alongside.ui.forms import ModelSelectField, RadiosField, SelectField, TextField

CODE = re.compile(r"^[A-Z0-9]{3,12}$")
KIND = Organisation.Kind


class OrganisationForm(forms.Form):
    """What an organisation is called and how it is reached."""

    name = TextField(
        label=_("Name"), help_text=_("As patients know it. It stands in the messages they get."), max_length=200,
        error_messages={"required": _("Enter the name.")},
    )  # fmt: skip
    ods_code = TextField(label=_("ODS code"), max_length=12, required=False, classes="nhsuk-input--width-5")
    phone = PhoneField(
        label=_("Phone number"), help_text=_("The one patients ring. It is shown on the pages that links open."),
        max_length=30, required=False, input_type="tel",
    )  # fmt: skip
    address = TextField(label=_("Address"), max_length=300, required=False)
    postcode = PostcodeField(label=_("Postcode"), max_length=10, required=False, classes="nhsuk-input--width-10")

    def __init__(self, *args: Any, of_kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_kind = of_kind

    def clean_ods_code(self) -> str:
        code = str(self.cleaned_data["ods_code"]).strip().upper()
        if code and not CODE.match(code):
            raise ValidationError(_("Enter the ODS code, such as B86001."))
        return code

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        kind, code = given.get("kind", self.of_kind), given.get("ods_code")
        if kind == KIND.PRACTICE and not code and "ods_code" not in self.errors:
            self.add_error("ods_code", _("A practice needs its ODS code."))
        return given


class AddOrganisationForm(OrganisationForm):
    """A new organisation, which is of a kind."""

    kind = RadiosField(
        label=_("What is it?"),
        choices=[(kind.value, kind.label) for kind in (KIND.PRACTICE, KIND.TEAM, KIND.COMMUNITY)],
        error_messages={"required": _("Choose what it is.")},
    )

    field_order = ("kind",)


class DutyForm(forms.Form):
    user = ModelSelectField(
        label=_("Who?"), queryset=User.objects.none(), required=False, empty_label=_("Nobody: leave it vacant")
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = members_of(organisation)  # type: ignore[attr-defined]  # a ModelSelectField


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

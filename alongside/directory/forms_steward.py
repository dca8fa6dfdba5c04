"""What those who look after a record may change of it."""

from typing import Any

from django import forms
from django.core.validators import EmailValidator, URLValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from alongside.directory.models import Assurance, Report, Service
from alongside.people.models import Organisation
from alongside.ui.forms import ModelSelectField, RadiosField, SelectField, TextField, WordsField

# How a steward may have made sure; the rest is for services and sources themselves.
HOW = [(how, capfirst(text)) for how, text in Assurance.How.choices if how not in {"link", "source"}]


NO_ADDRESS = _("Write an e-mail address like name@example.org.")
NO_SITE = _("Write the whole address of the website, from https:// on.")


class RecordForm(forms.Form):
    """What people read of a service. `by_service`: without what only a steward decides."""

    name = TextField(label=_("Name"), max_length=300, error_messages={"required": _("Write its name.")})
    description = WordsField(label=_("What it is, and for whom"), max_length=5000, rows=5, required=False)
    phone = TextField(label=_("Phone"), max_length=50, required=False, classes="nhsuk-input--width-20")
    email = TextField(
        label=_("E-mail"), max_length=254, required=False, input_type="email", validators=[EmailValidator(NO_ADDRESS)]
    )
    url = TextField(
        label=_("Website"),
        max_length=500,
        required=False,
        validators=[URLValidator(["http", "https"], message=NO_SITE)],
    )
    fees_description = TextField(label=_("What it costs"), max_length=500, required=False)
    application_process = WordsField(label=_("How to come"), max_length=1000, rows=2, required=False)
    status = SelectField(label=_("Is it running?"), choices=Service.Status.choices)

    STEWARD_ONLY = ("email", "status")

    def __init__(self, *args: Any, service: Service, by_service: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.STEWARD_ONLY if by_service else ():
            del self.fields[name]
        for name, field in self.fields.items():
            field.initial = getattr(service, name)


class AssureForm(forms.Form):
    how = RadiosField(label=_("How did you make sure?"), choices=HOW, error_messages={"required": _("Choose how.")})


class KeeperForm(forms.Form):
    organisation = ModelSelectField(
        label=_("Which organisation here keeps it right?"),
        queryset=Organisation.objects.exclude(kind=Organisation.Kind.HEALTH_ECONOMY),
        empty_label=_("None: the steward does"),
        required=False,
    )


class SettleReportForm(forms.Form):
    outcome = RadiosField(
        label=_("What became of it?"),
        choices=Report.Outcome.choices,
        error_messages={"required": _("Choose what became of it.")},
    )

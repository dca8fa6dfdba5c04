"""What whoever asks people writes, and what those who are asked answer."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.peers.models import Question, Questionnaire, ReferenceMember
from alongside.people.models import Person
from alongside.ui.forms import (
    CheckboxesField,
    DayField,
    ModelSelectField,
    RadiosField,
    SelectField,
    TextField,
    WordsField,
)

FEWEST_OPTIONS, MOST_OPTIONS, LONGEST_OPTION = 2, 10, 100
LONGEST = timedelta(days=731)  # from now until people hear what happened


class JoinForm(forms.Form):
    at_most = RadiosField(
        label=_("How often may we ask you?"),
        choices=ReferenceMember.AtMost.choices,
        coerce=int,
        error_messages={"required": _("Choose how often.")},
    )


class PutInForm(JoinForm):
    """Somebody said yes when they were asked face to face, or rung."""

    person = SelectField(label=_("Who said yes?"), error_messages={"required": _("Choose who it is.")})

    field_order = ["person", "at_most"]

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.choices = [("", _("Choose")), *((str(person.pk), person.name) for person in people)]


class QuestionnaireForm(forms.Form):
    title = TextField(
        label=_("What is it about?"),
        max_length=120,
        error_messages={"required": _("Write what it is about.")},
    )
    why = WordsField(
        label=_("What is to be decided, and who decides it?"),
        max_length=500,
        rows=3,
        error_messages={"required": _("Write what is to be decided.")},
    )
    promise = WordsField(
        label=_("What do you promise to do with what people say?"),
        help_text=_("For example: the group that writes the leaflet reads every answer before it is printed"),
        max_length=500,
        rows=3,
        error_messages={"required": _("Write what you promise.")},
    )
    closes_on = DayField(label=_("Until when can people answer?"), error_messages={"required": _("Enter a day.")})
    report_by = DayField(
        label=_("By when do you tell them what happened?"), error_messages={"required": _("Enter a day.")}
    )

    def clean_closes_on(self) -> Any:
        if self.cleaned_data["closes_on"] < timezone.localdate():
            raise ValidationError(_("That day is past."))
        return self.cleaned_data["closes_on"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("closes_on") and said.get("report_by") and said["report_by"] < said["closes_on"]:
            self.add_error("report_by", _("Tell them after the last day on which they can answer."))
        if said.get("report_by") and said["report_by"] > timezone.localdate() + LONGEST:
            self.add_error("report_by", _("Tell them within two years: nobody waits longer for an answer."))
        return said


class QuestionForm(forms.Form):
    words = TextField(label=_("The question"), max_length=300, error_messages={"required": _("Write the question.")})
    kind = RadiosField(
        label=_("How do people answer?"),
        choices=Question.Kind.choices,
        error_messages={"required": _("Choose how people answer.")},
    )
    options = WordsField(
        label=_("What they can choose from"), help_text=_("One on each line"), max_length=1000, required=False
    )

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if questionnaire.is_full:  # so that what was typed is not lost where there is no room for it
            self.fields["instead_of"] = ModelSelectField(
                label=_("Instead of which question?"),
                queryset=questionnaire.questions.all(),
                empty_label=_("Choose"),
                error_messages={
                    "required": _("There are six questions already. Choose which of them this one replaces.")
                },
            )

    def clean_options(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["options"].splitlines()]
        if any(len(line) > LONGEST_OPTION for line in lines):
            raise ValidationError(_("Write each choice in 100 letters or fewer."))
        return list(dict.fromkeys(line for line in lines if line))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chooses = said.get("kind") in (Question.Kind.ONE, Question.Kind.SOME)
        if chooses and not FEWEST_OPTIONS <= len(said.get("options", [])) <= MOST_OPTIONS:
            self.add_error("options", _("Write from 2 to 10 lines to choose from."))
        if not chooses:
            said["options"] = []
        return said


class AnswersForm(forms.Form):
    """The questions of a questionnaire; all may be left out, but not all of them."""

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questionnaire.questions.all():
            self.fields[f"q-{question.pk}"] = _field(question)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not any(said.values()) and not self.errors:
            raise ValidationError(_("Answer at least one of the questions."))
        return said

    @property
    def said(self) -> dict[UUID, Any]:
        return {UUID(name.removeprefix("q-")): value for name, value in self.cleaned_data.items()}


def _field(question: Question) -> forms.Field:
    choices = [(option, option) for option in question.options]
    if question.kind == Question.Kind.ONE:
        return RadiosField(label=question.words, choices=choices, required=False)
    if question.kind == Question.Kind.SOME:
        return CheckboxesField(label=question.words, choices=choices, required=False)
    return WordsField(
        label=question.words, help_text=_("Leave out names and where you live"), max_length=1000, rows=3, required=False
    )


class HappenedForm(forms.Form):
    happened = WordsField(
        label=_("What happened with what people said?"),
        help_text=_("Also what did not happen, and why. Everybody who was asked reads it"),
        max_length=1500,
        rows=6,
        error_messages={"required": _("Write what happened.")},
    )

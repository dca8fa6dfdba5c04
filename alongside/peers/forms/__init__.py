"""What people, buddies, those who run groups, and coordinators fill in."""

from alongside.peers.forms.buddies import AboutForm, ApproveForm, CheckForm, MeetingForm
from alongside.peers.forms.coproduction import ActivityForm, PlacingForm
from alongside.peers.forms.groups import (
    AnswerForm,
    CalledForm,
    HowForm,
    MetForm,
    StartForm,
    SupportForm,
    ToChangeForm,
    WhatForm,
    WhereForm,
    WithMeForm,
)
from alongside.peers.forms.matches import AskForm, CallForm, OutcomeForm, StepForm, WorryForm
from alongside.peers.forms.reference import (
    AnswersForm,
    HappenedForm,
    JoinForm,
    PutInForm,
    QuestionForm,
    QuestionnaireForm,
)
from alongside.peers.forms.volunteers import ThanksForm, VolunteerStepForm

__all__ = [
    "AboutForm",
    "ActivityForm",
    "AnswerForm",
    "AnswersForm",
    "ApproveForm",
    "AskForm",
    "CallForm",
    "CalledForm",
    "CheckForm",
    "HappenedForm",
    "HowForm",
    "JoinForm",
    "MeetingForm",
    "MetForm",
    "OutcomeForm",
    "PlacingForm",
    "PutInForm",
    "QuestionForm",
    "QuestionnaireForm",
    "StartForm",
    "StepForm",
    "SupportForm",
    "ThanksForm",
    "ToChangeForm",
    "VolunteerStepForm",
    "WhatForm",
    "WhereForm",
    "WithMeForm",
    "WorryForm",
]

"""What people, buddies, those who run groups, and coordinators fill in."""

from alongside.peers.forms.buddies import AboutForm, ApproveForm, CheckForm, MeetingForm
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

__all__ = [
    "AboutForm",
    "AnswerForm",
    "ApproveForm",
    "AskForm",
    "CallForm",
    "CalledForm",
    "CheckForm",
    "HowForm",
    "MeetingForm",
    "MetForm",
    "OutcomeForm",
    "StartForm",
    "StepForm",
    "SupportForm",
    "ToChangeForm",
    "WhatForm",
    "WhereForm",
    "WithMeForm",
    "WorryForm",
]

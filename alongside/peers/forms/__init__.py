"""What people, buddies and coordinators fill in."""

from alongside.peers.forms.buddies import AboutForm, ApproveForm, CheckForm, MeetingForm
from alongside.peers.forms.matches import AskForm, CallForm, OutcomeForm, StepForm, WorryForm

__all__ = [
    "AboutForm",
    "ApproveForm",
    "AskForm",
    "CallForm",
    "CheckForm",
    "MeetingForm",
    "OutcomeForm",
    "StepForm",
    "WorryForm",
]

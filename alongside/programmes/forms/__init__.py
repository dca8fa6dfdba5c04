"""What coordinators, tutors, teams and people fill in."""

from alongside.programmes.forms.costs import CostForm
from alongside.programmes.forms.coverage import NotedForm, TargetForm
from alongside.programmes.forms.hours import AwayForm, HoursForm
from alongside.programmes.forms.learning import CheckForm
from alongside.programmes.forms.running import ApproveForm, LeadsForm, PlanForm, VenueForm
from alongside.programmes.forms.sessions import CatchUpForm, MoveForm, NoteForm, TutorForm, WithoutForm
from alongside.programmes.forms.terms import TermForm
from alongside.programmes.forms.turns import TurnForm
from alongside.programmes.forms.versions import VersionForm
from alongside.programmes.forms.yours import DeclineForm, GiveBackForm, LeaveForm

__all__ = [
    "ApproveForm",
    "AwayForm",
    "CatchUpForm",
    "CheckForm",
    "CostForm",
    "DeclineForm",
    "GiveBackForm",
    "HoursForm",
    "LeadsForm",
    "LeaveForm",
    "MoveForm",
    "NoteForm",
    "NotedForm",
    "PlanForm",
    "TargetForm",
    "TermForm",
    "TurnForm",
    "TutorForm",
    "VenueForm",
    "VersionForm",
    "WithoutForm",
]

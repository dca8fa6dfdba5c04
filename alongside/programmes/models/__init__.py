from alongside.programmes.models.afterwards import CatchUp, Cost, Rating, SessionNote
from alongside.programmes.models.cohorts import Cohort, Session, SessionMove
from alongside.programmes.models.learning import ModuleProgress
from alongside.programmes.models.offers import Offer, OfferMove
from alongside.programmes.models.places import Attendance, Enrolment, OwnTime
from alongside.programmes.models.terms import Term, TermLine
from alongside.programmes.models.training import Target, Training
from alongside.programmes.models.tutors import TimeAway, Tutor, Venue
from alongside.programmes.models.variants import Variant

__all__ = [
    "Attendance",
    "CatchUp",
    "Cohort",
    "Cost",
    "Enrolment",
    "ModuleProgress",
    "Offer",
    "OfferMove",
    "OwnTime",
    "Rating",
    "Session",
    "SessionMove",
    "SessionNote",
    "Target",
    "Term",
    "TermLine",
    "TimeAway",
    "Training",
    "Tutor",
    "Variant",
    "Venue",
]

from alongside.programmes.models.cohorts import Cohort, Session, SessionMove
from alongside.programmes.models.offers import Offer, OfferMove
from alongside.programmes.models.places import Attendance, Enrolment
from alongside.programmes.models.training import Target, Training
from alongside.programmes.models.tutors import Tutor, Venue

__all__ = [
    "Attendance",
    "Cohort",
    "Enrolment",
    "Offer",
    "OfferMove",
    "Session",
    "SessionMove",
    "Target",
    "Training",
    "Tutor",
    "Venue",
]

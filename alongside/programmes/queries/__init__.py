"""Reading courses: those that are run, those somebody could go on, and who is on them."""

from alongside.programmes.queries.cohorts import (
    CohortPage,
    Line,
    cohort_page,
    lines_of,
    places_run_by,
    rooms_of,
    waiting_for_a_course,
)
from alongside.programmes.queries.coverage import LEVELS, Coverage, coverage_of, teams_by_name, teams_of
from alongside.programmes.queries.fetch import (
    cohort_for,
    cohort_open_to,
    enrolment_for,
    enrolment_of,
    place_in,
    session_for,
    session_led_by,
    sessions_of,
    tutor_of,
)
from alongside.programmes.queries.offers import OfferLine, offers_for, place_on
from alongside.programmes.queries.register import Register, register_of
from alongside.programmes.queries.teaching import could_be_tutors, sessions_led_by, tutors_at, tutors_for

__all__ = [
    "LEVELS",
    "CohortPage",
    "Coverage",
    "Line",
    "OfferLine",
    "Register",
    "cohort_for",
    "cohort_open_to",
    "cohort_page",
    "could_be_tutors",
    "coverage_of",
    "enrolment_for",
    "enrolment_of",
    "lines_of",
    "offers_for",
    "place_in",
    "place_on",
    "places_run_by",
    "register_of",
    "rooms_of",
    "session_for",
    "session_led_by",
    "sessions_led_by",
    "sessions_of",
    "teams_by_name",
    "teams_of",
    "tutor_of",
    "tutors_at",
    "tutors_for",
    "waiting_for_a_course",
]

"""Reading courses: those that are run, those somebody could go on, and who is on them."""

from alongside.programmes.queries.catching_up import Missed, groups_to_catch_up_with, missed_in
from alongside.programmes.queries.cohorts import (
    CohortPage,
    Line,
    cohort_page,
    lines_of,
    places_run_by,
    rooms_of,
    waiting_for_a_course,
)
from alongside.programmes.queries.costs import Costs, costs_of
from alongside.programmes.queries.coverage import LEVELS, Coverage, coverage_of, teams_by_name
from alongside.programmes.queries.dates import (
    OwnDate,
    at_turn,
    date_of,
    dates_of,
    free_turns,
    session_of_place,
    turns_of,
    with_turns,
)
from alongside.programmes.queries.fetch import (
    cohort_for,
    cohort_open_to,
    enrolment_for,
    enrolment_of,
    place_in,
    session_for,
    session_led_by,
    tutor_of,
)
from alongside.programmes.queries.funnel import DIMENSIONS, STEPS, Funnel, funnel, places_compared_by
from alongside.programmes.queries.learning import Learning, OwnPlace, learning_of, own_place, own_places
from alongside.programmes.queries.offers import OfferLine, offers_for, place_on
from alongside.programmes.queries.register import Register, expected_at, register_of
from alongside.programmes.queries.satisfaction import HowItWas, how_it_was, sessions_to_rate
from alongside.programmes.queries.teaching import approval_of, could_be_tutors, sessions_led_by, tutors_at, tutors_for
from alongside.programmes.queries.teams import Teams, lines_of_teams, teams_of
from alongside.programmes.queries.terms import line_of, lines_of_term, proposals_of, term_for
from alongside.programmes.queries.variants import Version, variant_of, version_of_group, versions_of

__all__ = [
    "DIMENSIONS",
    "LEVELS",
    "STEPS",
    "CohortPage",
    "Costs",
    "Coverage",
    "Funnel",
    "HowItWas",
    "Learning",
    "Line",
    "Missed",
    "OfferLine",
    "OwnDate",
    "OwnPlace",
    "Register",
    "Teams",
    "Version",
    "approval_of",
    "at_turn",
    "cohort_for",
    "cohort_open_to",
    "cohort_page",
    "costs_of",
    "could_be_tutors",
    "coverage_of",
    "date_of",
    "dates_of",
    "enrolment_for",
    "enrolment_of",
    "expected_at",
    "free_turns",
    "funnel",
    "groups_to_catch_up_with",
    "how_it_was",
    "learning_of",
    "line_of",
    "lines_of",
    "lines_of_teams",
    "lines_of_term",
    "missed_in",
    "offers_for",
    "own_place",
    "own_places",
    "place_in",
    "place_on",
    "places_compared_by",
    "places_run_by",
    "proposals_of",
    "register_of",
    "rooms_of",
    "session_for",
    "session_led_by",
    "session_of_place",
    "sessions_led_by",
    "sessions_to_rate",
    "teams_by_name",
    "teams_of",
    "term_for",
    "turns_of",
    "tutor_of",
    "tutors_at",
    "tutors_for",
    "variant_of",
    "version_of_group",
    "versions_of",
    "waiting_for_a_course",
    "with_turns",
]

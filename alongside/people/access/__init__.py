"""Who may do what about whom: one table, and the functions that fetch and authorise in one call.

A person's record is reached by a relation (the person themselves, a carer they agreed to, a member of the practice they
are registered with, a member of a team they shared it with). `table` says what each role may do by each relation,
`reach` turns that into rows of the database, and `fetch` gets one of them for a request.
Whoever may not know that a record exists gets 404, never 403.

After somebody died, or asked to be forgotten where the practice must keep the record, only their practice reaches it.
"""

from alongside.people.access.allowed import Allowed, allowed_by
from alongside.people.access.fetch import (
    act_about,
    ask,
    carer_agreement_for,
    carer_invitation_for,
    held_for,
    membership_for,
    note_read,
    organisation_for,
    person_for,
    shared_team_for,
    uuid_from,
)
from alongside.people.access.reach import (
    belongs_at,
    below,
    desks_for,
    held_at,
    may,
    may_manage,
    may_reset_second_factor,
    organisations_for,
    places_about,
    places_of,
    practices_for,
    visible_people,
)
from alongside.people.access.table import ABOUT_ORGANISATIONS, ABOUT_PEOPLE, PLACES, Can, Relation, roles_with

__all__ = [
    "ABOUT_ORGANISATIONS",
    "ABOUT_PEOPLE",
    "PLACES",
    "Allowed",
    "Can",
    "Relation",
    "act_about",
    "allowed_by",
    "ask",
    "belongs_at",
    "below",
    "carer_agreement_for",
    "carer_invitation_for",
    "desks_for",
    "held_at",
    "held_for",
    "may",
    "may_manage",
    "may_reset_second_factor",
    "membership_for",
    "note_read",
    "organisation_for",
    "organisations_for",
    "person_for",
    "places_about",
    "places_of",
    "practices_for",
    "roles_with",
    "shared_team_for",
    "uuid_from",
    "visible_people",
]

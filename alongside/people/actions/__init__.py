"""Everything that changes people, organisations and what a person agreed to."""

from alongside.people.actions.accounts import ReachesFurther, invite, reset_second_factor
from alongside.people.actions.carers import (
    TooManyAsked,
    answer_carer_invitation,
    ask_carer,
    end_carer,
    take_back_carer_invitation,
)
from alongside.people.actions.consent import give_consent, share_with, stop_sharing, withdraw_consent
from alongside.people.actions.contact import set_contact
from alongside.people.actions.erasure import ask_for_erasure, erase_person, keep_care_record_only, take_back_erasure
from alongside.people.actions.organisations import (
    CodeTaken,
    OwnRole,
    add_member,
    add_organisation,
    appoint,
    begin_health_economy,
    correct_organisation,
    end_membership,
    stand_down,
)
from alongside.people.actions.registering import NumberTaken, correct_person, register_person

__all__ = [
    "CodeTaken",
    "NumberTaken",
    "OwnRole",
    "ReachesFurther",
    "TooManyAsked",
    "add_member",
    "add_organisation",
    "answer_carer_invitation",
    "appoint",
    "ask_carer",
    "ask_for_erasure",
    "begin_health_economy",
    "correct_organisation",
    "correct_person",
    "end_carer",
    "end_membership",
    "erase_person",
    "give_consent",
    "invite",
    "keep_care_record_only",
    "register_person",
    "reset_second_factor",
    "set_contact",
    "share_with",
    "stand_down",
    "stop_sharing",
    "take_back_carer_invitation",
    "take_back_erasure",
    "withdraw_consent",
]

"""Who may ask for which address.

An address that has no row in EXPECTED fails a test: whoever adds a page says here who may see it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alongside.people.access import Can, desks_for, organisations_for, practices_for
from tests.architecture.addresses import addresses


@dataclass(frozen=True)
class About:
    """An address about a person, by way of `of`: whoever holds `can` about them gets in."""

    can: Can
    of: str = "person"


@dataclass(frozen=True)
class Held:
    """An address about an appointment or a visit: whoever holds `can` about its person, where it takes place."""

    can: Can
    of: str = "appointment"


@dataclass(frozen=True)
class At:
    """An address about an organisation, or something that belongs to one."""

    can: Can
    of: str = "organisation"


@dataclass(frozen=True)
class Whoever:
    """A list: whoever holds the capability anywhere, among their patients or their organisations."""

    can: Can
    where: Callable[[Any, Can], Any]


ANYBODY, BY_LINK = "anybody", "by link"
# Whoever holds a token sent to a service, which opens one thing alone; its own tests say who that is.
BY_TOKEN = "by token"


@dataclass(frozen=True)
class Led:
    """A session: whoever leads it, or runs its course, gets in."""

    can: Can = Can.TEACH


@dataclass(frozen=True)
class Rung:
    """A match, or a call of one: its buddy gets in."""

    can: Can = Can.BE_BUDDY


def _has_courses(user: Any) -> bool:
    """Everybody who works here, and everybody who has a record of their own."""
    return bool(user.person_id or organisations_for(user, Can.SEE_ORGANISATION))


Rule = About | Held | At | Whoever | Led | Rung | str

EXPECTED: dict[str, Rule] = {
    "health": ANYBODY,
    "health_of_messages": ANYBODY,
    "portal:home": ANYBODY,
    "portal:person": About(Can.PREPARE),
    "portal:said": About(Can.PREPARE),
    "portal:prepare_start": Held(Can.PREPARE),
    "portal:prepare_own": Held(Can.PREPARE),
    "portal:calendar_own": Held(Can.PREPARE),
    "portal:door": BY_LINK,
    "portal:prepare": BY_LINK,
    "portal:calendar": BY_LINK,
    "portal:check_in": BY_LINK,
    "portal:find": ANYBODY,
    "portal:heading": ANYBODY,
    "portal:local_list": ANYBODY,
    "portal:service": ANYBODY,
    "portal:report": ANYBODY,
    "portal:tell_us": ANYBODY,
    "portal:course": BY_LINK,
    "portal:course_leave": BY_LINK,
    "portal:course_turn": BY_LINK,
    "portal:course_calendar": BY_LINK,
    "portal:course_rate": BY_LINK,
    # Whoever runs none is led to courses of their own: programmes/tests/test_offers.py.
    "programmes:running": Whoever(Can.SEE_ORGANISATION, lambda user, can: user.is_authenticated and _has_courses(user)),
    "programmes:plan": At(Can.RUN_COURSES),
    "programmes:add_venue": At(Can.RUN_COURSES),
    "programmes:cohort": At(Can.RUN_COURSES, of="cohort"),
    "programmes:tutors": At(Can.RUN_COURSES),
    "programmes:change_tutor": At(Can.RUN_COURSES),
    "programmes:end_tutor": At(Can.RUN_COURSES),
    "programmes:put_in": At(Can.RUN_COURSES, of="cohort"),
    "programmes:rang": At(Can.RUN_COURSES, of="cohort"),
    "programmes:give_back": At(Can.RUN_COURSES, of="cohort"),
    "programmes:cancel": At(Can.RUN_COURSES, of="session"),
    "programmes:confirm_all": At(Can.RUN_COURSES, of="cohort"),
    "programmes:cancel_cohort": At(Can.RUN_COURSES, of="cohort"),
    "programmes:session": At(Can.RUN_COURSES, of="session"),
    "programmes:confirm": At(Can.RUN_COURSES, of="session"),
    "programmes:without": At(Can.RUN_COURSES, of="session"),
    "programmes:move": At(Can.RUN_COURSES, of="session"),
    "programmes:turn_of": At(Can.RUN_COURSES, of="session"),
    "programmes:tutor": At(Can.RUN_COURSES, of="session"),
    "programmes:stand_down": At(Can.RUN_COURSES, of="session"),
    "programmes:register": Led(),
    "programmes:note": Led(),
    "programmes:catch_up": At(Can.RUN_COURSES, of="cohort"),
    "programmes:caught_up": At(Can.RUN_COURSES, of="cohort"),
    "programmes:costs": At(Can.RUN_COURSES, of="cohort"),
    "programmes:remove_cost": At(Can.RUN_COURSES, of="cohort"),
    "programmes:versions": At(Can.RUN_COURSES),
    "programmes:end_version": At(Can.RUN_COURSES),
    "programmes:vary": At(Can.RUN_COURSES),
    "programmes:hours": Whoever(Can.TEACH, organisations_for),
    "programmes:away": Whoever(Can.TEACH, organisations_for),
    "programmes:come_back": Whoever(Can.TEACH, organisations_for),
    "programmes:rate": About(Can.EDIT_PLAN, of="enrolment"),
    "programmes:plan_term": At(Can.RUN_COURSES),
    "programmes:term": At(Can.RUN_COURSES, of="term"),
    "programmes:set_up": At(Can.RUN_COURSES, of="term"),
    "programmes:set_up_all": At(Can.RUN_COURSES, of="term"),
    "programmes:learn": Whoever(Can.SEE_ORGANISATION, organisations_for),
    "programmes:module_page": Whoever(Can.SEE_ORGANISATION, organisations_for),
    "programmes:note_training": At(Can.MANAGE_ORGANISATION),
    "programmes:put_in_colleague": At(Can.RUN_COURSES, of="cohort"),
    "programmes:rate_training": Whoever(Can.SEE_ORGANISATION, organisations_for),
    "programmes:reach": Whoever(Can.SEE_FUNNEL, organisations_for),
    "programmes:reach_of": Whoever(Can.SEE_FUNNEL, organisations_for),
    "programmes:teams": Whoever(Can.SEE_COVERAGE, organisations_for),
    "programmes:ours": Whoever(Can.SEE_COVERAGE_BY_NAME, organisations_for),
    "programmes:coverage": At(Can.SEE_COVERAGE_BY_NAME),
    "programmes:target": At(Can.MANAGE_ORGANISATION),
    "programmes:train_team": At(Can.RUN_COURSES, of="cohort"),
    "programmes:teaching": Whoever(Can.TEACH, organisations_for),
    "programmes:offers": About(Can.EDIT_PLAN),
    "programmes:join": About(Can.EDIT_PLAN),
    "programmes:answer": About(Can.EDIT_PLAN),
    "programmes:decline": About(Can.EDIT_PLAN),
    "programmes:place": About(Can.EDIT_PLAN, of="enrolment"),
    "programmes:turn": About(Can.EDIT_PLAN, of="enrolment"),
    "programmes:place_calendar": About(Can.EDIT_PLAN, of="enrolment"),
    "programmes:leave": About(Can.EDIT_PLAN, of="enrolment"),
    "peers:hub": Whoever(Can.MATCH_BUDDIES, organisations_for),
    "peers:buddies": Whoever(Can.MATCH_BUDDIES, organisations_for),
    "peers:approve": At(Can.MATCH_BUDDIES),
    "peers:meeting": At(Can.MATCH_BUDDIES),
    "peers:together": At(Can.MATCH_BUDDIES),
    "peers:buddy": At(Can.MATCH_BUDDIES, of="buddy"),
    "peers:end": At(Can.MATCH_BUDDIES, of="buddy"),
    "peers:wish": At(Can.MATCH_BUDDIES, of="wish"),
    "peers:match": At(Can.MATCH_BUDDIES, of="match"),
    "peers:said_yes": At(Can.MATCH_BUDDIES, of="match"),
    "peers:said_no": At(Can.MATCH_BUDDIES, of="match"),
    "peers:take_off": At(Can.MATCH_BUDDIES, of="wish"),
    "peers:take_back_check": At(Can.MATCH_BUDDIES, of="buddy"),
    "peers:end_match": At(Can.MATCH_BUDDIES, of="match"),
    "peers:worry": At(Can.MATCH_BUDDIES, of="worry"),
    "peers:close_worry": At(Can.MATCH_BUDDIES, of="worry"),
    "peers:mine": Whoever(Can.BE_BUDDY, organisations_for),
    "peers:about": Whoever(Can.BE_BUDDY, organisations_for),
    "peers:answer_as_buddy": Rung(),
    "peers:number_as_buddy": Rung(),
    "peers:raise_worry": Rung(),
    "peers:call": Rung(),
    "peers:yours": About(Can.EDIT_PLAN),
    "peers:withdraw": About(Can.EDIT_PLAN),
    "peers:answer": About(Can.EDIT_PLAN, of="buddy_match"),
    "peers:number": About(Can.EDIT_PLAN, of="buddy_match"),
    "peers:group_desk": Whoever(Can.LOOK_AFTER_GROUPS, organisations_for),
    "peers:group_read": At(Can.LOOK_AFTER_GROUPS, of="group"),
    "peers:group_list": At(Can.LOOK_AFTER_GROUPS, of="group"),
    "peers:group_close": At(Can.LOOK_AFTER_GROUPS, of="group"),
    "peers:group_answer": At(Can.LOOK_AFTER_GROUPS, of="support"),
    "peers:group_ask_reunion": At(Can.LOOK_AFTER_GROUPS, of="reunion"),
    "peers:groups": About(Can.JOIN_GROUPS),
    "peers:start_group": About(Can.JOIN_GROUPS),
    "peers:join_group": About(Can.JOIN_GROUPS),
    # Whoever runs it, and acts for whoever does; that the others get no further: peers/tests/test_group_pages.py.
    "peers:group": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_coming": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_think": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_run": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_step_down": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_take_out": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_how": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_leave": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_what": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_where": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_send": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_met": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_off": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_still": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_with": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_support": About(Can.JOIN_GROUPS, of="member"),
    "peers:group_end": About(Can.JOIN_GROUPS, of="member"),
    "portal:questions": BY_LINK,
    "peers:asked": About(Can.MANAGE_CONSENT),
    "peers:leave_reference": About(Can.MANAGE_CONSENT),
    "peers:questions": About(Can.MANAGE_CONSENT, of="invitation"),
    "peers:reference": Whoever(Can.CONSULT, organisations_for),
    "peers:put_in_reference": At(Can.CONSULT),
    "peers:new_questions": At(Can.CONSULT),
    "peers:questionnaire": At(Can.CONSULT, of="questionnaire"),
    "peers:change_questions": At(Can.CONSULT, of="questionnaire"),
    "peers:remove_question": At(Can.CONSULT, of="questionnaire"),
    "peers:open_questions": At(Can.CONSULT, of="questionnaire"),
    "peers:close_questions": At(Can.CONSULT, of="questionnaire"),
    "peers:type_in": At(Can.CONSULT, of="questionnaire"),
    "peers:coproduction": Whoever(Can.SEE_COPRODUCTION, organisations_for),
    "peers:add_activity": At(Can.MAP_COPRODUCTION),
    "peers:activity": At(Can.MAP_COPRODUCTION, of="activity"),
    "peers:end_activity": At(Can.MAP_COPRODUCTION, of="activity"),
    "peers:volunteers": Whoever(Can.LOOK_AFTER_VOLUNTEERS, organisations_for),
    "peers:volunteer": At(Can.LOOK_AFTER_VOLUNTEERS, of="volunteer"),
    "peers:thank": At(Can.LOOK_AFTER_VOLUNTEERS, of="volunteer"),
    "peers:take_back_step": At(Can.LOOK_AFTER_VOLUNTEERS, of="volunteer"),
    # Everybody's own, empty for most: peers/tests/test_volunteers.py.
    "peers:journey": Whoever(Can.SEE_PLAN, lambda user, can: user.is_authenticated),
    "directory:round": Whoever(Can.STEWARD, organisations_for),
    "directory:record": Whoever(Can.STEWARD, organisations_for),
    "directory:same": Whoever(Can.STEWARD, organisations_for),
    "directory:missing": Whoever(Can.SEE_UNMET, organisations_for),
    "directory:yours": BY_TOKEN,
    "directory:ours": Whoever(Can.KEEP_OWN, organisations_for),
    "directory:our_record": At(Can.KEEP_OWN, of="service"),
    "plans:save": About(Can.EDIT_PLAN),
    "plans:services": About(Can.EDIT_PLAN),
    "plans:became": About(Can.EDIT_PLAN, of="signposting"),
    "plans:tell": About(Can.EDIT_PLAN, of="signposting"),
    "plans:coming": BY_TOKEN,
    "plans:take_out": About(Can.EDIT_PLAN, of="signposting"),
    "portal:chosen": BY_LINK,
    "portal:chosen_more": BY_LINK,
    "portal:chosen_thanks": BY_LINK,
    "people:organisations": Whoever(Can.SEE_ORGANISATION, organisations_for),
    "people:vacancies": Whoever(Can.SEE_VACANCIES, organisations_for),
    "people:organisation": At(Can.SEE_ORGANISATION),
    "people:organisation_details": At(Can.MANAGE_ORGANISATION),
    "people:add_organisation": At(Can.ADD_ORGANISATION),
    "people:duty": At(Can.MANAGE_ORGANISATION),
    "people:add_member": At(Can.MANAGE_ORGANISATION),
    "people:end_membership": At(Can.MANAGE_ORGANISATION),
    # Whom they may do it to is narrower: people/tests/test_lost_second_factor.py.
    "people:reset_second_factor": At(Can.MANAGE_ORGANISATION),
    "people:find": Whoever(Can.CORRECT_PERSON, practices_for),
    "people:add": Whoever(Can.CORRECT_PERSON, practices_for),
    "people:details": About(Can.CORRECT_PERSON),
    "people:seen_by": About(Can.SEE_TRAIL),
    "people:sharing": About(Can.MANAGE_CONSENT),
    "people:share": About(Can.MANAGE_CONSENT),
    "people:add_carer": About(Can.MANAGE_CONSENT),
    "people:carers": About(Can.END_CARER),
    # What somebody was asked themselves, empty for most: people/tests/test_carers.py.
    "people:asked": Whoever(Can.PREPARE, lambda user, can: user.is_authenticated),
    "people:contact": About(Can.MANAGE_CONTACT),
    "people:ask_erasure": About(Can.MANAGE_CONSENT),
    "people:erase": About(Can.ERASE),
    "worklist:list": Whoever(Can.WORK, organisations_for),
    "worklist:task": At(Can.WORK, of="task"),
    "agenda:desk": Whoever(Can.SEE_APPOINTMENTS, desks_for),
    "agenda:book": Whoever(Can.MANAGE_APPOINTMENTS, desks_for),
    "agenda:book_for": About(Can.MANAGE_APPOINTMENTS),
    "agenda:appointment": Held(Can.MANAGE_APPOINTMENTS),
    "agenda:move": Held(Can.MANAGE_APPOINTMENTS),
    "agenda:cancel": Held(Can.MANAGE_APPOINTMENTS),
    "agenda:missed": Held(Can.MANAGE_APPOINTMENTS),
    "agenda:send_link": Held(Can.MANAGE_LINKS),
    "agenda:consent": Held(Can.MANAGE_LINKS),
    "agenda:paper": Held(Can.TYPE_ANSWERS),
    "agenda:type": Held(Can.TYPE_ANSWERS),
    "consultation:start": Held(Can.RUN_VISIT),
    "consultation:see_now": Held(Can.RUN_VISIT, of="person"),
    "consultation:visit": Held(Can.RUN_VISIT, of="visit"),
    "consultation:dispose": Held(Can.RUN_VISIT, of="item"),
    "consultation:raise": Held(Can.RUN_VISIT, of="visit"),
    "consultation:close": Held(Can.RUN_VISIT, of="visit"),
    "consultation:nearby": About(Can.SIGNPOST),
    "consultation:given": About(Can.SIGNPOST),
    "consultation:stuck": Whoever(Can.SIGNPOST, desks_for),
    # Everybody's own list, empty for most; test_nobody_sees_nobody reads it.
    "plans:shared": Whoever(Can.SEE_PLAN, lambda user, can: user.is_authenticated),
    "plans:plan": About(Can.SEE_PLAN),
    "plans:booklet": About(Can.SEE_PLAN),
    "plans:text": About(Can.SEE_PLAN),
    "plans:scales": About(Can.SEE_PLAN),
    "plans:what_matters": About(Can.EDIT_PLAN),
    "plans:review": About(Can.EDIT_PLAN),
    "plans:add_sign": About(Can.EDIT_PLAN),
    "plans:sign": About(Can.EDIT_PLAN),
    "plans:add_contact": About(Can.EDIT_PLAN),
    "plans:contact": About(Can.EDIT_PLAN),
    "plans:add_goal": About(Can.EDIT_PLAN),
    "plans:goal": About(Can.SEE_PLAN, of="goal"),
    "plans:change_goal": About(Can.EDIT_PLAN, of="goal"),
    "plans:would_raise": About(Can.EDIT_PLAN, of="goal"),
    "plans:end_goal": About(Can.EDIT_PLAN, of="goal"),
    "plans:ask_now": About(Can.EDIT_PLAN, of="goal"),
    "plans:answer": About(Can.EDIT_PLAN, of="goal"),
    "plans:levels": About(Can.EDIT_PLAN, of="goal"),
    "plans:reached": About(Can.EDIT_PLAN, of="goal"),
    "interop:export": About(Can.EXPORT),
    "interop:export_bundle": About(Can.EXPORT),
}
# allauth's own pages are let in by allauth's rules and tested with signing in; the demo's exist only in the demo.
NOT_WALKED = ("accounts/", "demo/")


ADDRESSES = dict(addresses(leave_out=NOT_WALKED))
RULED = [name for name in ADDRESSES if name in EXPECTED]

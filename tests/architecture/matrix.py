"""Who may ask for which address, and something for each address to be about.

An address that has no row in EXPECTED fails a test: whoever adds a page says here who may see it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alongside.agenda.actions import book_appointment, choose_areas, rank_concerns, start_preparation, start_visit
from alongside.directory.models import Provider, Service, Source
from alongside.peers.actions import ask_for_buddy, note_check, propose_match, raise_worry
from alongside.peers.models import Buddy, Check, Match
from alongside.people.access import Can, desks_for, organisations_for, practices_for
from alongside.people.actors import SYSTEM, actor_for, link_holder
from alongside.people.models import Membership, Person, User
from alongside.plans.actions import add_contact, agree_goal, agree_warning_sign, choose_service, give_services
from alongside.programmes.actions import approve_tutor, assign_tutor, join, plan_cohort
from alongside.programmes.models import Cohort, Enrolment, Session, Term, Venue
from conftest import Cast
from tests.architecture.addresses import addresses
from tests.circle import make_circle


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
    "portal:course_calendar": BY_LINK,
    "portal:course_rate": BY_LINK,
    "programmes:running": Whoever(Can.RUN_COURSES, organisations_for),
    "programmes:plan": At(Can.RUN_COURSES),
    "programmes:add_venue": At(Can.RUN_COURSES),
    "programmes:cohort": At(Can.RUN_COURSES, of="cohort"),
    "programmes:tutors": At(Can.RUN_COURSES),
    "programmes:end_tutor": At(Can.RUN_COURSES),
    "programmes:put_in": At(Can.RUN_COURSES, of="cohort"),
    "programmes:give_back": At(Can.RUN_COURSES, of="cohort"),
    "programmes:cancel": At(Can.RUN_COURSES, of="session"),
    "programmes:confirm_all": At(Can.RUN_COURSES, of="cohort"),
    "programmes:cancel_cohort": At(Can.RUN_COURSES, of="cohort"),
    "programmes:session": At(Can.RUN_COURSES, of="session"),
    "programmes:confirm": At(Can.RUN_COURSES, of="session"),
    "programmes:without": At(Can.RUN_COURSES, of="session"),
    "programmes:move": At(Can.RUN_COURSES, of="session"),
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
    "programmes:leave": About(Can.EDIT_PLAN, of="enrolment"),
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


@dataclass
class Things:
    """What there is about one person, for the addresses about such things."""

    person: Any
    appointment: Any
    visit: Any
    item: Any
    goal: Any
    sign: Any
    contact: Any
    signposting: Any
    enrolment: Any
    buddy_match: Any


# Each with where they are seen and by whom; Rosa also by the team she shares with.
SEEN = [("rosa", "elm_bank", "gp"), ("winston", "elm_bank", "gp"), ("priya", "harbour_road", "other_gp")]
SEEN_BY_A_TEAM = [("rosa", "breathing_team", "breathing_nurse")]
# Still booked where they no longer share or are registered.
LEFT_BEHIND = [("winston", "breathing_team", "breathing_nurse"), ("priya", "elm_bank", "gp")]


def things_about(cast: Cast, name: str, place: str, seen_by: str) -> Things:
    person, practice = getattr(cast, name), getattr(cast, place)
    by, own = actor_for(cast[seen_by]), link_holder(person)
    soon = timezone.now() + timedelta(days=1)
    seen = book_appointment(by=by, person=person, organisation=practice, starts_at=soon)
    preparation = start_preparation(by=own, appointment=seen)
    choose_areas(by=own, preparation=preparation, areas=["sleep"])
    rank_concerns(by=own, preparation=preparation, areas=["sleep"])
    visit = start_visit(by=by, appointment=seen)
    later = book_appointment(by=by, person=person, organisation=practice, starts_at=soon + timedelta(days=30))
    # One of each place's own: what somebody left with in one place is not chosen again in another.
    signposting = choose_service(by=by, person=person, service=service_of(practice))
    give_services(by=by, handover=signposting.handover, send=True)
    return Things(
        person=person,
        appointment=later,
        visit=visit,
        item=visit.items.first(),
        goal=agree_goal(by=by, person=person, words="walk to the shop", confidence=7),
        sign=agree_warning_sign(by=by, person=person, sign="short of breath", what_to_do="phone the practice"),
        contact=add_contact(by=by, person=person, name="Tuesday Walkers"),
        signposting=signposting,
        buddy_match=match_of(practice, person),
        enrolment=person.course_places.first() or join(by=by, cohort=cohort_of(practice), person=person),
    )


def match_of(place: Any, person: Person) -> Match:
    """Somebody and a buddy of a place, about whom both are still asked."""
    known = Match.objects.filter(request__person=person).first()
    if known:
        return known
    user = User.objects.get_or_create(email=f"buddy-{place.pk}@example.org", defaults={"name": "A Buddy"})[0]
    Membership.objects.get_or_create(user=user, organisation=place, role="buddy")
    buddy = Buddy.objects.get_or_create(
        user=user, defaults={"organisation": place, "languages": ["en"], "most": 9, "wished": 9}
    )[0]
    for kind in Check.Kind:
        note_check(by=SYSTEM, buddy=buddy, kind=kind, on=timezone.localdate())
    wish = ask_for_buddy(by=link_holder(person), person=person, organisation=place)
    return propose_match(by=SYSTEM, request=wish, buddy=buddy)


def peers_at(place: Any) -> dict[str, Any]:
    """A buddy of a place, and somebody they are asked about."""
    born = {"date_of_birth": timezone.localdate() - timedelta(days=20_000)}
    known = Match.objects.filter(request__organisation=place).first()
    match = known or match_of(place, Person.objects.create(given_name="A", family_name="B", **born))
    worry = match.worries.first() or raise_worry(by=SYSTEM, match=match, words="x")
    return {"buddy": match.buddy, "wish": match.request, "match": match, "worry": worry}


def rung_by_the_buddy(cast: Cast, name: str) -> str:
    """An address whose rule is Rung, of the buddy of the cast."""
    circle = make_circle(cast)
    match = Match.objects.filter(buddy=circle.buddy).first()
    if match is None:
        born = {"date_of_birth": timezone.localdate() - timedelta(days=20_000)}
        match = circle.match(Person.objects.create(given_name="A", family_name="B", **born))
    return reverse(name, args=[(match.calls.first() if name == "peers:call" else match).pk])


def some_service() -> Service:
    source, _new = Source.objects.get_or_create(key="test", name="A test", licence="Open", attribution="By nobody")
    provider, _new = Provider.objects.get_or_create(source=source, source_key="p", name="Westhaven Together")
    facts = {"provider": provider, "name": "Singing", "email": "singing@example.org"}
    return Service.objects.get_or_create(source=source, source_key="s", defaults=facts)[0]


def service_of(place: Any) -> Service:
    """A service whose record an organisation keeps."""
    some = some_service()
    own = {"organisation": place, "name": place.name}
    provider, _new = Provider.objects.get_or_create(source=some.source, source_key=str(place.pk), defaults=own)
    facts = {"provider": provider, "name": f"Singing at {place.name}", "email": "singing@example.org"}
    return Service.objects.get_or_create(source=some.source, source_key=str(place.pk), defaults=facts)[0]


def cohort_of(place: Any) -> Cohort:
    """A course an organisation runs."""
    facts = {"address": "1 Hall Lane", "postcode": "M33 7ZF", "holds": 14}
    venue, _new = Venue.objects.get_or_create(organisation=place, name="Hall", defaults=facts)
    known = Cohort.objects.filter(organisation=place).first()
    soon = timezone.now() + timedelta(days=20)
    return known or plan_cohort(by=SYSTEM, organisation=place, course="moving_on", venue=venue, starts_at=soon)


def somebody_on(cohort: Cohort) -> Enrolment:
    """Somebody with a place, or who waits for one."""
    born = {"date_of_birth": timezone.localdate() - timedelta(days=20_000)}
    known = cohort.enrolments.open().first()
    return known or join(
        by=SYSTEM, cohort=cohort, person=Person.objects.create(given_name="A", family_name="B", **born)
    )


def session_led(cast: Cast) -> Session:
    """One led by the two tutors of the cast."""
    session = cohort_of(cast.breathing_team).sessions.first()
    for kind in ("lay", "clinical"):
        known = {"kind": kind, "organisation": cast.economy, "trained_on": timezone.localdate()}
        assign_tutor(by=SYSTEM, session=session, tutor=approve_tutor(by=SYSTEM, user=cast[f"{kind}_tutor"], **known))
    return session


def address_about(name: str, things: Things) -> str:
    """An address whose rule is About or Held, about these things."""
    asked = set(ADDRESSES[name].pattern.converters)
    own = {"plans:sign": things.sign, "plans:contact": things.contact}
    kwargs = {"pk": getattr(things, EXPECTED[name].of).pk} | ({"row": own[name].pk} if "row" in asked else {})
    kwargs |= {"step": "mind"} if "step" in asked else {}
    kwargs |= {"place": things.appointment.organisation_id} if "place" in asked else {}
    kwargs |= {"handover": things.signposting.handover_id} if "handover" in asked else {}
    kwargs |= {"course": "moving_on"} if "course" in asked else {}
    kwargs |= {"session": things.enrolment.cohort.sessions.first().pk} if "session" in asked else {}
    return reverse(name, kwargs=kwargs)


def address_at(name: str, place: Any) -> str:
    """An address whose rule is At, at this place."""
    asked = set(ADDRESSES[name].pattern.converters)
    if EXPECTED[name].of == "service":
        return reverse(name, args=[service_of(place).pk])
    if EXPECTED[name].of in ("buddy", "wish", "match", "worry"):
        known = peers_at(place)
        made = {"pk": known[EXPECTED[name].of].pk, "check": known["buddy"].checks.first().pk}
        return reverse(name, kwargs={key: made[key] for key in asked})
    if EXPECTED[name].of == "term":
        term, _new = Term.objects.get_or_create(organisation=place, first="2026-01-05", last="2026-04-01", of_best=100)
        return reverse(name, kwargs=dict.fromkeys(asked, term.pk))
    if EXPECTED[name].of in ("cohort", "session"):
        cohort = cohort_of(place)
        pk = cohort.pk if EXPECTED[name].of == "cohort" else cohort.sessions.first().pk
        known = {"pk": pk, "kind": "lay", "session": cohort.sessions.first().pk, "row": cohort.pk}
        known |= {"place": somebody_on(cohort).pk} if "place" in asked else {}
        return reverse(name, kwargs={key: known[key] for key in asked})
    member = Membership.objects.filter(organisation=place).first() or Membership.objects.first()
    known = {"pk": place.pk, "duty": "owner", "membership": member.pk, "tutor": member.pk}
    known |= {"variant": member.pk, "course": "moving_on"}
    return reverse(name, kwargs={key: known[key] for key in asked})


def address_of_anything(name: str) -> str:
    """An address whose rule is ANYBODY: about a service of the directory, or a heading of it, where it is about one."""
    known = {"pk": some_service().pk, "key": "moving", "token": "of-nobody", "row": some_service().pk}
    known |= {"course": "moving_on", "module": "goal_setting", "page": "2_how_sure", "session": some_service().pk}
    return reverse(name, kwargs={key: known[key] for key in ADDRESSES[name].pattern.converters})

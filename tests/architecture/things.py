"""Something for each address of the matrix to be about."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alongside.agenda.actions import book_appointment, choose_areas, rank_concerns, start_preparation, start_visit
from alongside.directory.models import Provider, Service, Source
from alongside.peers.actions import ask_for_buddy, note_check, propose_match, raise_worry
from alongside.peers.actions.groups import join_group, start_group
from alongside.peers.actions.reference import join_reference
from alongside.peers.models import (
    Activity,
    Buddy,
    Check,
    Group,
    Invitation,
    Match,
    Member,
    Questionnaire,
    VolunteerStep,
)
from alongside.people.actors import SYSTEM, actor_for, link_holder
from alongside.people.models import Membership, Person, User
from alongside.plans.actions import add_contact, agree_goal, agree_warning_sign, choose_service, give_services
from alongside.programmes.actions import approve_tutor, assign_tutor, join, plan_cohort
from alongside.programmes.models import Cohort, Enrolment, Session, Term, Tutor, Venue
from conftest import Cast
from tests.architecture.matrix import ADDRESSES, EXPECTED
from tests.circle import make_circle


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
    member: Any
    invitation: Any


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
        member=member_of(practice, person),
        invitation=invitation_of(practice, person),
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


def member_of(place: Any, person: Person) -> Member:
    """Somebody who runs a group that can be found, and whom somebody else comes to."""
    known = Member.objects.filter(person=person).first()
    if known:
        return known
    facts = {"name": "Strollers", "kind": "walking", "about": "A walk"}
    member = start_group(by=link_holder(person), person=person, organisation=place, called="A", **facts)
    member.group.state, member.group.read_at, member.group.heard_on = "listed", timezone.now(), timezone.localdate()
    member.group.save()
    born = {"date_of_birth": timezone.localdate() - timedelta(days=20_000)}
    other = Person.objects.create(given_name="A", family_name="B", **born)
    join_group(by=SYSTEM, group=member.group, person=other, called="B")
    return member


def invitation_of(place: Any, person: Person) -> Invitation:
    """Somebody in a reference group, who is asked something."""
    known = Invitation.objects.filter(member__person=person).first()
    member = join_reference(by=link_holder(person), person=person, organisation=place, at_most=4)
    questionnaire = asked_at(place)["questionnaire"]
    return known or questionnaire.invitations.create(member=member)


def asked_at(place: Any) -> dict[str, Any]:
    """A questionnaire that people of a place are asked, an activity on its map, and a volunteer."""
    today = timezone.localdate()
    questionnaire, new = Questionnaire.objects.get_or_create(
        organisation=place, title="x", closes_on=today, report_by=today, state="open", opened_at__isnull=False,
        defaults={"opened_at": timezone.now()},
    )  # fmt: skip
    if new:
        questionnaire.questions.create(number=1, words="x", kind="words")
    activity = Activity.objects.get_or_create(organisation=place, name="x")[0]
    user = User.objects.get_or_create(email=f"helps-{place.pk}@example.org", defaults={"name": "A Volunteer"})[0]
    step = {"user": user, "organisation": place, "kind": "helped"}
    return {
        "questionnaire": questionnaire,
        "question": questionnaire.questions.first(),
        "activity": activity,
        "user": user,
        "step": VolunteerStep.objects.get_or_create(**step)[0],
    }


def groups_at(place: Any) -> dict[str, Any]:
    """A group that a place gives a hand, what it asked for, and a reunion of a course there."""
    born = {"date_of_birth": timezone.localdate() - timedelta(days=20_000)}
    known = Group.objects.filter(organisation=place).first()
    group = known or member_of(place, Person.objects.create(given_name="A", family_name="B", **born)).group
    support = group.support.first() or group.support.create(words="x", asked_by=group.members.first())
    return {"group": group, "support": support, "reunion": cohort_of(place).sessions.get(kind="reunion")}


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
    return known or plan_cohort(by=SYSTEM, organisation=place, course="mini", venue=venue, starts_at=soon)


def session_of(name: str, cohort: Cohort) -> Session:
    """One to which people come together, or one after the other where the address is about that."""
    found = cohort.sessions.filter(each_minutes__isnull="turn" not in name).first()
    assert found
    return found


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


def tutor_of(place: Any) -> Tutor:
    """Somebody whom an organisation approved to lead courses."""
    user = User.objects.get(email="lay_tutor@example.org")
    return approve_tutor(by=SYSTEM, user=user, kind="lay", organisation=place, trained_on=timezone.localdate())


def address_about(name: str, things: Things) -> str:
    """An address whose rule is About or Held, about these things."""
    asked = set(ADDRESSES[name].pattern.converters)
    own = {"plans:sign": things.sign, "plans:contact": things.contact}
    kwargs = {"pk": getattr(things, EXPECTED[name].of).pk} | ({"row": own[name].pk} if "row" in asked else {})
    kwargs |= {"step": "mind"} if "step" in asked else {}
    kwargs |= {"place": things.appointment.organisation_id} if "place" in asked else {}
    kwargs |= {"handover": things.signposting.handover_id} if "handover" in asked else {}
    kwargs |= {"course": "moving_on"} if "course" in asked else {}
    kwargs |= {"member": things.invitation.member_id} if "member" in asked else {}
    kwargs |= {"group": things.member.group_id} if "group" in asked else {}
    kwargs |= {"other": things.member.group.members.last().pk} if "other" in asked else {}
    kwargs |= {"session": session_of(name, things.enrolment.cohort).pk} if "session" in asked else {}
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
    if EXPECTED[name].of in ("group", "support", "reunion"):
        return reverse(name, args=[groups_at(place)[EXPECTED[name].of].pk])
    if EXPECTED[name].of in ("questionnaire", "activity", "volunteer"):
        return address_of_asking(name, place, asked)
    if EXPECTED[name].of == "term":
        term, _new = Term.objects.get_or_create(organisation=place, first="2026-01-05", last="2026-04-01", of_best=100)
        return reverse(name, kwargs=dict.fromkeys(asked, term.pk))
    if EXPECTED[name].of in ("cohort", "session"):
        cohort = cohort_of(place)
        pk = cohort.pk if EXPECTED[name].of == "cohort" else session_of(name, cohort).pk
        known = {"pk": pk, "kind": "lay", "session": session_of(name, cohort).pk, "row": cohort.pk}
        known |= {"place": somebody_on(cohort).pk} if "place" in asked else {}
        return reverse(name, kwargs={key: known[key] for key in asked})
    member = Membership.objects.filter(organisation=place).first() or Membership.objects.first()
    known = {"pk": place.pk, "duty": "owner", "membership": member.pk}
    known |= {"tutor": tutor_of(place).pk} if "tutor" in asked else {}
    known |= {"variant": member.pk, "course": "moving_on"}
    return reverse(name, kwargs={key: known[key] for key in asked})


def address_of_asking(name: str, place: Any, asked: set[str]) -> str:
    """An address about a questionnaire, an activity or a volunteer of a place."""
    things = asked_at(place)
    known = {part: things[part].pk for part in ("user", "step", "question")}
    known["pk"] = place.pk if EXPECTED[name].of == "volunteer" else things[EXPECTED[name].of].pk
    if "invitation" in asked:
        born = {"date_of_birth": timezone.localdate() - timedelta(days=20_000)}
        row = things["questionnaire"].invitations.filter(answered=False).first()
        known["invitation"] = (row or invitation_of(place, Person.objects.create(**born, family_name="B"))).pk
    return reverse(name, kwargs={key: known[key] for key in asked})


def address_of_anything(name: str) -> str:
    """An address whose rule is ANYBODY: about a service of the directory, or a heading of it, where it is about one."""
    known = {"pk": some_service().pk, "key": "moving", "token": "of-nobody", "row": some_service().pk}
    known |= {"course": "moving_on", "module": "goal_setting", "page": "2_how_sure", "session": some_service().pk}
    return reverse(name, kwargs={key: known[key] for key in ADDRESSES[name].pattern.converters})

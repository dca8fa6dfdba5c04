"""What carries the cast on between visits: services near them, a course, somebody who rings."""

from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import time_machine
from django.utils import timezone

from alongside.directory.actions import hand_to
from alongside.peers.actions import add_activity, note_call, note_step, place_activity, raise_worry, thank
from alongside.peers.actions.groups import (
    ask_for_support,
    say_coming,
    send_group,
    set_where_and_when,
    start_group,
    think_of,
)
from alongside.peers.actions.reference import close_questionnaire, report_back
from alongside.people.actors import SYSTEM, actor_for, link_holder
from alongside.plans import actions as plans
from alongside.plans import letters
from alongside.programmes import actions as courses
from conftest import Cast
from tests.campus import make_campus
from tests.circle import make_circle
from tests.council import make_council
from tests.journeys.near import make_directory
from tests.strollers import make_strollers


def services_of(cast: Cast) -> dict[str, Any]:
    """A directory of four, of which Rosa left with two, got stuck on the way to one, and saved one herself."""
    made = make_directory()
    nurse, me = actor_for(cast["nurse"]), actor_for(cast["rosa"])
    with time_machine.travel(timezone.now() - timedelta(days=25)):
        rows = [plans.choose_service(by=nurse, person=cast.rosa, service=made[key]) for key in ("walkers", "lunch")]
        given = plans.give_services(by=nurse, handover=rows[0].handover, send=True)
    plans.ask_due_handovers(by=SYSTEM, now=timezone.now())
    stuck = plans.say_what_became(by=link_holder(cast.rosa), signposting=rows[0], after="stopped", why="full")
    saved = plans.save_for_later(by=me, person=cast.rosa, service=made["choir"])
    told = plans.tell_service(by=link_holder(cast.rosa), signposting=rows[1])
    hand_to(by=SYSTEM, provider=made["choir"].provider, organisation=cast.breathing_team)
    return {
        "choir": made["choir"],
        "coming_token": letters.token_for(told),
        "lunch": made["lunch"],
        "walkers": made["walkers"],
        "saved": saved,
        "stuck": stuck,
        "given": given,
    }


def course_of(cast: Cast) -> dict[str, Any]:
    """One that is full and lacks a tutor, and one that is open to whoever wants to go."""
    campus = make_campus(cast)
    cohort = campus.plan(places=1)
    session = cohort.sessions.first()
    courses.assign_tutor(by=campus.by, session=session, tutor=campus.lay)
    courses.go_ahead_without(by=campus.by, session=cohort.sessions.all()[1], why="Nobody is free in that week")
    place = courses.join(by=link_holder(cast.rosa), cohort=cohort, person=cast.rosa)
    courses.join(by=link_holder(cast.winston), cohort=cohort, person=cast.winston)
    campus.plan(course="moving_on", hour=14)
    short = campus.plan(course="mini", hour=17)
    courses.answer_offer(by=actor_for(cast["nurse"]), person=cast.winston, course="moving_on", state="offered")
    courses.answer_offer(by=actor_for(cast["nurse"]), person=cast.rosa, course="breathing", state="accepted")
    known = {"organisation": cast.breathing_team, "trained_on": timezone.localdate(), "pay": Decimal("32.50")}
    return {
        "cohort": cohort,
        "session": session,
        "place": place,
        "alone_place": courses.join(by=link_holder(cast.rosa), cohort=short, person=cast.rosa),
        "alone": short.sessions.get(each_minutes=30),
        "tutor": campus.lay,
        "own_tutor": courses.approve_tutor(by=campus.by, user=cast["lay_tutor"], kind="lay", **known),
        "variant": campus.shorter(),
        "term": campus.term(),
    }


def peers_of(cast: Cast, worry_in_words: str) -> dict[str, Any]:
    """Rosa is rung by a buddy who worries about her, and Winston waits for one."""
    circle = make_circle(cast)
    match = circle.match()
    call = note_call(by=actor_for(cast["buddy"]), call=match.calls.first(), outcome="held", minutes=14, went="hard")
    worry = raise_worry(by=actor_for(cast["buddy"]), match=match, words=worry_in_words, call=call)
    wish = circle.ask(cast.winston, topics=["pain"])
    return {"helper": circle.buddy, "match": match, "call": call, "worry": worry, "wish": wish}


def groups_of(cast: Cast) -> dict[str, Any]:
    """One that Winston runs and Rosa comes to, of whom he thinks; and one that Priya sent and nobody has read."""
    walk = make_strollers(cast)
    rosa = walk.comes()
    think_of(by=walk.runs, member=walk.member, of=rosa)
    say_coming(by=walk.by, member=rosa, on=timezone.localdate() + timedelta(days=1), yes=True)
    asked = ask_for_support(by=walk.runs, member=walk.member, words="A room for when it rains")
    new = start_group(
        by=actor_for(cast["priya"]),
        person=cast.priya,
        organisation=cast.breathing_team,
        called="Pri",
        kind="cooking",
        name="A pot of soup",
        about="We cook one pot together, whoever comes. Bring a carrot.",
    )
    when = {"first": timezone.localdate() + timedelta(days=2), "begins": time(17), "often": "monthly"}
    there = {"where": "Church kitchen, Sale", "postcode": "M33 7ZF", "step_free": "unsure"}
    set_where_and_when(by=walk.by, group=new.group, **when, **there)
    send_group(by=walk.by, group=new.group)
    return {"walk": walk.group, "runs": walk.member, "comes": rosa, "support": asked, "soup": new.group}


def asked_of(cast: Cast, words: str) -> dict[str, Any]:
    """One questionnaire that people were told of what happened, one that is open, and one that is being written."""
    council = make_council(cast)
    with time_machine.travel(timezone.now() - timedelta(days=60)):
        before = council.ask(title="The waiting room")
        for person, length in ((cast.rosa, "1 page"), (cast.winston, "1 page"), (cast.priya, "4")):
            council.answer(before, person, length, words)
        close_questionnaire(by=council.by, questionnaire=before)
        report_back(by=council.by, questionnaire=before, happened="There are chairs with arms now. The music stays.")
    asked = council.ask()
    council.answer(asked, cast.winston, "4", words)
    return {
        "told": before,
        "asked": asked,
        "draft": council.write(title="Tea at reunions"),
        "told_invitation": council.invitation(before, cast.rosa),
        "invitation": council.invitation(asked, cast.rosa),
        "unasked": council.invitation(asked, cast.priya),
    }


def shared_out(cast: Cast) -> dict[str, Any]:
    """A course that people came to plan too, a newsletter, and a volunteer who was thanked."""
    by, place, today = actor_for(cast["coordinator"]), cast.breathing_team, timezone.localdate()
    course = add_activity(by=by, organisation=place, name="Self-Management Programme", of="course:self_management")
    for ago, planning in ((300, "professionals"), (20, "both")):
        where = {"on": today - timedelta(days=ago), "planning": planning, "delivery": "both"}
        place_activity(by=by, activity=course, why="Lay tutors wrote two of the sessions anew", **where)
    letter = add_activity(by=by, organisation=place, name="The newsletter", level="groups")
    place_activity(by=by, activity=letter, on=today, planning="people", delivery="people", together=True)
    note_step(by=by, user=cast["buddy"], organisation=place, kind="helped", on=today, words="A talk to student nurses")
    thank(by=by, user=cast["buddy"], organisation=place, words="You made somebody laugh who had not for weeks.")
    return {"activity": course, "volunteer": cast["buddy"]}

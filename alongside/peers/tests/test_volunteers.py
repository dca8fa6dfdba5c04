"""Volunteers: from somebody who took part, by what they did, to a tutor and to work; and thanked on the way."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from alongside.peers.actions import note_step, thank
from alongside.peers.models import Thanks, VolunteerStep
from alongside.peers.queries.volunteers import Stage, crews, journey_of
from alongside.people.actors import actor_for
from alongside.people.models import AuditEvent
from alongside.programmes.actions import approve_tutor, join, mark
from conftest import letters
from tests.campus import make_campus
from tests.circle import make_circle
from tests.strollers import make_strollers


def done_a_course(cast, person) -> None:
    campus = make_campus(cast)
    cohort = campus.plan()
    place = join(by=campus.by, cohort=cohort, person=person)
    campus.begin(cohort)
    for session in cohort.sessions.filter(kind="ordinary"):
        mark(by=campus.by, session=session, marks={place.pk: "here"})


def crew_of(cast):
    [crew] = crews(cast["coordinator"])
    return crew


def names(cast) -> list[str]:
    return [each.user.name for each in crew_of(cast).journeys]


def test_the_whole_way_from_a_course_to_work_is_gathered_from_the_work_itself(cast):
    by = actor_for(cast["coordinator"])
    done_a_course(cast, cast.winston)
    make_strollers(cast)
    known = {"organisation": cast.breathing_team, "trained_on": timezone.localdate(), "most_a_week": 1}
    approve_tutor(by=by, user=cast["winston"], kind="lay", **known)
    today = timezone.localdate()
    note_step(
        by=by, user=cast["winston"], organisation=cast.breathing_team, kind="employed", on=today, words="A desk job"
    )
    journey = journey_of(cast["winston"])
    assert [step.stage for step in journey.steps] == [
        Stage.PARTICIPANT, Stage.VOLUNTEER, Stage.TUTOR, Stage.EMPLOYED,
    ]  # fmt: skip
    assert [step.words.split(":")[0] for step in journey.steps] == [
        "went on a course",
        "runs a group",
        "became a lay tutor, approved by Westhaven Breathing Team",
        "found work",
    ]
    assert journey.stage == Stage.EMPLOYED
    assert crew_of(cast).stages[-1] == (Stage.EMPLOYED, 1, 1)


def test_buddies_and_those_who_run_groups_are_volunteers_and_those_who_only_come_are_not(cast):
    make_circle(cast)
    strollers = make_strollers(cast)
    strollers.comes()
    assert names(cast) == ["Buddy Fictional", "Winston Bright"]


def test_an_organisation_sees_what_was_done_there_and_nothing_of_elsewhere(cast):
    make_strollers(cast)
    today = timezone.localdate()
    elsewhere = {"user": cast["winston"], "organisation": cast.walkers, "kind": "helped", "on": today}
    note_step(by=actor_for(cast["coordinator"]), words="A talk elsewhere", **elsewhere)
    [journey] = [each for each in crew_of(cast).journeys if each.user == cast["winston"]]
    assert not any("elsewhere" in step.words for step in journey.steps)
    assert any("elsewhere" in step.words for step in journey_of(cast["winston"]).steps)


def test_whoever_died_or_is_forgotten_is_on_no_list(cast):
    make_strollers(cast)
    cast.winston.died_on = timezone.localdate()
    cast.winston.save()
    assert names(cast) == []


def test_whom_nobody_thanked_for_three_months_is_shown(cast):
    make_strollers(cast)
    assert [each.user for each in crew_of(cast).to_thank] == [cast["winston"]]
    by = actor_for(cast["coordinator"])
    thank(by=by, user=cast["winston"], organisation=cast.breathing_team, words="For the walks")
    assert crew_of(cast).to_thank == []
    with time_machine.travel(timezone.now() + timedelta(days=92)):
        assert [each.user for each in crew_of(cast).to_thank] == [cast["winston"]]


def test_thanks_are_told_of_by_e_mail_and_read_on_the_own_page(cast, django_capture_on_commit_callbacks):
    make_circle(cast)
    desk = cast.client("coordinator")
    address = reverse("peers:thank", args=[cast.breathing_team.pk, cast["buddy"].pk])
    assert "Write what you thank them for" in desk.post(address, {"words": ""}).text
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address, {"words": "You made somebody laugh who had not for weeks"})
    [letter] = letters()
    assert letter.to == [cast["buddy"].email]
    assert "laugh" not in letter.body
    page = cast.client("buddy").get(reverse("peers:journey")).text
    assert "You made somebody laugh" in page
    assert "a coordinator at Westhaven Breathing Team" in page
    assert "became a buddy" in page


def test_a_step_is_noted_and_taken_back_by_page(cast):
    make_strollers(cast)
    desk, here = cast.client("coordinator"), [cast.breathing_team.pk, cast["winston"].pk]
    today = timezone.localdate()
    on = {f"on_{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    address = reverse("peers:volunteer", args=here)
    desk.post(address, {"kind": "helped", "words": "A talk to student nurses", **on})
    assert "helped out: A talk to student nurses" in desk.get(address).text
    assert AuditEvent.objects.filter(verb="list.volunteers.seen", person_id=cast.winston.pk).exists()
    desk.post(reverse("peers:take_back_step", args=[*here, VolunteerStep.objects.get().pk]))
    assert not VolunteerStep.objects.exists()


def test_nobody_takes_back_what_was_noted_elsewhere_or_thanks_somebody_elses_volunteer(cast):
    make_strollers(cast)
    today = timezone.localdate()
    elsewhere = {"user": cast["winston"], "organisation": cast.walkers, "kind": "helped", "on": today}
    step = note_step(by=actor_for(cast["coordinator"]), **elsewhere)
    desk, here = cast.client("coordinator"), [cast.breathing_team.pk, cast["winston"].pk]
    assert desk.post(reverse("peers:take_back_step", args=[*here, step.pk])).status_code == 404
    for place, user in ((cast.walkers, "winston"), (cast.breathing_team, "rosa")):
        address = reverse("peers:thank", args=[place.pk, cast[user].pk])
        assert desk.post(address, {"words": "x"}).status_code == 404
    assert not Thanks.objects.exists()


@pytest.mark.parametrize("name", ["rosa", "nurse", "nobody"])
def test_whoever_has_done_nothing_yet_has_a_page_that_says_so(cast, name):
    assert "Nothing is noted yet" in cast.client(name).get(reverse("peers:journey")).text


def test_the_list_asks_a_fixed_number_of_queries(cast, django_assert_num_queries):
    circle = make_circle(cast)
    for number, name in enumerate(("ann", "ben", "cat", "dan")):
        circle.another(name)
        if number in (0, 3):
            with django_assert_num_queries(7):
                crew_of(cast)

"""Who plans and who delivers: nine cells, as they stood on any day, and what moved between them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alongside.peers.actions import add_activity, end_activity, place_activity
from alongside.peers.coproduction import Cell, Who, cells, drift
from alongside.peers.models import Activity, Placing
from alongside.peers.queries.coproduction import drifted, map_of, not_on_the_map, seen_in_the_work
from alongside.peers.refusals import AlreadyThere
from alongside.people.actors import actor_for
from alongside.programmes.models import Session
from tests.campus import make_campus
from tests.strollers import make_strollers

TODAY = timezone.localdate
each_cell = st.builds(Cell, st.sampled_from(list(Who)), st.sampled_from(list(Who)))


def put(cast, name: str, *stood: tuple[int, str, str], **facts: str) -> Activity:
    """An activity, and where it stood so many days ago."""
    by = actor_for(cast["coordinator"])
    activity = add_activity(by=by, organisation=cast.breathing_team, name=name, **facts)
    for ago, planning, delivery in stood:
        day = TODAY() - timedelta(days=ago)
        place_activity(by=by, activity=activity, on=day, planning=planning, delivery=delivery)
    return activity


def cell_of(cast, activity: Activity, ago: int = 0) -> str:
    rows = map_of([cast.breathing_team], TODAY() - timedelta(days=ago)).placed
    return next((row.placing.cell.name for row in rows if row.activity == activity), "")


# Bovaird 2007, in the table of Newbronner and others 2013, figure 4
@pytest.mark.parametrize(
    ("planning", "delivery", "name"),
    [
        ("professionals", "professionals", "Traditional professional service"),
        ("professionals", "both", "User co-delivery of professionally designed services"),
        ("both", "both", "Full co-production"),
        ("people", "people", "Self-organised community provision"),
    ],
)
def test_the_cells_are_bovairds(planning, delivery, name):
    assert Cell(planning, delivery).name == name


def test_there_are_nine_and_each_has_a_name_of_its_own():
    assert len({cell.name for cell in cells()}) == 9


@given(one=each_cell, other=each_cell)
def test_to_go_there_and_back_is_no_drift(one, other):
    assert drift(one, other) == -drift(other, one)
    assert drift(one, one) == 0
    assert drift(one, other) == sum(
        list(Who).index(getattr(other, part)) - list(Who).index(getattr(one, part)) for part in ("planning", "delivery")
    )


def test_a_map_of_an_earlier_day_shows_what_stood_then(cast):
    """As the report has it: a programme went from co-delivery to full co-production; a newsletter is people's own."""
    course = put(cast, "Self-Management Programme", (400, "professionals", "both"), (30, "both", "both"))
    letter = put(cast, "Newsletter", (10, "people", "people"), level="groups")
    assert cell_of(cast, course) == "Full co-production"
    assert cell_of(cast, course, ago=31) == "User co-delivery of professionally designed services"
    assert cell_of(cast, course, ago=401) == ""
    assert cell_of(cast, letter, ago=11) == ""
    [move] = drifted([cast.breathing_team], TODAY())
    assert (move.activity, move.steps, move.towards_people) == (course, 1, True)


def test_back_to_the_traditional_is_shown_as_that(cast):
    put(cast, "A course", (90, "both", "both"), (5, "professionals", "professionals"))
    [move] = drifted([cast.breathing_team], TODAY())
    assert (move.steps, move.away_from_people) == (-2, True)
    assert drifted([cast.breathing_team], TODAY() - timedelta(days=6)) == []


def test_to_say_again_what_stands_is_no_move(cast):
    put(cast, "A course", (90, "both", "both"), (5, "both", "both"))
    assert drifted([cast.breathing_team], TODAY()) == []


def test_of_one_day_it_is_put_right(cast):
    activity = put(cast, "A course", (5, "both", "both"), (5, "people", "both"))
    assert activity.placings.get().planning == "people"


def test_what_ended_is_off_the_map_and_stays_on_those_of_earlier_days(cast):
    activity = put(cast, "A course", (5, "both", "both"))
    for _twice in range(2):
        end_activity(by=actor_for(cast["coordinator"]), activity=activity)
    assert cell_of(cast, activity) == ""
    assert cell_of(cast, activity, ago=1) == "Full co-production"


def test_what_goes_on_is_asked_after_until_it_is_on_the_map(cast):
    campus = make_campus(cast)
    campus.plan()
    make_strollers(cast)
    known = {row.of for row in not_on_the_map(cast.breathing_team)}
    assert known == {"course:self_management", "groups"}
    put(cast, "Groups", (0, "people", "people"), of="groups")
    assert {row.of for row in not_on_the_map(cast.breathing_team)} == {"course:self_management"}
    with pytest.raises(AlreadyThere):
        put(cast, "Groups again", of="groups")
    with pytest.raises(IntegrityError, match=r"(?i)unique|once"), transaction.atomic():
        Activity.objects.create(organisation=cast.breathing_team, name="x", of="groups")


def test_beside_it_stands_what_the_work_itself_says(cast):
    campus = make_campus(cast)
    cohort = campus.plan()
    campus.staff(cohort)
    first, second = cohort.sessions.all()[:2]
    course = put(cast, "SMP", (0, "professionals", "both"), of="course:self_management")
    assert seen_in_the_work([course])[course.pk] == "No session was held in the last half year."
    past = timezone.now() - timedelta(days=3)
    Session.objects.filter(pk=first.pk).update(state="held", starts_at=past)
    Session.objects.filter(pk=second.pk).update(
        state="held", starts_at=past + timedelta(days=1), lay_tutor=None, exception="ill", exception_at=past
    )
    assert seen_in_the_work([course])[course.pk] == "In the last half year both led 1 of 2 sessions."


def test_the_map_asks_a_fixed_number_of_queries(cast, django_assert_num_queries):
    put(cast, "Groups", (3, "people", "people"), of="groups")
    for number in (1, 6):
        for each in range(number):
            put(cast, f"{number}-{each}", (9, "both", "both"), (1, "people", "both"))
        with django_assert_num_queries(7):
            shown = map_of([cast.breathing_team], TODAY())
            drifted([cast.breathing_team], TODAY())
            seen_in_the_work([row.activity for row in shown.placed])


# By page


def test_from_nothing_to_a_move_by_page(cast):
    make_strollers(cast)
    desk = cast.client("coordinator")
    home = reverse("peers:coproduction")
    add = f"{reverse('peers:add_activity', args=[cast.breathing_team.pk])}?of=groups"
    assert add.replace("&", "&amp;") in desk.get(home).text
    day = TODAY() - timedelta(days=40)
    on = {f"on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    said = {"name": "Groups", "level": "groups", "planning": "both", "delivery": "people", **on}
    desk.post(add, said)
    assert Activity.objects.get().of == "groups"
    page = desk.get(home).text
    assert "User and community delivery of co-planned services" in page
    assert "said by professionals alone" in page
    assert "1 group is listed" in page
    today = {f"on_{part}": str(getattr(TODAY(), part)) for part in ("day", "month", "year")}
    address = reverse("peers:activity", args=[Activity.objects.get().pk])
    desk.post(address, {"planning": "people", "delivery": "people", "together": "on", **today})
    page = desk.get(home).text
    assert "people do more of it" in page
    assert "said by professionals alone" not in page
    earlier = desk.get(home, {"on": (TODAY() - timedelta(days=41)).isoformat()}).text
    assert "people do more of it" not in earlier


@pytest.mark.parametrize("on", ["", "rubbish", "2999-01-01", "0001-01-01", "2026-02-31"])
def test_a_day_that_is_none_shows_today_and_one_long_ago_an_empty_map(cast, on):
    put(cast, "A course", (5, "both", "both"))
    page = cast.client("commissioner").get(reverse("peers:coproduction"), {"on": on})
    assert page.status_code == 200
    assert ("A course" in page.text) == (on != "0001-01-01")


def test_a_day_to_come_is_refused(cast):
    activity = put(cast, "A course", (5, "both", "both"))
    day = TODAY() + timedelta(days=9)
    on = {f"on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    address = reverse("peers:activity", args=[activity.pk])
    page = cast.client("coordinator").post(address, {"planning": "both", "delivery": "both", **on})
    assert "still to come" in page.text
    assert Placing.objects.count() == 1


def test_whoever_only_looks_changes_nothing(cast):
    activity = put(cast, "A course", (5, "both", "both"))
    page = cast.client("commissioner").get(reverse("peers:coproduction")).text
    assert "A course" in page
    assert reverse("peers:activity", args=[activity.pk]) not in page


def test_the_source_is_named(cast):
    assert "Bovaird (2007)" in cast.client("improver").get(reverse("peers:coproduction")).text

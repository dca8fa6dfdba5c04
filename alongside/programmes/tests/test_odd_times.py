"""A day or time that few would expect is asked about once, and taken all the same by whoever means it."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.programmes.forms.odd_times import odd_day, odd_hours
from alongside.programmes.models import Cohort, Session
from alongside.programmes.queries.order import would_overtake
from tests.campus import in_days

ASKED = "Is that right?"


def at(hour, minute=0, day=(2027, 1, 5)):
    return timezone.make_aware(datetime.combine(date(*day), time(hour, minute)))


@pytest.mark.parametrize(
    ("hour", "minute", "says"),
    [(3, 0, "3am"), (7, 59, "7.59am"), (8, 0, ""), (19, 59, ""), (20, 0, "8pm"), (0, 0, "midnight")],
)
def test_a_session_begins_from_eight_in_the_morning_until_eight_at_night(hour, minute, says):
    assert odd_hours(at(hour, minute), 60) == ([f"It would begin at {says}."] if says else [])


@pytest.mark.parametrize(("minutes", "says"), [(300, []), (301, ["It would go on until 10.01pm."])])
def test_a_session_is_over_by_ten_at_night(minutes, says):
    assert odd_hours(at(17), minutes) == says


def test_the_hour_is_the_one_on_the_clock_in_summer_too():
    assert odd_hours(at(8, day=(2027, 7, 6)), 60) == []


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ((2027, 1, 5), []),
        ((2027, 1, 9), ["It would be on a Saturday."]),
        ((2027, 3, 26), ["It would be on a bank holiday."]),  # Good Friday
        ((2027, 12, 25), ["It would be on a Saturday."]),
    ],
)
def test_a_weekend_and_a_bank_holiday_are_told_apart_from_a_working_day(day, says):
    assert odd_day(at(10, day=day)) == says


def test_a_session_would_overtake_the_nearest_of_those_it_follows_or_that_follow_it(campus):
    one, two, three, *_others, reunion = campus.plan().sessions.order_by("starts_at")
    assert would_overtake(two, two.starts_at + timedelta(days=1)) == (None, None)
    assert would_overtake(three, one.starts_at - timedelta(days=1)) == (two, None)
    assert would_overtake(one, three.starts_at + timedelta(hours=1)) == (None, two)
    assert would_overtake(reunion, two.starts_at) == (Session.objects.get(number=7), None)
    assert would_overtake(one, reunion.starts_at + timedelta(days=1))[1] == two
    Session.objects.filter(pk=two.pk).update(state="cancelled")
    assert would_overtake(one, two.starts_at + timedelta(hours=1)) == (None, None), "nobody comes to that one"


def typed(starts_at, **more):
    local = timezone.localtime(starts_at)
    when = {f"day_{part}": getattr(local, part) for part in ("day", "month", "year")}
    return {**when, "time": f"{local:%H:%M}", **more}


def test_a_session_at_three_in_the_morning_is_asked_about_once_and_what_was_typed_stays(campus):
    session, desk = campus.plan().sessions.first(), campus.cast.client("coordinator")
    address = reverse("programmes:move", args=[session.pk])
    night = timezone.localtime(session.starts_at).replace(hour=3)
    assert ASKED not in desk.get(address).text
    page = desk.post(address, typed(night, venue=campus.venue.pk)).text
    assert "It would begin at 3am." in page
    assert 'value="03:00"' in page
    session.refresh_from_db()
    assert session.starts_at != night, "asked first"
    other = night.replace(hour=2)
    page = desk.post(address, typed(other, venue=campus.venue.pk, all_the_same=night.isoformat())).text
    assert "It would begin at 2am." in page, "what was ticked was another time"
    ticked = desk.post(address, typed(night, venue=campus.venue.pk, all_the_same=night.isoformat()), follow=True).text
    assert "Moved." in ticked
    session.refresh_from_db()
    assert session.starts_at == night


def test_a_session_that_would_overtake_another_is_asked_about_by_name(campus):
    first, second, *_others = campus.plan().sessions.order_by("starts_at")
    desk, address = campus.cast.client("coordinator"), reverse("programmes:move", args=[second.pk])
    page = desk.post(address, typed(first.starts_at - timedelta(hours=1), venue=campus.venue.pk)).text
    assert f"It would come before “{first.title}”, which it follows." in page
    second.refresh_from_db()
    assert second.starts_at > first.starts_at


def test_what_is_only_given_another_room_is_not_asked_about(campus):
    session, desk = campus.plan().sessions.first(), campus.cast.client("coordinator")
    night = timezone.localtime(session.starts_at).replace(hour=3)
    Session.objects.filter(pk=session.pk).update(starts_at=night)
    page = desk.post(reverse("programmes:move", args=[session.pk]), typed(night, venue=campus.venue.pk), follow=True)
    assert "Moved." in page.text


def test_a_mistake_is_said_before_anything_is_asked(campus):
    session, desk = campus.plan().sessions.first(), campus.cast.client("coordinator")
    over = timezone.localtime(timezone.now() - timedelta(days=7)).replace(hour=3)
    page = desk.post(reverse("programmes:move", args=[session.pk]), typed(over, venue=campus.venue.pk)).text
    assert "That is in the past" in page
    assert ASKED not in page


def test_a_course_whose_first_session_is_at_an_odd_time_is_asked_about_once(campus):
    desk, address = campus.cast.client("coordinator"), reverse("programmes:plan", args=[campus.cast.breathing_team.pk])
    saturday = in_days(20) + timedelta(days=(5 - in_days(20).weekday()))
    night = timezone.make_aware(datetime.combine(saturday.date(), time(22)))
    given = typed(night, course="self_management", venue=campus.venue.pk)
    page = desk.post(address, given).text
    assert "It would begin at 10pm. It would be on a Saturday." in page
    assert f'value="{campus.venue.pk}" selected' in page
    assert not Cohort.objects.exists()
    desk.post(address, {**given, "all_the_same": night.isoformat()})
    assert Cohort.objects.get().sessions.first().starts_at == night


def test_time_alone_that_would_go_on_into_the_night_is_asked_about(campus):
    desk, address = campus.cast.client("coordinator"), reverse("programmes:plan", args=[campus.cast.breathing_team.pk])
    page = desk.post(address, typed(in_days(20, hour=17), course="mini", venue=campus.venue.pk)).text
    assert "It would go on until 11pm." in page

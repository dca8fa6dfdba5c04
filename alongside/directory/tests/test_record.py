"""What the tables of the record allow, say and hand out."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.directory.importing.rows import PlaceRow
from alongside.directory.models import (
    Conflict,
    CostOption,
    Duplicate,
    Location,
    Report,
    Schedule,
    Service,
    ServiceAtLocation,
)
from alongside.directory.queries import cards_of
from alongside.directory.tests.conftest import HALL, SINGERS, WALKERS, take
from alongside.directory.times import Times

NOW = datetime(2026, 3, 3, 12, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"byday": "MO", "opens_at": time(9), "closes_at": time(12, 30)}, "Monday 9am to 12.30pm"),
        ({"byday": "1TU", "freq": "MONTHLY", "opens_at": time(14)}, "first Tuesday of the month 2pm"),
        ({"byday": "-1FR", "freq": "MONTHLY"}, "last Friday of the month"),
        ({"bymonthday": "1,15", "freq": "MONTHLY"}, "1,15"),
        ({"notes": "Most days"}, "Most days"),
    ],
)
def test_a_schedule_says_when_it_is(fields, said):
    assert str(Schedule(**fields)) == said


def test_a_schedule_is_of_a_service_or_of_one_at_a_place_and_comes_round(singers):
    there = ServiceAtLocation.objects.get(service=singers)
    for wrong in (
        {}, {"service": singers, "service_at_location": there}, {"service": singers, "interval": 0}
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Schedule.objects.create(byday="MO", **wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda service, other: Service.objects.filter(pk=service.pk).update(minimum_age=60, maximum_age=50),
        lambda service, other: Conflict.objects.create(service=service, field="name", settled_at=timezone.now()),
        lambda service, other: Report.objects.create(service=service, kind="closed", outcome="closed"),
        lambda service, other: Duplicate.objects.create(**_wrong_way_round(service, other)),
        lambda service, other: Duplicate.objects.create(one=service, other=service),
        lambda service, other: [Conflict.objects.create(service=service, field="name") for _each in range(2)],
        lambda service, other: Location.objects.update(latitude=91),
        lambda service, other: Location.objects.update(latitude=None),
    ],
    ids=[
        "older than the oldest", "settled without an outcome", "an outcome but not settled",
        "a pair the wrong way round", "a pair of one", "two open conflicts", "off the earth", "half a point",
    ],
)  # fmt: skip
def test_the_database_keeps_what_cannot_be_out(singers, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong(singers, Service.objects.get(source_key="2"))


def _wrong_way_round(service, other):
    lesser, greater = sorted([service, other], key=lambda each: each.pk)
    return {"one": greater, "other": lesser}


def test_only_what_is_active_named_and_its_own_is_listed(db):
    take(*(replace(SINGERS, id=str(number)) for number in range(5)))
    one, two, three, four, five = Service.objects.order_by("source_key")
    Service.objects.filter(pk=two.pk).update(status="temporarily closed")
    Service.objects.filter(pk=three.pk).update(retired_at=timezone.now())
    Service.objects.filter(pk=four.pk).update(duplicate_of=one)
    assert set(Service.objects.listed()) == {one, five}


def test_times_of_many_are_read_at_once_those_at_one_place_too(db, django_assert_num_queries):
    there = replace(HALL, id="2", schedules=(Times("WE", time(10)),))
    weekly = replace(SINGERS, schedules=(Times("TU", time(14)),))
    take(weekly, replace(WALKERS, places=(there,)), replace(SINGERS, id="3"))
    services = list(Service.objects.order_by("source_key"))
    with django_assert_num_queries(8):
        shown = cards_of(services, NOW)
    assert [card.next for card in shown] == [NOW.replace(hour=14), NOW.replace(day=4, hour=10), None]


def test_schedules_in_force_are_those_of_the_day(singers):
    for since, until in ((None, None), ("2026-01-01", "2026-02-01"), ("2026-04-01", None), (None, "2026-03-03")):
        Schedule.objects.create(service=singers, byday="MO", valid_from=since, valid_to=until)
    assert Schedule.objects.in_force(date(2026, 3, 3)).count() == 2


def test_things_of_a_service_say_what_they_are(db):
    place = PlaceRow("x", address="1 Mill Lane")
    take(replace(SINGERS, places=(place,)))
    assert str(ServiceAtLocation.objects.get()) == "Singing Group, 1 Mill Lane"
    assert str(CostOption(option="Over 60s", amount="2.50")) == "Over 60s 2.50"

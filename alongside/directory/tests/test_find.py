"""Finding services that are in the tables."""

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command

from alongside.directory.actions import import_services
from alongside.directory.importing.plain import plain_row
from alongside.directory.importing.rows import AreaRow, Mapping, PlaceRow, TermRow
from alongside.directory.models import Postcode
from alongside.directory.search import Filters, find
from alongside.directory.search.loading import records
from alongside.directory.times import Times
from alongside.people.actors import SYSTEM

SOURCE = {"key": "test", "name": "A test", "licence": "Open", "licence_url": "", "attribution": "By nobody"}
ROWS = [
    plain_row(
        "pool",
        "The Baths",
        "sports facility",
        "Swimming pools. Access: Pay and Play",
        postcode="M33 7TY",
    ),
    plain_row("choir", "Sale Singers", "charity", "A choir for everybody", postcode="M33 7TY"),
    plain_row("far", "Leigh Singers", "charity", "A choir for everybody", postcode="WN7 1AA"),
    plain_row("shop", "A Pharmacy", "pharmacy", "Community pharmacy", postcode="M33 7TY", area="Trafford"),
]


@pytest.fixture
def services(db):
    Postcode.objects.create(code="M337TY", latitude=53.42, longitude=-2.32)
    Postcode.objects.create(code="WN71AA", latitude=53.497, longitude=-2.512)
    taken(*ROWS)


def taken(*rows):
    import_services(by=SYSTEM, mapping=Mapping(SOURCE), rows=rows)


def keys(words, **more):
    return [row.key for row in find(words, near="M33 7TY", **more).results]


def test_lay_words_find_what_is_meant_and_near(services):
    assert keys("somewhere to sing with others") == ["choir"]
    assert keys("the baths") == ["pool"]
    assert keys("chemist near me") == ["shop"]


def test_a_place_in_the_words_goes_before_the_home(services):
    assert keys("choir in leigh") == ["far"]


def test_where_nothing_fits_nothing_is_found(services):
    assert keys("parkinsons group") == []


def test_what_was_understood_is_told_with_what_was_found(services):
    found = find("singign group", near="M33 7TY")
    assert found.asked.needs == {"singing"}
    assert found.results[0].meets == ("singing",)
    assert found.results[0].km == pytest.approx(0)


def test_reading_the_directory_takes_as_many_queries_however_many_services(services, django_assert_num_queries):
    with django_assert_num_queries(13):
        assert len(list(records())) == len(ROWS)
    many = [plain_row(f"n{number}", "A Choir", "charity", "", postcode=f"M33 {number % 10}TY") for number in range(50)]
    taken(*many)
    with django_assert_num_queries(13):
        assert len(list(records())) == 50


def test_what_other_places_call_a_service_does_not_hide_what_kind_we_call_it(services):
    row = replace(ROWS[1], terms=(*ROWS[1].terms, TermRow("esdServiceTypes", "zz:1", "Music")))
    taken(row)
    assert {record.key: record.kind for record in records()}["choir"] == "charity"


def test_what_is_for_several_boroughs_or_for_all_is_for_no_single_one(services):
    country, two = (AreaRow("England", "country"),), (AreaRow("Trafford"), AreaRow("Salford"))
    taken(*(replace(row, areas=areas) for row, areas in zip(ROWS, [country, two, (), (AreaRow("Bury"),)], strict=True)))
    assert {record.key: record.borough for record in records()} == {"pool": "", "choir": "", "far": "", "shop": "bury"}


def test_times_that_are_not_of_every_week_are_no_opening_hours(services):
    hours = {"opens_at": time(9), "closes_at": time(10)}
    weekly, monthly = Times("MO", **hours), Times("1TU", freq="MONTHLY", **hours)
    other = [Times("WE", interval=2, **hours), Times("TH", opens_at=time(9)), Times(notes="Most days")]
    over = Times("FR", valid_to=date(2020, 1, 1), **hours)
    there = PlaceRow("there", schedules=(Times("SU", **hours),))
    taken(replace(ROWS[0], schedules=(weekly, monthly, over, *other), places=(there,)))
    assert {record.key: record.hours for record in records()}["pool"] == {
        "monday": [(540, 600)],
        "sunday": [(540, 600)],
    }


@pytest.mark.parametrize("words", ["", "   ", "'; DROP TABLE x; --", "<script>", "a" * 10_000, "🙂", "NEAR( AND"])
def test_rubbish_finds_nothing_and_breaks_nothing(services, words):
    assert keys(words) == []


@pytest.mark.parametrize("near", ["", "nowhere", "ZZ99 9ZZ", "<b>"])
def test_without_a_place_we_know_the_services_are_found_all_the_same(services, near):
    assert {row.key for row in find("choir", near=near).results} == {"choir", "far"}


SUNDAY = datetime(2026, 3, 1, 11, tzinfo=ZoneInfo("Europe/London"))
WEEKDAYS = tuple(Times(day, time(9), time(22)) for day in ("MO", "TU", "WE", "TH", "FR"))


@pytest.mark.parametrize(
    ("words", "at", "found"),
    [
        ("chemist still open at half 8 tonight", SUNDAY, "sundays"),
        ("chemist still open at half 8 tonight", SUNDAY + timedelta(days=1), "weekdays"),
        ("chemist open tomorrow past 8", SUNDAY, "weekdays"),
        ("late chemist tonight", SUNDAY, "sundays"),
        ("chemist open tonight", SUNDAY, "sundays"),
        ("chemist open today", SUNDAY.replace(hour=21), "sundays"),
        ("chemist open tonight", SUNDAY.replace(hour=1), "saturdays"),
    ],
)
def test_what_is_open_tonight_depends_on_the_day(db, words, at, found):
    """Seen before: on a Sunday, "open past 8.30pm, as you asked" of a place that is so on weekdays."""
    taken(
        replace(ROWS[3], id="weekdays", schedules=WEEKDAYS),
        replace(ROWS[3], id="mornings", name="C Pharmacy", schedules=(Times("SU", time(9), time(13)),)),
        replace(ROWS[3], id="saturdays", name="D Pharmacy", schedules=(Times("SA", time(18), time(2)),)),
        replace(ROWS[3], id="sundays", name="B Pharmacy", schedules=(Times("SU", time(9), time(22)),)),
    )
    first, *others = find(words, filters=Filters(moment=at)).results
    assert first.key == found
    assert "open t" in first.why  # "this evening", "tomorrow", "today"
    assert all("as you asked" not in each.why for each in others)


TUESDAY_HERE = "2026-06-01T23:30Z"  # and Monday in Greenwich


@time_machine.travel(SUNDAY)
@pytest.mark.parametrize(
    ("at", "found"),
    [
        ({}, ["shop"]),
        ({"at": "2026-03-01T10:00"}, []),
        ({"at": "2026-03-04T10:00"}, ["shop"]),
        ({"at": TUESDAY_HERE}, []),
    ],
)
def test_a_file_of_searches_is_answered_as_on_a_working_day_unless_it_is_said_when(db, tmp_path, at, found):
    asked, answered = tmp_path / "asked.jsonl", tmp_path / "answered.jsonl"
    asked.write_text('{"id": "q1", "query": "chemist open today", "postcode": ""}\n')
    taken(replace(ROWS[3], schedules=(Times("MO", time(0), time(23, 45)), Times("WE", time(9), time(22)))))
    call_command("search_batch", str(asked), str(answered), *(f"--{name}={value}" for name, value in at.items()))
    assert json.loads(answered.read_text())["results"] == found


def test_a_moment_that_is_none_is_said(db, tmp_path):
    with pytest.raises(CommandError, match="'yesterday' is no moment"):
        call_command("search_batch", str(tmp_path / "a"), str(tmp_path / "b"), "--at=yesterday")


def test_a_file_of_searches_is_answered(services, tmp_path):
    asked, answered = tmp_path / "asked.jsonl", tmp_path / "answered.jsonl"
    asked.write_text('{"id": "q1", "query": "choir", "postcode": "M33 7TY", "age": 60, "sex": "F"}\n')
    call_command("search_batch", str(asked), str(answered))
    [line] = [json.loads(line) for line in answered.read_text().splitlines()]
    assert (line["id"], line["results"]) == ("q1", ["choir"])
    assert line["ms"] > 0


def test_a_file_of_searches_that_cannot_be_read_is_said(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("search_batch", str(tmp_path / "none"), str(tmp_path / "out"))

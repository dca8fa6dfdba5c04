"""A service as people are shown it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from alongside.directory.models import (
    Accessibility,
    CostOption,
    Location,
    Phone,
    Provider,
    Schedule,
    Service,
    ServiceAtLocation,
    Source,
)
from alongside.directory.queries import cards_of
from alongside.directory.queries.cards import checked_words, cost_of, shortened, weekly

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def service(db):
    source = Source.objects.create(key="test", name="A test", licence="Open", attribution="By nobody")
    provider = Provider.objects.create(source=source, source_key="p", name="Westhaven Together")
    return Service.objects.create(source=source, source_key="s", provider=provider, name="Singing")


def card(service, now=TUESDAY):
    return cards_of([Service.objects.get(pk=service.pk)], now)[0]


def at(service, **where):
    place = Location.objects.create(source=service.source, source_key="l", **where)
    ServiceAtLocation.objects.create(service=service, location=place)
    return place


def open_on(service, byday, opens=time(14), closes=time(16), **more):
    return Schedule.objects.create(service=service, byday=byday, opens_at=opens, closes_at=closes, **more)


# --- When -------------------------------------------------------------------------------------------------------------


def test_when_it_is_on_next_and_that_it_is_open_now(service):
    open_on(service, "TU")
    assert card(service).next == TUESDAY.replace(hour=14)
    assert not card(service).open_now
    during = card(service, TUESDAY.replace(hour=15))
    assert during.open_now
    assert during.next is None


def test_the_times_of_one_of_its_places_count_too(service):
    at(service, address="1 Elm Row")
    Schedule.objects.create(service_at_location=service.at_locations.get(), byday="WE", opens_at=time(9))
    assert card(service).next.day == 4


@pytest.mark.parametrize(
    ("days", "lines"),
    [
        (["MO", "TU", "WE", "TH", "FR"], ["Monday to Friday: 2pm to 4pm"]),
        (["MO", "TU"], ["Monday and Tuesday: 2pm to 4pm"]),
        (["MO", "WE"], ["Monday: 2pm to 4pm", "Wednesday: 2pm to 4pm"]),
        (["SU"], ["Sunday: 2pm to 4pm"]),
        ([], []),
    ],
)
def test_days_in_a_row_with_the_same_hours_are_one_line(service, days, lines):
    assert weekly([open_on(service, day) for day in days]) == lines


def test_two_spans_of_a_day_are_one_line_and_other_hours_another(service):
    rows = [open_on(service, "MO", time(9), time(12)), open_on(service, "MO"), open_on(service, "TU")]
    assert weekly(rows) == ["Monday: 9am to midday, 2pm to 4pm", "Tuesday: 2pm to 4pm"]


def test_what_only_words_say_comes_last(service):
    rows = [Schedule(service=service, notes="Not in August"), open_on(service, "MO")]
    assert weekly(rows) == ["Monday: 2pm to 4pm", "Not in August"]


# --- What it costs, whether it was checked, what people said ----------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "Cost: ask them"),
        ([{"amount": 0}], "Free"),
        ([{"amount": Decimal("3.50"), "amount_description": "a session"}], "£3.50 a session"),
        ([{"amount": 4}, {"amount": 2, "option": "over 60s"}], "£2 over 60s; £4"),
        ([{"amount_description": "Give what you can"}], "Give what you can"),
    ],
)
def test_the_price_is_said_and_so_is_that_nobody_said_it(service, options, words):
    for option in options:
        CostOption.objects.create(service=service, **option)
    assert cost_of(service) == words


def test_that_nobody_checked_a_record_is_said():
    assert checked_words(None, date(2026, 3, 3)) == "Not checked yet: ask first"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Checked in the last two weeks"),
        (13, "Checked in the last two weeks"),
        (21, "Checked 3 weeks ago"),
        (59, "Checked 8 weeks ago"),
        (60, "Checked on 2 January 2026"),
    ],
)
def test_how_long_ago_it_was_checked(days, words):
    assert checked_words(date(2026, 3, 3) - timedelta(days=days), date(2026, 3, 3)) == words


@pytest.mark.parametrize(("heard", "words"), [(4, ""), (5, "3 of 5 people said it helped")])
def test_what_people_said_is_told_once_five_have(service, heard, words):
    Service.objects.update(heard_from=heard, helped=3)
    assert card(service).said == words


# --- Where, and how to reach it ---------------------------------------------------------------------------------------


def test_where_it_is_with_its_postcode_once(service):
    at(service, name="The Hall", address="1 Elm Row, M33 7ZF", postcode="M33 7ZF")
    assert card(service).where == "The Hall, 1 Elm Row, M33 7ZF"


@pytest.mark.parametrize("where", [{"location_type": "virtual"}, {}])
def test_what_is_nowhere_has_no_map(service, where):
    at(service, **where)
    assert (card(service).where, card(service).map) == ("", "")


def test_where_letters_go_is_not_passed_off_as_where_people_meet(service):
    at(service, location_type="postal", postcode="M33 7ZF")
    shown = card(service)
    assert shown.letters_only
    assert (shown.where, shown.map) == ("M33 7ZF", "")


def test_every_number_once_the_one_to_ring_first_first(service):
    Service.objects.update(phone="0161 496 0101")
    for number in ("0161 496 0101", "0161 496 0102"):
        Phone.objects.create(service=service, number=number)
    assert card(service).phones == ["0161 496 0101", "0161 496 0102"]


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("javascript:alert(1)", ""),
        ("https://www.sandpiper.test/", "sandpiper.test"),
        ("www.sandpiper.test", "sandpiper.test"),
    ],
)
def test_only_an_address_of_the_web_is_linked_to(service, kept, shown):
    Service.objects.update(url=kept)
    assert card(service).web_shown == shown


def test_what_is_said_of_steps_is_shown(service):
    Accessibility.objects.create(location=at(service, address="1 Elm Row"), description="Ramp at the side")
    assert card(service).step_free == "Ramp at the side"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""),
        ({"minimum_age": 55}, "From 55 years"),
        ({"maximum_age": 25}, "Up to 25 years"),
        ({"minimum_age": 16, "maximum_age": 25, "eligibility_description": "Women."}, "Women. From 16 to 25 years"),
    ],
)
def test_whom_it_is_for(service, facts, words):
    Service.objects.update(**facts)
    assert card(service).who == words


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Short.", "Short."),
        ("One sentence here. And a second one that is too long", "One sentence here."),
        ("words without any end that go on and on", "words without any end that go …"),
    ],
)
def test_a_long_text_ends_with_a_sentence_or_a_word(text, short):
    assert shortened(text, 30) == short


def test_the_number_of_queries_does_not_grow_with_the_cards(service, django_assert_num_queries):
    more = [
        Service.objects.create(source=service.source, source_key=str(n), provider=service.provider, name=str(n))
        for n in range(9)
    ]
    for each in more:
        at_one = Location.objects.create(source=service.source, source_key=f"at {each.name}", address="1 Elm Row")
        ServiceAtLocation.objects.create(service=each, location=at_one)
        open_on(each, "MO")
    with django_assert_num_queries(8):
        shown = cards_of(more)
    assert [each.service for each in shown] == more

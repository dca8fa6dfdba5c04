"""Reading a service of Open Referral UK."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.directory.importing.encoding import decode_row, encode
from alongside.directory.importing.fitting import fitted
from alongside.directory.importing.open_referral import service_row
from alongside.directory.importing.rows import (
    AccessRow,
    AreaRow,
    BrokenRow,
    ContactRow,
    CostRow,
    LanguageRow,
    PhoneRow,
    PlaceRow,
    ProviderRow,
    TermRow,
)
from alongside.directory.tests.feed_bodies import by_the_book, vendors_own
from alongside.directory.times import Times

FULL = by_the_book()


def read(**more):
    return service_row({"id": "1", "name": "Group", **more})


def test_a_service_by_the_book_is_read_whole():
    row = service_row(FULL)
    assert row.description == "Gentle exercise for people with a lung condition.\n\nBring water"
    assert (row.minimum_age, row.maximum_age, row.assured_on) == (18, 100, date(2026, 1, 15))
    assert (row.phone, row.email, row.alert) == (
        "0161 496 0001",
        "hello@breathers.example.net",
        "No session on 7 April",
    )
    assert (row.application_process, row.fees_description) == (
        "Ring first, or ask your GP.",
        "The first session is free.",
    )
    assert row.provider == ProviderRow(
        "d9d5e0f5", "Breathers UK", "A charity", "https://b.example.net", "office@b.example.net", "0161 496 0000"
    )
    assert row.cost_options == (CostRow("Over 60s", Decimal("2.50"), "GBP", "a session", date(2026, 1, 1)),)
    assert row.languages == (LanguageRow("Urdu", "ur"),)
    assert row.contacts == (ContactRow("Ann Fictional", "Leader"),)
    assert row.phones == (
        PhoneRow("0161 496 0001", "12", "voice", "Urdu"),
        PhoneRow("0161 496 0002", description="Leader"),
    )
    assert row.areas == (
        AreaRow("Salford", "borough", uri="http://statistics.data.gov.uk/id/statistical-geography/E08000006"),
        AreaRow("Westhaven", extent_type="text"),
    )
    assert row.terms == (TermRow("Circumstances", "c:2", link_type="circumstance"), TermRow("esdServiceTypes", "esd:1"))


def test_times_are_one_row_a_day_and_those_of_one_place_are_with_it():
    row = service_row(FULL)
    first, third = row.schedules
    begin = date(2026, 1, 6)
    assert first == Times(
        "1TU",
        time(14),
        time(15, 30),
        "MONTHLY",
        dtstart=begin,
        valid_from=date(2026, 1, 1),
        timezone=0,
        notes="Not in August",
    )
    assert third.byday == "3TU"
    hall, video = row.places
    assert hall == PlaceRow(
        "5", "Mill Hall", "physical", "1 Mill Lane, Westhaven", "WH1 1AA", 53.48, -2.29, "Bus 41 stops outside",
        (AccessRow("Step-free", "Ramp at the side"),), (Times("FR", time(10), time(11)),),
    )  # fmt: skip
    assert (video.location_type, video.name) == ("virtual", "By video")


def test_what_a_publisher_keeps_in_fields_of_its_own_is_found():
    row = service_row(vendors_own())
    assert (row.id, row.name, row.description) == ("4711", "Night Shelter & Advice", "A bed and a hot meal.")
    assert (row.url, row.status) == ("http://www.shelter.example.net", "active")
    assert row.eligibility_description == "Homeless, Care leavers"
    assert [(term.code, term.link_type) for term in row.terms] == [
        ("Care leavers", "circumstance"), ("Homeless", "circumstance"),
    ]  # fmt: skip
    assert (row.minimum_age, row.maximum_age, row.assured_on) == (None, None, date(2025, 9, 2))
    assert row.areas == (AreaRow("Bristol"), AreaRow("South Gloucestershire"))
    assert [times.byday for times in row.schedules] == ["MO", "TU"]
    [place] = row.places
    assert (place.id, place.address, place.latitude) == ("4711@0", "2 Quay Street", 51.45)
    assert row.provider == ProviderRow("4711", "Shelter Fictional", website="https://shelter.example.net")
    assert row.cost_options == (CostRow(amount=Decimal("0.00")),)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (None, "not an object"), ([], "not an object"), ("words", "not an object"), ({}, "no id"),
        ({"id": None, "name": "x"}, "no id"), ({"id": ["1"], "name": "x"}, "no id"), ({"id": "1"}, "no name"),
        ({"id": "1", "name": "<script>x</script>"}, "no name"), ({"id": "1" * 201, "name": "x"}, "longer than 200"),
    ],
)  # fmt: skip
def test_only_a_service_without_an_id_or_a_name_cannot_be_taken(body, reason):
    with pytest.raises(BrokenRow, match=reason):
        service_row(body)


def test_one_that_is_broken_but_has_an_id_is_named_all_the_same():
    with pytest.raises(BrokenRow) as broken:
        service_row({"id": "7", "name": ""})
    assert broken.value.id == "7"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("active", "active"), (" ACTIVE ", "active"), ("", "active"), (None, "active"), ("live", "active"),
        ("inactive", "inactive"), ("defunct", "defunct"), ("closed", "defunct"), ("suspended", "inactive"),
        ("temporarily closed", "temporarily closed"), (["active"], "active"),
    ],
)  # fmt: skip
def test_a_status_we_do_not_know_is_not_shown_to_anybody(said, kept):
    assert read(status=said).status == kept


@pytest.mark.parametrize(
    ("low", "high", "kept"),
    [
        (18, 65, (18, 65)), ("18", "65", (18, 65)), (-1, -1, (None, None)), (0, 0, (None, None)),
        (65, 18, (None, None)), (18, None, (18, None)),
        (None, 1e9, (None, None)), (True, "many", (None, None)), (17.5, [], (17, None)),
    ],
)  # fmt: skip
def test_ages_that_cannot_be_are_none(low, high, kept):
    row = read(minimum_age=low, maximum_age=high)
    assert (row.minimum_age, row.maximum_age) == kept


def test_older_feeds_say_whom_it_is_for_in_a_table_of_its_own():
    row = read(eligibilitys=[{"eligibility": "Women only", "minimum_age": 50, "maximum_age": 70}])
    assert (row.eligibility_description, row.minimum_age, row.maximum_age) == ("Women only", 50, 70)


@pytest.mark.parametrize(
    ("schedule", "kept"),
    [
        ({"freq": "WEEKLY", "byday": "th, FR", "opens_at": "09:00"}, [Times("FR", time(9)), Times("TH", time(9))]),
        ({"byday": "Tuesday", "opens_at": "9.30"}, [Times("TU", time(9, 30))]),
        ({"freq": "WEEKLY", "byday": "1TU", "opens_at": "09:00+01:00"}, [Times("TU", time(9))]),
        ({"freq": "MONTHLY", "byday": "-1FR,+2MO"}, [Times("-1FR", freq="MONTHLY"), Times("2MO", freq="MONTHLY")]),
        ({"freq": "MONTHLY", "bymonthday": "1, 15,99,-1"}, [Times(freq="MONTHLY", bymonthday="1,15,-1")]),
        ({"freq": "WEEKLY", "byday": "MO", "interval": 2, "dtstart": "2026-03-02T09:00:00Z"},
         [Times("MO", interval=2, dtstart=date(2026, 3, 2))]),
        ({"freq": "WEEKLY", "byday": "MO", "interval": "often", "valid_to": "32/13/2026", "dtstart": "0001-01-01"},
         [Times("MO")]),
        ({"dtstart": "2026-03-05", "opens_at": "10:00"},
         [Times(opens_at=time(10), dtstart=date(2026, 3, 5), valid_to=date(2026, 3, 5))]),
        ({"freq": "WEEKLY", "byday": "TU", "dtstart": "2026-03-03", "count": 6},
         [Times("TU", dtstart=date(2026, 3, 3), valid_to=date(2026, 4, 7))]),
        ({"freq": "WEEKLY", "byday": "TU", "valid_to": "2026-12-31", "until": "2026-06-30"},
         [Times("TU", valid_to=date(2026, 6, 30))]),
        ({"freq": "YEARLY", "dtstart": "2026-03-03", "description": "Once a year"}, [Times(notes="Once a year")]),
        ({"description": "Most days", "notes": "Ring first"}, [Times(notes="Most days\nRing first")]),
        ({"byday": "MONTHLY", "opens_at": "25:00", "closes_at": {}}, []),
        ({"id": "1", "freq": "WEEKLY"}, []), ("daily", []), (None, []),
    ],
)  # fmt: skip
def test_times_are_read_as_far_as_they_mean_something(schedule, kept):
    assert list(read(schedules=[schedule]).schedules) == sorted(kept, key=repr)


def test_every_day_is_seven_days():
    row = read(schedules=[{"freq": "DAILY", "opens_at": "09:00", "closes_at": "24:00"}])
    assert {times.byday for times in row.schedules} == {"MO", "TU", "WE", "TH", "FR", "SA", "SU"}
    assert {times.closes_at for times in row.schedules} == {time(0)}


@pytest.mark.parametrize(
    ("area", "kept"),
    [
        ("Bristol", AreaRow("Bristol")), ({"name": "England"}, AreaRow("England", "country")),
        ({"name": "Ancoats", "uri": "http://x.uk/E05011348"}, AreaRow("Ancoats", "ward", uri="http://x.uk/E05011348")),
        ({"service_area": "The whole of Dorset county"}, AreaRow("The whole of Dorset county", "county")),
        ({"name": "Here", "extent_type": "A district"}, AreaRow("Here", "borough", extent_type="A district")),
    ],
)  # fmt: skip
def test_areas_in_words_are_kept_and_their_kind_where_it_is_known(area, kept):
    assert read(service_areas=[area]).areas == (kept,)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//x.org", "ftp://x.org", "http://", "x", 3]
)
def test_what_a_page_may_not_link_to_is_no_address(address):
    row = read(url=address, organization={"name": "Org", "website": address})
    assert (row.url, row.provider.website) == ("", "")


told = st.text() | st.sampled_from(["2026-01-01", "10:00", "<p>"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | told,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(told | st.sampled_from(sorted(FULL)), inner, max_size=4)
    ),
    max_leaves=10,
)


def bent(body, draw):
    """The body with some of its values, at any depth, put out for anything."""
    if draw(st.integers(0, 9)) == 0:
        return draw(anything)
    if isinstance(body, dict):
        return {name: bent(value, draw) for name, value in body.items()}
    return [bent(value, draw) for value in body] if isinstance(body, list) else body


@st.composite
def bent_services(draw):
    body = bent(draw(st.sampled_from([FULL, vendors_own()])), draw)
    return body if not isinstance(body, dict) else {**body, "id": "1", "name": "Group"}


@given(body=bent_services() | anything)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_stands_in_a_feed_is_a_row_or_a_reason(body):
    try:
        row = fitted(service_row(body))
    except BrokenRow:
        return
    assert decode_row(encode(row)) == row
    assert fitted(row) == row

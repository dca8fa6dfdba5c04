from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.interop.fhir.dates import is_whole, read_date, read_moment

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1985", date(1985, 1, 1)),
        ("1985-07", date(1985, 7, 1)),
        ("1985-07-31", date(1985, 7, 31)),
        ("1985-07-31T23:30:00-05:00", date(1985, 7, 31)),
        (" 1985-07-31 ", date(1985, 7, 31)),
        ("1985-02-30", None),
        ("0000", None),
        ("85", None),
        ("yesterday", None),
        ("1985-07-31T", None),
        (1985, None),
        (None, None),
    ],
)
def test_a_day_is_read_as_it_is_written(text: object, day: date | None) -> None:
    assert read_date(text) == day


def test_only_a_day_is_a_whole_date() -> None:
    assert [is_whole(text) for text in ("1985", "1985-07", "1985-07-31", "1985-07-32")] == [False, False, True, False]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-07-01T10:20:00Z", datetime(2026, 7, 1, 10, 20, tzinfo=UTC)),
        ("2026-07-01T10:20:00.123456789+02:00", datetime(2026, 7, 1, 8, 20, 0, 123456, tzinfo=UTC)),
        ("2026-07-01T10:20:00-0500", datetime(2026, 7, 1, 15, 20, tzinfo=UTC)),
        ("2026-07-01T10:20", datetime(2026, 7, 1, 9, 20, tzinfo=UTC)),
        ("2026-01-01", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2016-12-31T24:00:00Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2016-12-31T25:00:00Z", None),
        ("2016-12-31T10:61:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T24:00:00Z", None),
        ("2016-12-31T10:00:00+99:99", None),
    ],
)
def test_a_moment_is_read_in_its_own_time_zone_or_ours(text: str, moment: datetime | None) -> None:
    assert read_moment(text, zone=LONDON) == moment


@given(st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  (hypothesis wants naive limits)
def test_what_is_written_in_full_is_read_back_exactly(moment: datetime) -> None:
    assert read_moment(moment.isoformat(), zone=LONDON) == moment


@given(
    st.one_of(
        st.text(), st.from_regex(r"\d{4}(-\d\d){0,2}(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?", fullmatch=True)
    )
)
def test_no_text_breaks_the_reader(text: str) -> None:
    read_date(text)
    moment = read_moment(text, zone=LONDON)
    assert moment is None or moment.tzinfo is not None

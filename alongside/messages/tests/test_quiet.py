from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.messages.quiet import _is_quiet, allowed_from

LONDON = ZoneInfo("Europe/London")


def first_allowed(now: datetime, quiet_from: int = 20, quiet_until: int = 9) -> datetime:
    return allowed_from(now, quiet_from=quiet_from, quiet_until=quiet_until, zone=LONDON)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-01-05T12:00+00:00", "2026-01-05T12:00+00:00"),
        ("2026-01-05T19:59+00:00", "2026-01-05T19:59+00:00"),
        ("2026-01-05T20:00+00:00", "2026-01-06T09:00+00:00"),
        ("2026-01-05T03:00+00:00", "2026-01-05T09:00+00:00"),
        ("2026-07-05T19:30+00:00", "2026-07-06T08:00+00:00"),  # summer: half past eight in the evening
        ("2026-03-28T22:00+00:00", "2026-03-29T08:00+00:00"),  # the night the clocks go forward
        ("2026-10-24T22:00+00:00", "2026-10-25T09:00+00:00"),  # the night they go back
    ],
)
def test_nothing_leaves_at_night(now: str, expected: str) -> None:
    assert first_allowed(datetime.fromisoformat(now)) == datetime.fromisoformat(expected)


def test_the_same_hour_twice_means_no_quiet_hours() -> None:
    night = datetime(2026, 1, 5, 3, tzinfo=UTC)
    assert first_allowed(night, 0, 0) == night


moments = st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  (bounds are naive)
hours = st.integers(0, 23)


@given(now=moments, quiet_from=hours, quiet_until=hours)
def test_it_is_never_quiet_when_a_message_may_leave_and_never_more_than_a_day_away(
    now: datetime, quiet_from: int, quiet_until: int
) -> None:
    allowed = first_allowed(now, quiet_from, quiet_until)
    assert now <= allowed <= now + timedelta(hours=25)
    assert not _is_quiet(allowed.astimezone(LONDON).hour, quiet_from, quiet_until)

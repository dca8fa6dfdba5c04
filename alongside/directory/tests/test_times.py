"""When a service is open. The days are compared with those of a library for calendars."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.directory.times import HORIZON, Times, days, next_time, open_now

LONDON = ZoneInfo("Europe/London")
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
# A Tuesday, and the first one of its month.
TUESDAY = datetime(2026, 3, 3, 12, 0, tzinfo=LONDON)


def at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)


AFTERNOON = {"opens_at": time(14), "closes_at": time(16)}


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (Times("TU", **AFTERNOON), date(2026, 3, 3)),
        (Times("MO", **AFTERNOON), date(2026, 3, 9)),
        (Times("1TU", freq="MONTHLY", **AFTERNOON), date(2026, 3, 3)),
        (Times("2TU", freq="MONTHLY", **AFTERNOON), date(2026, 3, 10)),
        (Times("-1FR", freq="MONTHLY", **AFTERNOON), date(2026, 3, 27)),
        (Times("5TU", freq="MONTHLY", **AFTERNOON), date(2026, 3, 31)),
        (Times(bymonthday="1,15", freq="MONTHLY", **AFTERNOON), date(2026, 3, 15)),
        (Times(bymonthday="-1", freq="MONTHLY", **AFTERNOON), date(2026, 3, 31)),
        (Times("FR", bymonthday="13", freq="MONTHLY", **AFTERNOON), date(2026, 3, 13)),
        (Times("TU", interval=2, dtstart=date(2026, 2, 24), **AFTERNOON), date(2026, 3, 10)),
        (Times("TU", valid_from=date(2026, 4, 1), **AFTERNOON), date(2026, 4, 7)),
        (Times(dtstart=date(2026, 3, 5), valid_to=date(2026, 3, 5), **AFTERNOON), date(2026, 3, 5)),
    ],
)
def test_the_next_time_is_found(times, expected):
    assert next_time([times], TUESDAY) == at(expected, 14)


@pytest.mark.parametrize(
    "times",
    [
        Times(notes="Most days, ring first"),
        Times("TU"),
        Times("TU", interval=2, **AFTERNOON),
        Times(**AFTERNOON),
        Times("TU", valid_to=date(2026, 3, 2), **AFTERNOON),
        Times(bymonthday="31", freq="MONTHLY", interval=12, dtstart=date(2020, 2, 1), **AFTERNOON),
    ],
    ids=["only words", "no hours", "which second week", "no day", "over", "never comes"],
)
def test_what_cannot_be_reckoned_is_not_known(times):
    assert next_time([times], TUESDAY) is None
    assert not open_now([times], TUESDAY.replace(hour=15))


def test_the_first_of_several_is_next():
    assert next_time([Times("FR", **AFTERNOON), Times("WE", **AFTERNOON)], TUESDAY) == at(date(2026, 3, 4), 14)


def test_one_that_has_begun_is_on_now_and_next_is_the_one_after():
    weekly = [Times("TU", **AFTERNOON)]
    assert next_time(weekly, at(TUESDAY, 14)) == at(TUESDAY, 14)
    assert next_time(weekly, at(TUESDAY, 14, 1)) == at(date(2026, 3, 10), 14)


@pytest.mark.parametrize(
    ("hour", "minute", "is_open"), [(13, 59, False), (14, 0, True), (15, 59, True), (16, 0, False)]
)
def test_it_is_open_from_its_first_minute_to_its_last(hour, minute, is_open):
    assert open_now([Times("TU", **AFTERNOON)], at(TUESDAY, hour, minute)) is is_open


def test_a_night_lasts_past_midnight_and_belongs_to_the_day_it_began():
    night = [Times("MO", opens_at=time(22), closes_at=time(2))]
    assert open_now(night, at(date(2026, 3, 3), 1))
    assert not open_now(night, at(date(2026, 3, 3), 22))
    assert open_now([Times("TU", opens_at=time(0), closes_at=time(0))], TUESDAY), "all day"


def test_without_an_end_it_is_never_said_to_be_open():
    times = [Times("TU", opens_at=time(11))]
    assert not open_now(times, TUESDAY)
    assert next_time(times, TUESDAY) == at(date(2026, 3, 10), 11)


def test_it_keeps_its_hour_when_the_clocks_change():
    sunday = [Times("SU", **AFTERNOON)]
    before, after = next_time(sunday, at(date(2026, 3, 23), 9)), next_time(sunday, at(date(2026, 3, 30), 9))
    assert (before.hour, after.hour) == (14, 14)
    assert before.utcoffset() != next_time(sunday, at(date(2026, 3, 16), 9)).utcoffset()


dates = st.dates(date(2024, 1, 1), date(2028, 12, 31))
weekly = st.builds(
    Times,
    byday=st.sampled_from(DAYS),
    interval=st.integers(1, 4),
    dtstart=dates,
    valid_from=st.none() | dates,
    valid_to=st.none() | dates,
    opens_at=st.times(),
    closes_at=st.none() | st.times(),
)
numbered = st.builds("{}{}".format, st.sampled_from(["1", "2", "5", "-1", "-2"]), st.sampled_from(DAYS))
days_of_month = st.lists(st.integers(1, 31) | st.integers(-31, -1), max_size=3).map(
    lambda all_: ",".join(map(str, all_))
)
# Not the first Tuesday if it is the 20th, which the library looks for until the year 9999.
which_days = st.tuples(numbered, st.just("")) | st.tuples(st.sampled_from(["", *DAYS]), days_of_month)
monthly = which_days.flatmap(
    lambda which: st.builds(
        Times,
        freq=st.just("MONTHLY"),
        byday=st.just(which[0]),
        bymonthday=st.just(which[1]),
        interval=st.integers(1, 3),
        dtstart=dates,
        valid_from=st.none() | dates,
        valid_to=st.none() | dates,
        opens_at=st.times(),
        closes_at=st.none() | st.times(),
    )
)
moments = st.datetimes(*(datetime(year, 6, 1) for year in (2024, 2028)))  # noqa: DTZ001  (the strategy takes these)


NAMES = {"MO": MO, "TU": TU, "WE": WE, "TH": TH, "FR": FR, "SA": SA, "SU": SU}


def calendar_of(times, until):
    """The days of a schedule as a calendar program has them, by a library that speaks RFC 5545."""
    day = NAMES.get(times.byday[-2:])
    which = times.byday[:-2]
    rule = rrule(
        MONTHLY if times.freq == "MONTHLY" else WEEKLY,
        dtstart=datetime.combine(times.dtstart, time()),
        interval=times.interval,
        byweekday=day(int(which)) if which else day,
        bymonthday=[int(number) for number in times.bymonthday.split(",")] if times.bymonthday else None,
        until=datetime.combine(until, time()),
    )
    since, last = times.valid_from or date.min, times.valid_to or date.max
    return [found.date() for found in rule if since <= found.date() <= last]


def falls_on(times, day):
    return day in calendar_of(times, day)


@settings(deadline=None)
@given(times=weekly | monthly, since=dates)
def test_days_are_those_that_a_calendar_gives(times, since):
    calendar = calendar_of(times, since + HORIZON)
    assert days(times, since, count=3) == [day for day in calendar if day >= since][:3]


@settings(deadline=None)
@given(schedules=st.lists(weekly | monthly, max_size=3), now=moments)
def test_the_next_time_lies_ahead_and_begins_a_session_of_one_of_them(schedules, now):
    found = next_time(schedules, now.replace(tzinfo=LONDON))
    if found is not None:
        begins = found.replace(tzinfo=None)
        assert begins >= now
        assert any(falls_on(each, begins.date()) and each.opens_at == begins.time() for each in schedules)


@settings(deadline=None)
@given(schedules=st.lists(weekly | monthly, max_size=3), now=moments)
def test_open_now_agrees_with_every_session_of_today_and_yesterday(schedules, now):
    def lasts(times, day):
        opens, closes = datetime.combine(day, times.opens_at), datetime.combine(day, times.closes_at)
        return opens <= now < (closes if closes > opens else closes + timedelta(days=1))

    near = [now.date(), now.date() - timedelta(days=1)]
    is_open = any(falls_on(each, day) and lasts(each, day) for each in schedules if each.closes_at for day in near)
    assert open_now(schedules, now.replace(tzinfo=LONDON)) is is_open

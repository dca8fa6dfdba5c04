"""A working day has one definition, and every day somebody is due to act on is one."""

from datetime import date

import pytest

from alongside.worklist.working_days import after_working_days, is_working_day, working_day_from

CHRISTMAS_2026 = [date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 27), date(2026, 12, 28)]
EASTER_2027 = [date(2027, 3, 26), date(2027, 3, 27), date(2027, 3, 28), date(2027, 3, 29)]


@pytest.mark.parametrize("day", [*CHRISTMAS_2026, date(2027, 1, 1), *EASTER_2027])
def test_nobody_works_at_christmas_2026_or_easter_2027(day):
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 12, 29), date(2027, 3, 25), date(2027, 3, 30)])
def test_the_days_around_them_are_ordinary_ones(day):
    assert is_working_day(day)


@pytest.mark.parametrize(
    ("asked", "count", "called"),
    [
        (date(2026, 12, 21), 2, date(2026, 12, 23)),
        (date(2026, 12, 23), 2, date(2026, 12, 29)),
        (date(2026, 12, 24), 2, date(2026, 12, 30)),
        (date(2026, 12, 25), 1, date(2026, 12, 29)),
        (date(2026, 12, 31), 2, date(2027, 1, 5)),
        (date(2027, 3, 24), 2, date(2027, 3, 30)),
        (date(2027, 3, 27), 2, date(2027, 3, 31)),
    ],
)
def test_working_days_are_counted_over_weekends_and_bank_holidays(asked, count, called):
    assert after_working_days(asked, count) == called


def test_a_day_that_is_no_working_day_becomes_the_next_one():
    assert working_day_from(date(2026, 12, 25)) == date(2026, 12, 29)
    assert working_day_from(date(2027, 3, 27)) == date(2027, 3, 30)
    assert working_day_from(date(2026, 12, 24)) == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("country", "day", "works"),
    [
        ("England", date(2027, 3, 29), False),  # Easter Monday
        ("Scotland", date(2027, 3, 29), True),
        ("Scotland", date(2026, 11, 30), False),  # St Andrew's Day
        ("Wales", date(2026, 11, 30), True),
        ("Northern Ireland", date(2027, 3, 17), False),  # St Patrick's Day
        ("England", date(2027, 3, 17), True),
    ],
)
def test_each_country_keeps_its_own(settings, country, day, works):
    settings.BANK_HOLIDAYS_OF = country
    assert is_working_day(day) == works

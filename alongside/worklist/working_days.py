"""The one definition of a working day: neither a weekend nor a bank holiday where the practices are."""

from datetime import date, timedelta
from functools import cache

import holidays
from django.conf import settings


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays(settings.BANK_HOLIDAYS_OF)


def working_day_from(day: date) -> date:
    """The day itself when people work on it, otherwise the next on which they do."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def after_working_days(day: date, count: int) -> date:
    """The `count`th working day after a day."""
    for _each in range(count):
        day = working_day_from(day + timedelta(days=1))
    return day


@cache
def _bank_holidays(part: str) -> holidays.HolidayBase:
    """Those of one country of the United Kingdom; a year is worked out when it is first asked about."""
    return holidays.country_holidays("GB", subdiv=part)

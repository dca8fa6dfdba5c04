"""Hours in which nobody's phone is made to buzz. The person's time zone is the health economy's."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def may_leave_from(now: datetime) -> datetime:
    """The first moment at or after `now` at which a text or an e-mail may leave here."""
    hours = {"quiet_from": settings.QUIET_FROM, "quiet_until": settings.QUIET_UNTIL}
    return allowed_from(now, zone=timezone.get_default_timezone(), **hours)


def allowed_from(now: datetime, *, quiet_from: int, quiet_until: int, zone: ZoneInfo) -> datetime:
    """The first moment at or after `now` outside the quiet hours; the same hour twice means there are none."""
    local = now.astimezone(zone)
    if not _is_quiet(local.hour, quiet_from, quiet_until):
        return now
    day = local.date()
    if local.hour >= quiet_until:
        day += timedelta(days=1)
    end = datetime.combine(day, time(quiet_until % 24), tzinfo=zone)
    # By way of UTC: an hour that the clocks skip becomes a real one.
    return max(now, end.astimezone(UTC))


def _is_quiet(hour: int, quiet_from: int, quiet_until: int) -> bool:
    if quiet_from <= quiet_until:
        return quiet_from <= hour < quiet_until
    return hour >= quiet_from or hour < quiet_until

"""Hours in which nobody's phone is made to buzz. The person's time zone is the health economy's."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


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

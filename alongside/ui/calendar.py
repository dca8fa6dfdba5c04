"""Times to keep in a calendar, as a file of RFC 5545."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpResponse

STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Event:
    """`uid` stays the same: a calendar in which the same thing is saved again moves it, and adds no other."""

    uid: str
    begins: datetime
    ends: datetime
    summary: str
    place: str


def calendar_file(events: Iterable[Event], *, name: str) -> HttpResponse:
    """The answer that a browser saves, or hands to the calendar of a phone."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Alongside//Alongside//EN"]
    for event in events:
        lines += _lines(event)
    text = "\r\n".join([*lines, "END:VCALENDAR"]) + "\r\n"
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer


def _lines(event: Event) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}@alongside",
        f"DTSTAMP:{datetime.now(UTC):{STAMP}}",
        f"DTSTART:{event.begins.astimezone(UTC):{STAMP}}",
        f"DTEND:{event.ends.astimezone(UTC):{STAMP}}",
        f"SUMMARY:{_text(event.summary)}",
        f"LOCATION:{_text(event.place)}",
        "END:VEVENT",
    ]


def _text(words: str) -> str:
    """As the standard writes text: its own signs escaped, one line."""
    for sign in "\\;,":
        words = words.replace(sign, f"\\{sign}")
    return " ".join(words.split())

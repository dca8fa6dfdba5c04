"""A site's own version of a course: what was changed from the original, and how much of it is left. No database.

Who leads a session of the original is never changed here, and at least one that both lead has to stay: that a course is
led together is what makes it what it is (ADR 14).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.programmes.courses import Course, Part


@dataclass(frozen=True)
class Changes:
    """Minutes by number of the original's session, 0 for one that is left out; what is added comes at the end."""

    minutes: Mapping[int, int]
    apart: int | None = None  # days between sessions
    enough: int | None = None
    added: tuple[tuple[str, int], ...] = ()  # title and minutes
    no_reunion: bool = False

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Changes":
        """As they were kept."""
        return cls(
            minutes={int(number): int(long) for number, long in kept["minutes"].items()},
            apart=kept["apart"],
            enough=kept["enough"],
            added=tuple((title, long) for title, long in kept["added"]),
            no_reunion=kept["no_reunion"],
        )

    def to_keep(self) -> dict[str, Any]:
        return {
            "minutes": {str(number): long for number, long in self.minutes.items()},
            "apart": self.apart,
            "enough": self.enough,
            "added": [list(each) for each in self.added],
            "no_reunion": self.no_reunion,
        }


def version_of(course: Course, name: str, changes: Changes) -> Course:
    """The course as changed. Its key stays: to whom it was offered, it was offered whatever the version."""
    parts = [_part(part, number, changes) for number, part in enumerate(course.parts, 1) if _is_kept(number, changes)]
    last, everybody = course.parts[-1], frozenset(tutor for part in course.parts for tutor in part.tutors)
    like = replace(last, tutors=everybody, covers=(), after=changes.apart or last.after or 7, alone=False)
    parts += [replace(like, title=title, minutes=long) for title, long in changes.added]
    enough = changes.enough or min(course.enough, len(parts))
    after = 0 if changes.no_reunion else course.reunion_after
    return replace(course, name=name, parts=tuple(parts), enough=enough, reunion_after=after)


def is_led_together(course: Course) -> bool:
    """Whether two kinds of tutor lead at least one session of it."""
    return any(len(part.tutors) > 1 for part in course.parts)


def _is_kept(number: int, changes: Changes) -> bool:
    return changes.minutes.get(number, 1) > 0


def _part(part: Part, number: int, changes: Changes) -> Part:
    after = changes.apart if changes.apart and number > 1 else part.after
    return replace(part, minutes=changes.minutes.get(number, part.minutes), after=after)


def differences(course: Course, changes: Changes) -> list[str]:
    """What was changed, each in a sentence; empty where nothing was."""
    return list(_differences(course, changes))


def _differences(course: Course, changes: Changes) -> Iterator[str]:
    for number, part in enumerate(course.parts, 1):
        long = changes.minutes.get(number, part.minutes)
        if long == 0:
            yield _("Left out: %(title)s.") % {"title": part.title}
        elif long != part.minutes:
            words = _("%(title)s: %(new)s, and not %(old)s.")
            yield words % {"title": part.title, "new": length(long), "old": length(part.minutes)}
    for title, long in changes.added:
        yield _("Added: %(title)s, %(long)s.") % {"title": title, "long": length(long)}
    apart = {part.after for part in course.parts[1:]}
    if changes.apart and apart != {changes.apart}:
        every = ngettext("One day between sessions", "%(n)d days between sessions", changes.apart)
        as_designed = ", ".join(str(days) for days in sorted(apart))
        yield every % {"n": changes.apart} + " " + _("(designed: %(days)s).") % {"days": as_designed}
    if changes.enough and changes.enough != course.enough:
        words = _("Coming to %(new)d sessions is enough, and not %(old)d.")
        yield words % {"new": changes.enough, "old": course.enough}
    if changes.no_reunion and course.reunion_after:
        yield _("There is no reunion.")


def share_kept(course: Course, changes: Changes) -> int:
    """How many per cent of the original's minutes are left; what was added does not make up for what was left out."""
    kept = sum(min(changes.minutes.get(n, part.minutes), part.minutes) for n, part in enumerate(course.parts, 1))
    return round(100 * kept / sum(part.minutes for part in course.parts))


def length(minutes: int) -> str:
    """2 hours 30 minutes"""
    hours, left = divmod(minutes, 60)
    words = [ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}] if hours else []
    words += [_("%(n)d minutes") % {"n": left}] if left else []
    return " ".join(words)

"""What a message may be given to say: a day and a time. Never somebody's words, never their health."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone, translation

from alongside.people.languages import ENGLISH
from alongside.ui.formats import clock, short_day


def day_and_time(moment: datetime) -> dict[str, str]:
    """The two facts about a moment, kept so that they can be put in any language when the message leaves."""
    local = timezone.localtime(moment)
    return {"day": local.date().isoformat(), "time": local.strftime("%H:%M")}


def in_words(facts: dict[str, str], language: str) -> dict[str, str]:
    """The facts as somebody reads them in a language: "Tue 3 Mar", "10.20am"."""
    with translation.override("en-gb" if language == ENGLISH else language):
        words = {"day": _day, "time": _time}
        return {name: words[name](value) for name, value in facts.items()}


def _day(value: str) -> str:
    return short_day(date.fromisoformat(value))


def _time(value: str) -> str:
    return clock(time.fromisoformat(value))


def _is_day(value: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and _reads(date.fromisoformat, value)


def _is_time(value: str) -> bool:
    return bool(re.fullmatch(r"\d\d:\d\d", value)) and _reads(time.fromisoformat, value)


def _reads(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


SHAPES: dict[str, Callable[[str], bool]] = {"day": _is_day, "time": _is_time}


def check_facts(declared: frozenset[str], facts: dict[str, Any]) -> None:
    """Raise ValueError unless the facts are the declared ones and each is what its name says."""
    if undeclared := set(facts) - declared:
        raise ValueError(f"The template may not say: {', '.join(sorted(undeclared))}.")
    if missing := declared - set(facts):
        raise ValueError(f"The template needs: {', '.join(sorted(missing))}.")
    for name, value in facts.items():
        if not isinstance(value, str) or not SHAPES[name](value):
            raise ValueError(f"Not something a message may say as {name}.")

"""What a message may be given to say: a practice's name, a day, a time. Never somebody's words, never their health."""

import re
from collections.abc import Callable
from typing import Any

from alongside.people.models import Organisation

A_DAY = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [1-9]\d? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
A_TIME = re.compile(r"midday|midnight|1?\d(\.[0-5]\d)?(am|pm)")
NOBODY_IN_PARTICULAR = "your care team"


def _is_practice(value: str) -> bool:
    return value == NOBODY_IN_PARTICULAR or Organisation.objects.filter(name=value).exists()


SHAPES: dict[str, Callable[[str], object]] = {
    "practice": _is_practice,
    "day": A_DAY.fullmatch,
    "time": A_TIME.fullmatch,
}


def check_facts(declared: frozenset[str], facts: dict[str, Any]) -> None:
    """Raise ValueError unless the facts are the declared ones and each is what its name says."""
    if undeclared := set(facts) - declared:
        raise ValueError(f"The template may not say: {', '.join(sorted(undeclared))}.")
    if missing := declared - set(facts):
        raise ValueError(f"The template needs: {', '.join(sorted(missing))}.")
    for name, value in facts.items():
        if not isinstance(value, str) or not SHAPES[name](value):
            raise ValueError(f"Not something a message may say as {name}.")

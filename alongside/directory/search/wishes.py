"""What somebody insists on besides what they look for, as they say it: "open now", "step free", "in Urdu"."""

import re
from dataclasses import dataclass
from functools import cache

from alongside.ui.content import content


@dataclass(frozen=True)
class Wishes:
    """What was said; `words` are those that said it, which stand for nothing else."""

    now: bool = False
    step_free: bool = False
    transport: bool = False
    language: str = ""
    way: str = ""
    words: frozenset[str] = frozenset()


def said_in(text: str) -> Wishes:
    """`text` is in small letters, without apostrophes and signs, with single spaces."""
    found = {name: hit for name, pattern in _patterns().items() if (hit := pattern.search(text))}
    language = _language().search(text)
    hits = [*found.values(), *([language] if language else [])]
    return Wishes(
        now="now" in found,
        step_free="step_free" in found,
        transport="transport" in found,
        language=next(name for name in language.groups() if name) if language else "",
        way=next((way for way in content("directory/asking.toml")["wishes"]["way"] if way in found), ""),
        words=frozenset(word for hit in hits for word in hit[0].split()),
    )


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rules = content("directory/asking.toml")["wishes"]
    lists = {name: rules[name] for name in ("now", "step_free", "transport")} | rules["way"]
    return {name: re.compile("|".join(patterns)) for name, patterns in lists.items()}


@cache
def _language() -> re.Pattern[str]:
    name = f"({'|'.join(content('directory/asking.toml')['wishes']['language']['names'])})"
    return re.compile(rf"\b(?:in|speaks?|speaking) {name}\b|\b{name} (?:speaking|speakers?|interpreter)\b")

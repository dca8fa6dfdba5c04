"""Whether somebody's words suggest that they may be at risk of harming themselves.

It only decides whether to show where to get help; it stores nothing, tells nobody and blocks nothing. The list in
`content/crisis.toml` leans towards showing the panel too often.
"""

import re
import unicodedata
from functools import cache

from django.http import QueryDict

from alongside.ui.content import content

APOSTROPHES = re.compile(r"[’‘'`´ʼ＇]")
NOT_WORDS = re.compile(r"[^a-z0-9]+")
GAP = r"(?:\S+ ){0,4}"


def suggests_crisis(text: str) -> bool:
    """Whether to show the panel with places to get help."""
    plain = f" {_plain(text)} "
    plain = _harmless().sub(" ; ", plain)
    return bool(_phrases().search(plain))


def typed_in_crisis(posted: QueryDict) -> bool:
    """Whether anything that was just typed does, whatever its field is called."""
    return any(suggests_crisis(str(value)) for _name, values in posted.lists() for value in values)


def _plain(text: str) -> str:
    """Lower case, no accents or apostrophes, stretched letters shortened, everything else a single space."""
    bare = unicodedata.normalize("NFKD", APOSTROPHES.sub("", text)).encode("ascii", "ignore").decode().lower()
    shortened = re.sub(r"([a-z])\1{2,}", r"\1", bare)
    return NOT_WORDS.sub(" ", shortened).strip()


def patterns() -> dict[str, str]:
    """The same two expressions for a page's own script, so that the panel shows with no connection either."""
    return {"phrases": _phrases().pattern, "harmless": _harmless().pattern}


@cache
def _phrases() -> re.Pattern[str]:
    return _any_of(content("crisis.toml")["phrases"])


@cache
def _harmless() -> re.Pattern[str]:
    return _any_of(content("crisis.toml")["harmless"])


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<= )(?:{'|'.join(_pattern(phrase) for phrase in longest_first)})(?= )")


def _pattern(phrase: str) -> str:
    escaped = re.escape(phrase).replace(r"\ ", " ")
    return _same().sub(_spellings, escaped).replace("… ", GAP).replace(r"\*", r"\S*")


@cache
def _same() -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{'|'.join(content('crisis.toml')['same'])})(?!\S)")


def _spellings(found: re.Match[str]) -> str:
    """ "dont" as it may be written: "dont" or "do not"."""
    return rf"(?:{'|'.join([found[0], *content('crisis.toml')['same'][found[0]]])})"

"""Values of any type, as they come from outside, read as what they are meant to be; what cannot be is nothing.

HTML is read here and not by the parser of the standard library, which takes seconds for 20 kB of unclosed tags. It need
not be read well: whatever comes out is letters and is shown as letters.
"""

import math
import re
from collections.abc import Iterator
from datetime import date, time
from html import unescape
from typing import Any
from urllib.parse import urlsplit

# More than any provider writes; a longer text is a mistake of the feed.
LONGEST = 20_000
# Markup goes before the text is cut, and takes up more than the text itself.
LONGEST_MARKUP = 10 * LONGEST
# "&amp;lt;p&amp;gt;" has been through two programs that each made it safe.
ROUNDS = 3
SILENT = frozenset({"script", "style", "template", "iframe", "object", "svg", "head", "noscript"})
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "footer", "h1", "h2", "h3", "h4",
        "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
    }
)  # fmt: skip
INLINE = frozenset(
    {
        "a", "abbr", "audio", "b", "big", "body", "button", "center", "cite", "code", "del", "em", "font", "form",
        "html", "i", "img", "input", "ins", "label", "link", "meta", "o", "s", "small", "source", "span", "strike",
        "strong", "sub", "sup", "tbody", "thead", "u", "video",
    }
)  # fmt: skip
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,19})(?=[\s/>:])([^<>]*)>")
ENTITY = re.compile(r"&(#\w{1,8}|[a-zA-Z]\w{1,30});")
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b")
CLOCK = re.compile(r"(?:^|[T ])(\d{1,2})[:.](\d{2})")
DATES = (re.compile(r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)"), re.compile(r"(?P<d>\d\d?)/(?P<m>\d\d?)/(?P<y>\d{4})"))
# What a publisher's program came with, and nobody changed.
EMPTY_ADDRESSES = frozenset({"example.com", "www.example.com", "example.org", "www.example.org"})


def words(value: Any) -> str:
    """A text in paragraphs, without markup. Nothing but text is text."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    text = str(value)[:LONGEST_MARKUP].encode("utf-8", "replace").decode().replace("\x00", "")
    for _round in range(ROUNDS):
        if not ("<" in text or ENTITY.search(text)):
            break
        text = unescape(_without_markup(text))
    lines = [" ".join(line.split()) for line in text.replace("\x00", "").splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:LONGEST]


def line(value: Any) -> str:
    """One line's worth of words."""
    return " ".join(words(value).split())


def _without_markup(text: str) -> str:
    return "".join(_outside_tags(_without_comments(text)))


def _without_comments(text: str) -> str:
    first, *others = text.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


def _outside_tags(text: str) -> Iterator[str]:
    """What stands between tags, a new line for a block; what only looks like a tag ("<jo@x.org>") stays."""
    silent, begin = "", 0
    for found in TAG.finditer(text):
        name, closes = found[2].lower(), bool(found[1])
        if name not in SILENT | BLOCKS | INLINE or (silent and (name != silent or not closes)):
            continue
        if not silent:
            yield text[begin : found.start()]
        silent = name if name in SILENT and not closes else ""
        begin = found.end()
        yield "\n" if name in BLOCKS else ""
    if not silent:
        yield text[begin:]


def web_address(value: Any) -> str:
    """An address that a page may link to: http or https and a host, "www.x.org" too; anything else is none."""
    text = line(value).replace(" ", "%20")
    if re.match(r"[\w-]+(\.[\w-]+)+([/?#]|$)", text):
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return ""
    usable = parts.scheme in {"http", "https"} and "." in host and host not in EMPTY_ADDRESSES and len(text) <= 500
    return text if usable else ""


def email_address(value: Any) -> str:
    text = line(value).removeprefix("mailto:")
    return text if re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+", text) and len(text) <= 254 else ""


def postcode(value: Any) -> str:
    """In the usual form where it is one, with a space in the middle."""
    text = line(value).upper()
    found = POSTCODE.search(text)
    return f"{found[1]} {found[2]}" if found else text[:8]


def number(value: Any, low: float, high: float) -> float | None:
    """A number between two others."""
    try:
        read = float(value) if not isinstance(value, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        return None
    return read if low <= read <= high else None


def age(value: Any) -> int | None:
    """-1 is how some programs say that there is none."""
    years = number(value, 0, 130)
    return int(years) if years is not None else None


def ages(youngest: Any, oldest: Any) -> tuple[int | None, int | None]:
    """Whom it is for, by age; 0 to 0, or the older first, was never meant."""
    low, high = age(youngest) or None, age(oldest) or None
    return (low, high) if low is None or high is None or low <= high else (None, None)


def degrees(latitude: Any, longitude: Any) -> tuple[float | None, float | None]:
    """A point on earth, or none: nobody lives at 0, 0."""
    point = number(latitude, -90, 90), number(longitude, -180, 180)
    return point if None not in point and point != (0, 0) else (None, None)


def day(value: Any) -> date | None:
    """A date within reason, with a time after it or not."""
    text = value[:40] if isinstance(value, str) else ""
    found = next(filter(None, (form.match(text.strip()) for form in DATES)), None)
    try:
        read = date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        return None
    return read if read and 1900 <= read.year <= 2200 else None


def clock(value: Any) -> time | None:
    """The clock on the wall; what is said of a zone is left out, for few feeds mean it."""
    found = CLOCK.search(value[:40].strip()) if isinstance(value, str) else None
    hour, minute = (int(found[1]), int(found[2])) if found else (25, 0)
    hour = 0 if (hour, minute) == (24, 0) else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None

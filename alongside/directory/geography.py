"""Where somebody means: a full postcode, the first half of one, or the name of a place."""

import re
from functools import cache

from django.db.models import Avg

from alongside.directory.models import Postcode
from alongside.directory.points import Place
from alongside.ui.content import content

FULL = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$")
OUTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]?$")


@cache
def places() -> dict[str, Place]:
    """Places by their name in small letters."""
    return {name: (point[0], point[1]) for name, point in content("directory/places.toml")["places"].items()}


def find_place(words: str) -> Place | None:
    """Where the words say, or None where we know of no such place. A postcode we lack is taken for its first half."""
    if place := places().get(" ".join(words.lower().split())):
        return place
    code = re.sub(r"\s+", "", words).upper()
    if FULL.match(code):
        return _of_postcode(code) or _of_outcode(code[:-3])
    return _of_outcode(code) if OUTCODE.match(code) else None


def _of_postcode(code: str) -> Place | None:
    found = Postcode.objects.filter(code=code).first()
    return (found.latitude, found.longitude) if found else None


def _of_outcode(code: str) -> Place | None:
    """The middle of all postcodes that begin so: M1 is not M11, so the three last signs are left out."""
    within = Postcode.objects.filter(code__regex=rf"^{code}\d[A-Z]{{2}}$")
    middle = within.aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"))
    return (middle["latitude"], middle["longitude"]) if middle["latitude"] is not None else None

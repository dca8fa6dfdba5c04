"""Where somebody means: a full postcode, the first half of one, or the name of a place."""

import csv
import gzip
import re
from functools import cache

from alongside.directory.models import Postcode
from alongside.directory.points import Place
from alongside.ui.content import FOLDER, content

FULL = re.compile(r"^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$")


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
        return _of_postcode(code) or _outcodes().get(code[:-3])
    return _outcodes().get(code)


def _of_postcode(code: str) -> Place | None:
    found = Postcode.objects.filter(code=code).first()
    return (found.latitude, found.longitude) if found else None


@cache
def _outcodes() -> dict[str, Place]:
    """The middles of the first halves of all postcodes of Great Britain, so that what is far away is known to be."""
    with gzip.open(FOLDER / "directory" / "outcodes.csv.gz", "rt", newline="") as file:
        return {row["outcode"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)}

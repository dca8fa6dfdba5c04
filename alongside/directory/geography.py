"""Where somebody means: a full postcode, the first half of one, or the name of a place."""

import csv
import gzip
import re
from collections.abc import Iterable
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
    """Where the words say, or None where we know of no such place."""
    if place := places().get(" ".join(words.lower().split())):
        return place
    return find_postcodes([words]).get(words) or _outcodes().get(_code(words))


def find_postcodes(written: Iterable[str]) -> dict[str, Place]:
    """Where full postcodes are, as they were written, all at once. One we lack is taken for its first half."""
    codes = {words: code for words in written if FULL.match(code := _code(words))}
    known = Postcode.objects.in_bulk(set(codes.values()))
    found = {words: _middle(known.get(code)) or _outcodes().get(code[:-3]) for words, code in codes.items()}
    return {words: place for words, place in found.items() if place}


def _middle(postcode: Postcode | None) -> Place | None:
    return (postcode.latitude, postcode.longitude) if postcode else None


def _code(words: str) -> str:
    return re.sub(r"\s+", "", words).upper()


@cache
def _outcodes() -> dict[str, Place]:
    """The middles of the first halves of all postcodes of Great Britain, so that what is far away is known to be."""
    with gzip.open(FOLDER / "directory" / "outcodes.csv.gz", "rt", newline="") as file:
        return {row["outcode"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)}


def deciles_of(written: Iterable[str]) -> dict[str, int]:
    """How deprived the neighbourhoods of full postcodes are (IMD decile, 1 the most), as they were written."""
    codes = {words: _code(words) for words in written if words}
    known = Postcode.objects.in_bulk(set(codes.values()))
    deciles = {code: row.decile for code, row in known.items() if row.decile}
    return {words: deciles[code] for words, code in codes.items() if code in deciles}

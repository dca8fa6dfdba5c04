"""What may be kept of a search that found nothing good: what was meant, never who meant it."""

import re
from dataclasses import dataclass

from alongside.directory.geography import places
from alongside.directory.search import Asked
from alongside.directory.search.words import tokens
from alongside.ui.crisis import suggests_crisis

OUTCODE = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]?)(?:\s*\d[A-Z]{2})?$", re.IGNORECASE)
# A telephone, house or NHS number, a postcode, an e-mail or web address: anything with a figure or a sign of these.
TELLS_WHO = re.compile(r"\S*[\d@/:]\S*")
OWN = re.compile(r"['’]s$")  # Rosa's
LONGEST = 200


@dataclass(frozen=True)
class Kept:
    """What is kept: words, needs as the vocabulary calls them, and about where. Empty words: nothing is kept."""

    words: str
    needs: str
    near: str


def worth_keeping(words: str, near: str, asked: Asked, *, about_person: str = "") -> Kept:
    """Strip a search of what could tell who somebody is, and of the name of whom it is for, where that is known; of
    words that suggest a crisis nothing is kept.
    """
    named = set(tokens(about_person))
    plain = TELLS_WHO.sub(" ", words.lower().replace("\x00", " ")).split()
    kept = (
        "" if suggests_crisis(words) else " ".join(word for word in plain if not named & set(tokens(OWN.sub("", word))))
    )
    return Kept(kept[:LONGEST].strip(), " ".join(sorted(asked.keys))[:LONGEST], about(asked.place or near))


def about(near: str) -> str:
    """The neighbourhood of a place: "M33" of M33 4AB, a place by its name, nothing of anything else."""
    if found := OUTCODE.match(near.strip()):
        return found[1].upper()
    name = " ".join(near.lower().split())
    return name if name in places() else ""

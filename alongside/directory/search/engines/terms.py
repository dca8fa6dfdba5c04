"""What an index holds of a record as terms, for any engine: small letters, figures, ":", "?" and "_" alone."""

from collections.abc import Iterator

from alongside.directory.points import Place
from alongside.directory.search.records import Described, Hours
from alongside.directory.search.words import tokens

EVERY = "every"  # stands for all documents where things are counted
NEED, STEM, NAMED, WORD = "n:", "s:", "t:", "w:"
# After a need: how sure it is that the record serves it, and whether nothing else there takes grades off.
BEST, PLAIN = ":a", ":p"
SHARES = {BEST: 0.95, ":b": 0.85, ":c": 0.65}
ANYWHERE = "anywhere"  # near wherever one lives, or nobody knows where it is
DAY, LANGUAGE, WAY = "d:", "l:", "y:"
NOT_SAID = "?"
FACTS = ("free", "step_free", "transport")
CASUAL = "casual"  # one may come without being a member
YES, NOT_NO = "y", "m"
LONGEST = 40  # letters; longer words are slips or worse

# The sides of cells in degrees of latitude, each four times the one before: half a kilometre to 36. A degree of
# longitude is so much shorter in Britain.
CELLS = (0.005, 0.02, 0.08, 0.32)
WIDER = 1.5


def terms_of(found: Described) -> list[str]:
    """Each term once."""
    return list(dict.fromkeys(_terms(found)))


def _terms(found: Described) -> Iterator[str]:
    plain = _is_plain(found)
    for key, share in found.serves.items():
        yield from _need(key, share, plain=plain)
    yield from (STEM + stemmed for stemmed in found.stems if len(stemmed) <= LONGEST)
    yield from (NAMED + stemmed for stemmed in found.name_stems if len(stemmed) <= LONGEST)
    yield from _places(found)
    yield from _days(found.record.hours)
    yield from _facts(found)
    if found.casual:
        yield CASUAL


def _need(key: str, share: float, *, plain: bool) -> Iterator[str]:
    yield NEED + key
    for sure, least in SHARES.items():
        if share >= least:
            yield NEED + key + sure
            if plain:
                yield NEED + key + sure + PLAIN


def _places(found: Described) -> Iterator[str]:
    place, facts = found.place, found.record.facts
    if place:
        yield from (cell(place, level) for level in range(len(CELLS)))
    if not place or found.comes_to_you or found.whole_county or facts.from_afar:
        yield ANYWHERE


def cell(place: Place, level: int, north: int = 0, east: int = 0) -> str:
    """The cell that a place lies in, or one so many cells away."""
    side = CELLS[level]
    return f"c{level}:{int((place[0] + 90) / side) + north}:{int((place[1] + 180) / side / WIDER) + east}"


def _days(hours: Hours | None) -> Iterator[str]:
    if hours is None:
        yield DAY + NOT_SAID
    else:
        yield from (DAY + day for day, spans in hours.items() if spans)


def _facts(found: Described) -> Iterator[str]:
    facts = found.record.facts
    for name in FACTS:
        known = getattr(facts, name)
        if known:
            yield f"{name}:{YES}"
        if known is not False:
            yield f"{name}:{NOT_NO}"
    for kind, names in ((LANGUAGE, facts.languages), (WAY, facts.ways)):
        yield from (word_of(kind, name) for name in ((NOT_SAID,) if names is None else names))


def word_of(kind: str, name: str) -> str:
    """A term for a name of several words."""
    return kind + ("_".join(tokens(name)) or NOT_SAID)


def _is_plain(found: Described) -> bool:
    apart = found.for_members or found.gives_grants or found.only
    return not apart and bool(found.record.description.strip())


def counted_of(found: Described) -> set[str]:
    """What is counted of a document: needs and stems for how rare they are, words for the speller."""
    words = {*tokens(found.record.name), *tokens(found.record.description)}
    return {
        EVERY,
        *(term for term in _terms(found) if term.startswith((NEED, STEM, NAMED))),
        *(WORD + word for word in words if 4 <= len(word) <= LONGEST),
    }

"""The words that slips of the finger are mended by: of the vocabulary, of places, and of the records in the index."""

from functools import cache
from threading import Lock

from alongside.directory.geography import places
from alongside.directory.search.engines.engine import Engine, State
from alongside.directory.search.needs import vocabulary
from alongside.directory.search.words import Speller

_lock = Lock()
_known: dict[str, tuple[State, Speller]] = {}  # the one of the index that was read last


def speller(engine: Engine, state: State) -> Speller:
    """Read once for an index; what came with changes since is added."""
    with _lock:
        last = _known.get("last")
        if last is None or last[0].build != state.build:
            mends = _wanted().with_written(engine.words())
        else:
            mends = last[1]
            if last[0].change != state.change:
                mends.learn(engine.words(since=last[0].change))
        _known["last"] = (state, mends)
        return mends


@cache
def _wanted() -> Speller:
    words_of_places = {word for name in places() for word in name.split()}
    return Speller(wanted=[*vocabulary(), *words_of_places], written=())

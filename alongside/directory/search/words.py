"""Words as they are compared: small letters, no accents or apostrophes, no endings, slips of the finger mended."""

import re
import unicodedata
from collections.abc import Iterable
from copy import copy
from functools import cache
from importlib.resources import files

import snowballstemmer
from symspellpy import SymSpell, Verbosity

SHORTEST_MENDED = 4
# How often our own words are taken to be written, beside the counts of the English list (its commonest has 2e10).
OFTEN, SELDOM = 40_000_000, 200_000

_stemmer = snowballstemmer.stemmer("english")


def tokens(text: str) -> list[str]:
    """The words of a text, "women's" as "womens", so that both ways of writing it are the same."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("’", "'")).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain.replace("'", ""))


@cache
def stem(word: str) -> str:
    """A word without its ending: "swimming" and "swims" are "swim"."""
    stemmed: str = _stemmer.stemWord(word)
    return stemmed


class Speller:
    """Mends words that are in no list, towards a word that people who look for help are likely to have meant."""

    def __init__(self, wanted: Iterable[str], written: Iterable[str]) -> None:
        """`wanted` are words of the vocabulary and of places; `written` are other words that stand on records."""
        self._wanted, self._written = _list(wanted, OFTEN), _list(written, SELDOM)

    def with_written(self, written: Iterable[str]) -> "Speller":
        """One that wants the same, for other records."""
        other = copy(self)
        other._written = _list(written, SELDOM)
        return other

    def learn(self, written: Iterable[str]) -> None:
        """More words that stand on records."""
        _add(self._written, written, SELDOM)

    def mend(self, word: str) -> str:
        """The word itself where it is a word, or nothing is near enough."""
        if len(word) < SHORTEST_MENDED or not word.isalpha():
            return word
        farthest = 1 if len(word) < 6 else 2
        lists = ((self._wanted, farthest), (self._written, farthest), (_english(), 1))
        near = [hit for each, far in lists for hit in each.lookup(word, Verbosity.CLOSEST, far)]
        return str(min(near, key=lambda hit: (hit.distance, -hit.count)).term) if near else word


def _empty(farthest: int) -> SymSpell:
    return SymSpell(max_dictionary_edit_distance=farthest, prefix_length=7)


def _list(words: Iterable[str], count: int) -> SymSpell:
    listed = _empty(2)
    _add(listed, words, count)
    return listed


def _add(listed: SymSpell, words: Iterable[str], count: int) -> None:
    for word in dict.fromkeys(words):
        listed.create_dictionary_entry(word, count + _english().words.get(word, 0))


@cache
def _english() -> SymSpell:
    """Commoner English words with their counts, to leave alone what is a word or nearly one of them.

    Two slips away from a word that nobody looks for is no use to know, and takes four times as long to read.
    """
    lists = _empty(1)
    lists.load_dictionary(str(files("symspellpy") / "frequency_dictionary_en_82_765.txt"), 0, 1)
    return lists

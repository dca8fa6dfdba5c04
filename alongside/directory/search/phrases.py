"""Finding many phrases in a text at once, by the stems of their words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alongside.directory.search.words import stem, tokens

GAP = 3  # words that may stand at ".."


@dataclass(frozen=True)
class Found:
    """A phrase that stands in a text: what it means, and where its words are."""

    key: str
    places: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.places[0]


class Phrases:
    """Phrases and what each means. "word*" matches whatever begins so, "=word" only itself, ".." a few words or none.

    The stem of "housing" is that of "house", which somebody may not be able to leave.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """`pairs` are a phrase and its key; the same phrase may mean several things."""
        self._whole: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._begun: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
        self._exact: dict[tuple[str, ...], set[str]] = defaultdict(set)
        # By the first word, or its stem, how long the longest phrase is that begins so: most words begin none.
        self._lengths: dict[str, int] = defaultdict(int)
        self._apart: dict[tuple[str, ...], set[tuple[tuple[str, ...], str]]] = defaultdict(set)
        for phrase, key in pairs:
            self._add(phrase, key)

    def _add(self, phrase: str, key: str) -> None:
        words = tokens(phrase)
        stems = tuple(stem(word) for word in words)
        first = "" if phrase.endswith("*") and len(words) == 1 else words[0] if phrase.startswith("=") else stems[0]
        self._lengths[first] = max(self._lengths[first], len(words))
        if ".." in phrase:
            before, then = (tuple(stem(word) for word in tokens(part)) for part in phrase.split(".."))
            self._apart[before].add((then, key))
        elif phrase.startswith("="):
            self._exact[tuple(words)].add(key)
        elif phrase.endswith("*"):
            self._begun[stems[:-1]].add((words[-1], key))
        else:
            self._whole[stems].add(key)

    def all_in(self, words: Sequence[str]) -> list[Found]:
        """Every phrase that stands there, also one within another."""
        stems = [stem(word) for word in words]
        return [
            found
            for start in range(len(words))
            for length in range(1, min(self._longest_from(stems[start], words[start]), len(words) - start) + 1)
            for found in self._at(stems, words, start, length)
        ]

    def _longest_from(self, stemmed: str, word: str) -> int:
        return max(self._lengths.get(stemmed, 0), self._lengths.get(word, 0), self._lengths.get("", 0))

    def longest_in(self, words: Sequence[str]) -> list[Found]:
        """The longest phrases first; what they cover is not read again, so "chair based exercise" is no chair."""
        taken: set[int] = set()
        kept = []
        for _length, found in self._by_length(words):
            free = [each for each in found if not taken & set(each.places)]
            kept += free
            taken |= {place for each in free for place in each.places}
        return sorted(kept, key=lambda each: (each.start, each.key))

    def _by_length(self, words: Sequence[str]) -> list[tuple[int, list[Found]]]:
        lengths: dict[int, list[Found]] = defaultdict(list)
        for each in self.all_in(words):
            lengths[len(each.places)].append(each)
        return sorted(lengths.items(), reverse=True)

    def _at(self, stems: Sequence[str], words: Sequence[str], start: int, length: int) -> list[Found]:
        end = start + length
        keys = {*self._whole.get(tuple(stems[start:end]), ()), *self._exact.get(tuple(words[start:end]), ())}
        for beginning, key in self._begun.get(tuple(stems[start : end - 1]), ()):
            if words[end - 1].startswith(beginning):
                keys.add(key)
        together = [Found(key, tuple(range(start, end))) for key in keys]
        return together + [
            Found(key, (*range(start, end), *range(again, again + len(then))))
            for then, key in self._apart.get(tuple(stems[start:end]), ())
            for again in range(end, end + GAP + 1)
            if tuple(stems[again : again + len(then)]) == then
        ]

"""All services of a directory held in memory, ready to be searched."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from heapq import nsmallest

from alongside.directory.points import Place, distance
from alongside.directory.search.asking import Asked, understand
from alongside.directory.search.needs import needs, vocabulary
from alongside.directory.search.ranking import Asker, Rated, rate
from alongside.directory.search.records import Record, describe
from alongside.directory.search.words import Speller, stem, tokens

NEIGHBOURS = 5


class Index:
    """Services that can be found by what they serve and by their words. Build it again when services change."""

    def __init__(self, records: Iterable[Record], places: Mapping[str, Place]) -> None:
        """`places` are names of places in small letters, with where they are."""
        self.places = places
        self.described = [describe(record) for record in records]
        known = [found.record for found in self.described if found.record.place and found.record.borough]
        self._known_boroughs = [(record.place, record.borough) for record in known if record.place]
        self._by_need: dict[str, list[int]] = defaultdict(list)
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        for number, found in enumerate(self.described):
            for key in found.serves:
                self._by_need[key].append(number)
            for stemmed in found.stems:
                self._by_stem[stemmed].append(number)
        self._speller = Speller(wanted=[*vocabulary(), *self._words_of_places()], written=self._words_of_records())

    def understand(self, text: str) -> Asked:
        return understand(text, speller=self._speller, places=self.places)

    def rated(self, asked: Asked, asker: Asker) -> list[Rated]:
        """Every service that may be meant, rated."""
        found = (rate(asked, asker, self.described[number], self._rarity) for number in self._candidates(asked))
        return [each for each in found if each]

    def borough_of(self, home: Place) -> str:
        """The borough that most of the nearest services which name theirs are in."""
        near = nsmallest(NEIGHBOURS, ((distance(home, place), borough) for place, borough in self._known_boroughs))
        return Counter(borough for _far, borough in near).most_common(1)[0][0] if near else ""

    def _candidates(self, asked: Asked) -> set[int]:
        """Whatever serves one of the needs, or what is near to it, or has one of the words."""
        keys = {other for key in asked.keys for other in (key, *needs()[key].near)}
        lists = [self._by_need[key] for key in keys] + [self._by_stem[stem(word)] for word in asked.left]
        return {number for numbers in lists for number in numbers}

    def _rarity(self, key: str) -> float:
        """Of a need or a stem: from 0 for one on every record to nearly 1 for one on a single record; 0 for none."""
        having = len(self._by_need.get(key) or self._by_stem.get(key) or ())
        return math.log(len(self.described) / having) / math.log(len(self.described)) if having else 0.0

    def _words_of_places(self) -> set[str]:
        return {word for name in self.places for word in name.split()}

    def _words_of_records(self) -> set[str]:
        """Words of four letters and more that stand on more than one record: one alone may be a slip itself."""
        counted = Counter(
            word
            for found in self.described
            for word in {*tokens(found.record.name), *tokens(found.record.description)}
            if len(word) >= 4
        )
        return {word for word, count in counted.items() if count > 1}

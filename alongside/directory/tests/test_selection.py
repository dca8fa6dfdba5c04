"""The engine chooses what is rated; what is good among the ten shown is what would be if everything were rated."""

from collections import Counter

import pytest
from django.core.management import call_command

from alongside.directory.search.asking import Asked
from alongside.directory.search.engines import chosen
from alongside.directory.search.engines.engine import Candidates, Query
from alongside.directory.search.engines.terms import counted_of
from alongside.directory.search.index import rebuild
from alongside.directory.search.loading import records
from alongside.directory.search.meaning import weigh
from alongside.directory.search.needs import needs
from alongside.directory.search.ranking import Asker, rate
from alongside.directory.search.records import describe
from alongside.directory.search.results import GOOD_ENOUGH, SHOWN
from alongside.ui.content import FOLDER

HOMES = [(53.421, -2.321), (53.483, -2.244), (53.545, -2.636)]  # Sale, Manchester, Wigan
DATA = FOLDER / "directory"


def searches():
    """Every third need alone, and some with whom it is for, on a day, or with a word of its own."""
    keys = sorted(needs())
    whom = [key for key in keys if needs()[key].who]
    for number, key in enumerate(keys[::3]):
        yield {"needs": frozenset({key} - set(whom)), "who": frozenset({key} & set(whom))}
        if number % 3 == 0:
            yield {"needs": frozenset({key}), "who": frozenset({whom[number % len(whom)]})}
            yield {"needs": frozenset({key}), "who": frozenset(), "day": "sunday"}
            yield {"needs": frozenset({key, keys[-number - 20]}), "who": frozenset(), "left": ("centre", "trafford")}
    yield {"needs": frozenset(), "who": frozenset(), "left": ("manchester", "community", "association")}


def best(asked, asker, found):
    weighed = weigh(asked, found.rarity)
    rated = [each for document in found.documents if (each := rate(weighed, asker, document))]
    shown = [(round(-each.grade, 6), each.described.record.key) for each in rated if each.grade >= SHOWN]
    return sorted(shown)[:10]


def good(found):
    return [each for each in found if -each[0] >= GOOD_ENOUGH]


@pytest.mark.slow
def test_the_ten_best_are_the_ten_best_of_all(db):
    call_command("load_postcodes", verbosity=0)
    mapping = DATA / "sources" / "greater_manchester.toml"
    call_command("import_directory", str(DATA / "greater_manchester_services.jsonl.gz"), mapping=mapping)
    assert rebuild() > 2_000
    everything = [describe(record) for record in records()]
    counts = Counter(term for found in everything for term in counted_of(found))
    same = 0
    for number, words in enumerate(searches()):
        asked, home = Asked(words=(), **words), HOMES[number % len(HOMES)]
        asker = Asker(home=home, borough="trafford")
        ours = best(asked, asker, chosen().candidates(Query(asked, home)))
        all_rated = best(asked, asker, Candidates(everything, counts))
        assert good(ours) == good(all_rated), words
        # What is lost is at most one that is hardly worth showing.
        assert abs(sum(grade for grade, _key in ours) - sum(grade for grade, _key in all_rated)) < 1, words
        same += ours == all_rated
    assert number > 80
    assert same >= 0.95 * number

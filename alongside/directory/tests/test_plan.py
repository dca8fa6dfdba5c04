"""Which documents are chosen to be rated: hardly ever others than if all were rated."""

import pytest

from alongside.directory.search.engines.plan import MOST, asked_terms, select
from alongside.directory.search.engines.terms import EVERY, cell, counted_of, terms_of
from alongside.directory.search.facts import Facts
from alongside.directory.search.filters import Filters
from alongside.directory.tests.engines import HOME, document, query


class Terms:
    """What an engine does, the slow way: documents that have one term of each group, in any order."""

    def __init__(self, documents):
        self.documents = documents
        self.terms = [set(terms_of(found)) for found in documents]
        self.counts = {}
        self.asked = 0
        for found in documents:
            for term in counted_of(found):
                self.counts[term] = self.counts.get(term, 0) + 1

    def match(self, groups, limit):
        self.asked += 1
        fits = [n for n, terms in enumerate(self.terms) if all(terms & set(group) for group in groups)]
        return fits[::-1][:limit]

    def chosen(self, asked):
        wanted = set(asked_terms(asked))
        counts = {term: number for term, number in self.counts.items() if term in wanted}
        return {self.documents[number].record.key for number in select(asked, counts, self.match)}


def crowd(number=600, **more):
    return [document(f"c{each}", km=each / 30, **more) for each in range(number)]


def test_all_are_taken_where_they_are_few():
    terms = Terms([document("a"), document("b", km=300), document("none", "Chess", "Chess")])
    assert terms.chosen(query("singing")) == {"a", "b"}
    assert terms.asked == 1


def test_nothing_is_asked_where_nothing_has_any_of_it():
    terms = Terms([document("a")])
    assert terms.chosen(query("debt", left=("nowhere",))) == set()
    assert terms.asked == 0


def test_of_many_the_nearest_are_taken():
    chosen = Terms(crowd()).chosen(query("singing"))
    assert {f"c{each}" for each in range(60)} <= chosen
    assert len(chosen) <= MOST


def test_what_is_near_wherever_one_lives_is_taken_too():
    helpline = document("line", "Singing by telephone", "A helpline for singing", km=400)
    assert "line" in Terms([*crowd(), helpline]).chosen(query("singing"))


def test_what_meets_two_of_two_is_taken_before_what_meets_one():
    both = document("both", "Choir and Chess", "Singing, and chess", km=19)
    assert "both" in Terms([*crowd(), both]).chosen(query("singing", left=("chess",)))


def test_what_surely_meets_it_is_taken_before_what_may():
    said_late = "Meals, a garden, trips, games, books, films, walks, a shop, a hall and much besides, also singing"
    sure = document("sure", "Sale Choir", "A choir for everybody", km=3)
    assert "sure" in Terms([*crowd(name="A Centre", description=said_late), sure]).chosen(query("singing"))


def test_what_is_closed_on_the_day_takes_no_place_of_what_is_open():
    closed = crowd(hours={"monday": [(540, 1020)]})
    opened = [document(f"o{each}", hours={"sunday": [(600, 900)]}, km=15) for each in range(5)]
    unknown = document("unknown", km=16)
    chosen = Terms([*closed, *opened, unknown]).chosen(query("singing", day="sunday"))
    assert chosen == {"o0", "o1", "o2", "o3", "o4", "unknown"}


@pytest.mark.parametrize(
    ("filters", "fits", "others"),
    [
        (Filters(free=True), {"free": True}, {"free": False}),
        (Filters(step_free=True), {"step_free": True}, {"step_free": False}),
        (Filters(transport=True), {"transport": True}, {"transport": False}),
        (Filters(language="urdu"), {"languages": frozenset({"urdu"})}, {"languages": frozenset({"polish"})}),
        (Filters(way="online"), {"ways": frozenset({"online", "in person"})}, {"ways": frozenset({"in person"})}),
    ],
)
def test_what_is_known_not_to_fit_takes_no_place_and_what_is_known_to_fit_is_taken(filters, fits, others):
    unfit = crowd(400, facts=Facts(**others))
    unknown = [document(f"u{each}", km=each / 30) for each in range(400)]
    fitting = document("fits", km=17, facts=Facts(**fits))
    chosen = Terms([*unfit, *unknown, fitting]).chosen(query("singing", filters=filters))
    assert "fits" in chosen
    assert not {key for key in chosen if key.startswith("c")}


def test_what_one_may_come_to_without_joining_is_taken_where_somebody_will_not_join():
    members = crowd(name="A Gym", description="Gym. Access: Registered Membership use", kind="sports facility")
    pay = document("pay", "A Gym", "Gym. Access: Pay and Play", kind="sports facility", km=17)
    assert "pay" in Terms([*members, pay]).chosen(query("gym", casual=True, cheap=True))


def test_a_very_long_search_is_looked_for_in_bounded_work():
    many = [document(f"w{each}", f"Choir word{each}", "Singing", km=each / 30) for each in range(600)]
    terms = Terms(many)
    terms.chosen(query("singing", left=tuple(f"word{each}" for each in range(400))))
    assert terms.asked < 150


def test_cells_around_home_hold_what_is_within_their_side():
    for level, side in enumerate((0.5, 2, 8, 35)):
        around = {cell(HOME, level, north, east) for north in (-1, 0, 1) for east in (-1, 0, 1)}
        for north, east in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            there = HOME[0] + north * side / 111.2, HOME[1] + east * side / 111.2 / 0.6
            assert cell(there, level) in around


def test_every_document_is_counted_once_whatever_stands_on_it():
    assert EVERY in counted_of(document("a", "Choir choir", "choir"))
    assert {"n:singing", "s:choir", "t:choir", "w:choir"} <= counted_of(document("a", "Choir choir", "choir"))

"""What every engine has to do, tried on each that this machine has."""

import threading

import pytest

from alongside.directory.search.engines.engine import Candidates
from alongside.directory.search.engines.plan import MOST
from alongside.directory.search.engines.terms import EVERY
from alongside.directory.tests.engines import ENGINES, an_engine, document, keys, query, service

CHOIR = document("choir")
CHESS = document("chess", "Sale Chess", "Chess for everybody", borough="trafford", km=2)
CLINIC = document("clinic", "Talking Place", "Counselling for women", borough="salford", km=3)


@pytest.fixture(params=ENGINES)
def engine(request, db, tmp_path):
    return an_engine(request.param, tmp_path)


@pytest.fixture
def built(engine):
    engine.build([CHOIR, CHESS, CLINIC], version="v", mark="1")
    return engine


def test_at_first_there_is_no_index(engine):
    assert engine.state() is None


def test_an_index_says_which_it_is(built):
    state = built.state()
    assert (state.version, state.change, state.mark) == ("v", 0, "1")


def test_services_are_found_by_what_they_serve_and_by_their_words(built):
    assert keys(built, query("singing")) == ["choir"]
    assert keys(built, query(left=("chess",))) == ["chess"]
    assert keys(built, query("talking", who=("women",))) == ["clinic"]
    assert keys(built, query("debt")) == []
    assert keys(built, query()) == []


def test_what_comes_second_is_found_too(built):
    assert "clinic" in keys(built, query("depression"))


def test_a_document_comes_back_as_it_was_put_in(built):
    found = {each.record.key: each for each in built.candidates(query("singing", "talking", left=("chess",))).documents}
    assert found == {"choir": CHOIR, "chess": CHESS, "clinic": CLINIC}


def test_how_rare_something_is_is_counted(built):
    rarity = built.candidates(query("singing", left=("for", "nowhere"))).rarity
    assert rarity("singing") == 1  # on one of three
    assert 0 < rarity("for") < 1
    assert rarity("nowhere") == 0


def test_words_on_several_records_are_known_to_the_speller(engine):
    engine.build([document("a", "Zumbini"), document("b", "Zumbini"), document("c", "Zumbinj")], version="v", mark="1")
    words = engine.words()
    assert "zumbini" in words
    assert "zumbinj" not in words


def test_the_boroughs_of_the_nearest_come_nearest_first(built):
    assert built.boroughs((53.42, -2.32)) == ["trafford", "salford"]
    assert built.boroughs((51.5, -0.1)) == ["trafford", "salford"]


def test_a_change_is_taken_in_and_nothing_else_is_touched(built):
    before = built.state()
    drama = document("chess", "Sale Players", "Drama for everybody")
    built.change([service("chess"), service("clinic")], [drama], mark="2")
    after = built.state()
    assert (after.build, after.change, after.mark) == (before.build, 1, "2")
    assert keys(built, query(left=("chess",))) == []
    assert keys(built, query("talking")) == []
    assert keys(built, query("drama")) == ["chess"]
    assert keys(built, query("singing")) == ["choir"]
    assert built.boroughs((53.42, -2.32)) == []


def test_what_is_changed_is_counted_anew(built):
    asked = query("singing")
    assert built.candidates(asked).counts[EVERY] == 3
    built.change([service("choir")], [document("choir"), document("new", "New Choir")], mark="2")
    assert built.candidates(asked).counts[EVERY] == 4
    assert sorted(keys(built, asked)) == ["choir", "new"]
    built.change([service("choir"), service("new")], [], mark="3")
    assert built.candidates(asked).counts[EVERY] == 2
    assert built.candidates(asked).rarity("singing") == 0


def test_words_that_came_with_a_change_are_told(built):
    built.change([], [document("a", "Zumbini"), document("b", "Zumbini")], mark="2")
    assert "zumbini" in built.words(since=0)
    assert "everybody" not in built.words(since=0)
    assert built.words(since=1) == []


def test_a_service_at_several_places_has_a_document_for_each(engine):
    near, far = document("choir", km=1), document("choir", km=9)
    engine.build([near, far], version="v", mark="1")
    assert len(engine.candidates(query("singing")).documents) == 2
    engine.change([service("choir")], [far], mark="2")
    assert engine.candidates(query("singing")).documents == [far]


def test_a_new_build_takes_the_place_of_the_old_one(built):
    before = built.state()
    built.build([CHESS], version="v2", mark="2")
    assert built.state().build != before.build
    assert keys(built, query("singing")) == []
    assert keys(built, query(left=("chess",))) == ["chess"]


def test_a_build_that_fails_leaves_the_old_index_whole(built):
    def broken():
        for number in range(1_500):
            yield document(f"n{number}")
        raise RuntimeError("the database went away")

    before = built.state()
    with pytest.raises(RuntimeError):
        built.build(broken(), version="v2", mark="2")
    assert built.state() == before
    assert keys(built, query("singing")) == ["choir"]
    with pytest.raises(RuntimeError):
        built.change([service("choir")], broken(), mark="2")
    assert built.state() == before
    assert keys(built, query("singing")) == ["choir"]
    built.change([service("choir")], [document("new")], mark="2")
    assert keys(built, query("singing")) == ["new"]
    built.build([CHESS], version="v2", mark="2")
    assert built.state().version == "v2"
    assert keys(built, query(left=("chess",))) == ["chess"]


def test_an_empty_directory_has_an_index_too(engine):
    assert engine.build([], version="v", mark="0") == 0
    assert engine.candidates(query("singing")) == Candidates([], {})
    assert engine.words() == engine.boroughs((53.42, -2.32)) == []


def test_an_index_has_a_size(engine):
    assert engine.size() == 0
    engine.build([CHOIR], version="v", mark="1")
    assert engine.size() > 10_000


def test_whoever_writes_is_alone(engine):
    if "Postgres" in type(engine).__name__:
        pytest.skip("one connection is one writer: tried with processes in test_index")
    seen = []

    def try_it():
        with engine.held(wait=False) as mine:
            seen.append(mine)

    with engine.held(wait=True) as mine:
        assert mine
        other = threading.Thread(target=try_it)
        other.start()
        other.join()
    try_it()
    assert seen == [False, True]


def test_of_thousands_that_serve_a_need_the_nearest_few_hundred_are_taken(engine):
    many = [document(f"p{number}", "A Pharmacy", kind="pharmacy", km=number / 100) for number in range(3_000)]
    engine.build(many, version="v", mark="1")
    found = keys(engine, query("pharmacy"))
    assert len(found) <= MOST
    assert {f"p{number}" for number in range(50)} <= set(found)


def test_of_thousands_one_that_meets_more_is_taken_however_far(engine):
    many = [document(f"c{number}", km=number / 100) for number in range(1_000)]
    for_women = document("women", "Women's Choir", "Singing for women", km=15)
    engine.build([*many, for_women], version="v", mark="1")
    assert "women" in keys(engine, query("singing", who=("women",)))


def test_without_a_home_the_surest_are_taken(engine):
    said_late = "Meals, a garden, trips, games, books, films, walks, a shop, a hall and much besides, also singing"
    many = [document(f"s{number}", "A Centre", said_late) for number in range(400)]
    engine.build([*many, document("choir")], version="v", mark="1")
    assert "choir" in keys(engine, query("singing", home=None))


@pytest.mark.parametrize("word", ["'", '"', ") OR (", "a:b", "*", "near(", "x" * 10_000, "' | 'n:singing"])
def test_signs_that_mean_something_to_an_engine_mean_nothing(built, word):
    assert keys(built, query(left=(word,))) == []
    assert "choir" in keys(built, query("singing", left=(word,)))

"""What a search answers with, from what was rated."""

from dataclasses import replace
from uuid import uuid4

from alongside.directory.search.asking import Asked
from alongside.directory.search.facts import BY_PHONE, Facts
from alongside.directory.search.filters import Filters
from alongside.directory.search.needs import needs
from alongside.directory.search.ranking import Rated
from alongside.directory.search.records import Record, describe
from alongside.directory.search.results import results
from alongside.directory.search.why import why

SINGING = Asked(words=(), needs=frozenset({"singing"}), who=frozenset())


def rated(
    grade=2.0, *, key="a", service=None, location=None, km=1.0, hours=None, meets=("singing",), says="Singing", **facts
):
    placed = {"service": service, "location": location}
    record = Record(key, "A Choir", "charity", says, hours=hours, facts=Facts(**facts), **placed)
    return Rated(describe(record), grade, meets, km)


def found(*rates, filters=None, limit=10):
    return results(SINGING, filters or Filters(), rates, limit=limit)


def keys(rows):
    return [row.key for row in rows]


def test_the_best_come_first_and_no_more_than_were_asked_for():
    rows = [rated(2.0, key="good"), rated(3.0, key="best"), rated(1.5, key="fair")]
    assert keys(found(*rows, limit=2).results) == ["best", "good"]


def test_a_service_at_several_places_is_one_result_at_its_best_place():
    choir, near, far = uuid4(), uuid4(), uuid4()
    rows = [rated(2.0, service=choir, location=far, km=9), rated(2.5, service=choir, location=near, km=1)]
    [result] = found(*rows).results
    assert (result.service, result.location, result.km) == (choir, near, 1)


def test_where_nothing_is_good_the_nearest_thing_is_offered_as_such():
    answer = found(rated(1.2, key="nearly"), rated(0.9, key="less"), rated(0.3, key="hardly"))
    assert answer.results == []
    assert answer.nearest.key == "nearly"
    assert found(rated(0.3)).nearest is None
    assert found(rated(2.0)).nearest is None


def test_what_is_for_the_whole_country_or_comes_by_telephone_is_set_apart():
    rows = [rated(key="near"), rated(key="nation", national=True), rated(key="line", ways=frozenset({BY_PHONE}))]
    answer = found(*rows)
    assert keys(answer.results) == ["near"]
    assert keys(answer.national) == ["line", "nation"]


def test_what_is_far_away_and_good_makes_nothing_near_good():
    answer = found(rated(1.0, key="nearly"), rated(3.0, key="nation", national=True))
    assert (answer.results, keys(answer.national), answer.nearest.key) == ([], ["nation"], "nearly")


def test_what_is_known_to_fit_comes_first_and_what_is_known_not_to_is_left_out():
    rows = [
        rated(3.0, key="nobody said"),
        rated(2.0, key="free", free=True),
        rated(2.5, key="costs", free=False),
        rated(0.9, key="free and poor", free=True),
    ]
    assert keys(found(*rows, filters=Filters(free=True)).results) == ["free", "nobody said", "free and poor"]


def test_people_speak_of_miles():
    assert why(SINGING, Filters(), rated(km=3.3)) == "Singing; 2.1 miles away."
    assert why(SINGING, Filters(), rated(km=0.0)) == "Singing; less than 0.1 miles away."


def test_names_and_abbreviations_keep_their_capitals():
    asked = Asked(words=(), needs=frozenset({"social", "adhd"}), who=frozenset({"jewish"}))
    said = why(asked, Filters(), rated(meets=("social", "adhd", "jewish"), says="Company for ADHD and Jewish people"))
    assert "aDHD" not in said
    assert "jewish" not in said


def test_why_this_says_what_it_is_for_how_far_it_is_and_what_fits():
    sunday = replace(SINGING, day="sunday", who=frozenset({"men"}))
    row = rated(
        meets=("men", "singing"), says="Singing for men", km=0.97, hours={"sunday": [(600, 900)]}, step_free=True
    )
    said = why(sunday, Filters(step_free=True), row)
    assert said == "Singing and men; 0.6 miles away; open on Sundays, as you asked; step-free."


def test_what_is_only_like_what_was_asked_is_not_passed_off_as_it():
    asked = Asked(words=(), needs=frozenset({"depression"}), who=frozenset())
    for meets in (("depression",), ()):  # near enough to be said to meet it, or not even that
        said = why(asked, Filters(), rated(meets=meets, says="A drop-in for mental health", km=None))
        assert said == f"Something like it: {needs()['mental_health'].name.lower()}."


def test_why_this_says_until_when_it_is_open_where_that_is_known():
    late, early = replace(SINGING, until=21 * 60), replace(SINGING, since=8 * 60)
    always = {"monday": [(420, 1380)]}
    assert why(late, Filters(), rated(km=None, hours=always)) == "Singing; open past 9pm, as you asked."
    assert why(early, Filters(), rated(km=None, hours=always)) == "Singing; open by 8am, as you asked."
    assert why(late, Filters(), rated(km=None)) == "Singing."
    half = replace(SINGING, until=20 * 60 + 30, since=7 * 60 + 44)  # "before 7.45"
    assert why(half, Filters(), rated(km=None, hours=always)) == (
        "Singing; open past 8.30pm and open by 7.45am, as you asked."
    )


def test_why_this_does_not_say_what_nobody_knows():
    asked = replace(SINGING, day="sunday", cheap=True)
    assert why(asked, Filters(language="urdu", transport=True), rated(km=None)) == "Singing."


def test_what_was_found_by_a_word_says_which():
    asked = Asked(words=(), needs=frozenset(), who=frozenset(), left=("choir", "gospel"))
    assert why(asked, Filters(), rated(meets=())) == "Mentions “choir”; 0.6 miles away."


def test_what_is_for_the_whole_country_is_said_to_be():
    assert why(SINGING, Filters(), rated(national=True)) == "Singing; for the whole country."
    assert why(SINGING, Filters(), rated(ways=frozenset({BY_PHONE}))) == "Singing; from home."


def test_every_need_has_a_name_that_people_can_read():
    names = [need.name for need in needs().values()]
    assert len(set(names)) == len(names)
    assert not [name for name in names if "_" in name or not name[0].isupper()]

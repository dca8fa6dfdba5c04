"""Who fits whom, and the best for a whole list at once."""

from itertools import permutations
from random import Random
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.peers.matching import Helper, Seeker, best_for, best_together, can_be, fit, points
from alongside.peers.wishes import interests, topics

NOTHING = frozenset()


def seeker(**facts):
    given = {"conditions": {"copd"}, "topics": {"breath"}, "interests": {"garden"}, "free_at": set(), **facts}
    sets = {name: frozenset(given.pop(name)) for name in ("conditions", "topics", "interests", "free_at")}
    return Seeker(uuid4(), **sets, **{"language": "en", "sex": "female", **given})


def helper(**facts):
    given = {"conditions": {"copd"}, "topics": {"breath"}, "interests": {"garden"}, "free_at": set(), **facts}
    names = ("conditions", "topics", "interests", "free_at", "languages")
    sets = {name: frozenset(given.pop(name, {"en"})) for name in names}
    return Helper(uuid4(), **sets, **{"sex": "male", **given})


def test_all_in_common_is_a_hundred_points_with_reasons_in_words():
    found = fit(seeker(interests={"garden"}, free_at={"1am"}), helper(free_at={"1am", "3eve"}))
    assert found.points == pytest.approx(40 + 25 + 20 + 15 / 3)
    assert found.reasons == [
        "Both live with COPD.",
        "Has been through: being short of breath.",
        "Both like gardening.",
        "Both can on Tuesday morning.",
    ]


def test_whom_either_would_rather_talk_to_a_language_and_a_time_come_first():
    assert not can_be(seeker(would_rather="female"), helper(sex="male"))
    assert not can_be(seeker(sex="female"), helper(would_rather="male"))
    assert not can_be(seeker(language="ur"), helper())
    assert not can_be(seeker(free_at={"1am"}), helper(free_at={"2am"}))
    assert can_be(seeker(free_at={"1am"}), helper(free_at=set()))
    assert fit(seeker(language="ur"), helper(languages={"en", "ur"})).reasons[-1] == "Speaks Urdu."


def test_nobody_asks_for_nothing_and_is_not_punished_for_it():
    assert points(seeker(conditions=NOTHING, topics=NOTHING, interests=NOTHING), helper()) == 15


def test_the_best_comes_first_and_nobody_without_a_place():
    far, near, full = helper(conditions={"ibs"}, topics=NOTHING), helper(), helper(left=0)
    assert [each.helper for each in best_for(seeker(), [far, full, near])] == [near.pk, far.pk]


def test_together_is_better_than_first_come_first_served():
    """The first takes the only one who speaks what the second speaks."""
    both, english = helper(languages={"en", "ur"}), helper(conditions=NOTHING)
    first, second = seeker(), seeker(language="ur")
    found = best_together([first, second], [both, english])
    assert {(each.seeker, each.helper) for each in found.fits} == {(first.pk, english.pk), (second.pk, both.pk)}
    assert (len(found.in_turn), found.more) == (1, 1)


def test_of_two_alike_whoever_has_waited_longer_has_the_buddy():
    new, old = seeker(), seeker(weeks=6)
    assert [each.seeker for each in best_together([new, old], [helper()]).fits] == [old.pk]


def test_one_more_counts_for_more_than_all_the_others_fitting_better():
    """In a chain the best fit of one would leave another without."""
    only = {"free_at": NOTHING, "topics": NOTHING, "interests": NOTHING}
    first, second, third = (seeker(language=language, **only) for language in ("en", "ur", "pl"))
    helpers = [
        helper(conditions=NOTHING, languages={"en"}, **only),
        helper(conditions={"copd"}, languages={"en", "ur"}, **only),
        helper(conditions={"copd"}, languages={"ur", "pl"}, **only),
    ]
    found = best_together([first, second, third], helpers)
    assert (len(found.fits), len(found.in_turn)) == (3, 2)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 100_000))
def test_it_never_leaves_more_without_than_in_turn(seed):
    chance = Random(seed)
    names = ["en", "ur", "pl", "ro"]
    seekers = [seeker(language=chance.choice(names), topics=set(chance.sample(sorted(topics()), 3))) for _ in range(6)]
    helpers = [
        helper(
            languages=set(chance.sample(names, 2)), topics=set(chance.sample(sorted(topics()), 3)), conditions=NOTHING
        )
        for _ in range(5)
    ]
    assert best_together(seekers, helpers).more >= 0


def test_nobody_to_match_is_nothing():
    assert best_together([], [helper()]).fits == []
    assert best_together([seeker()], []).fits == []


words = st.sets(st.sampled_from(["copd", "ibs", "diabetes"]))


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000))
def test_no_other_way_is_better(seed):
    chance = Random(seed)

    def some(names):
        return set(chance.sample(sorted(names), 2))

    seekers = [
        seeker(topics=some(topics()), interests=some(interests()), language=chance.choice(["en", "ur"]))
        for _ in range(4)
    ]
    helpers = [
        helper(
            topics=some(topics()), interests=some(interests()), languages=chance.choice([{"en"}, {"ur"}, {"en", "ur"}])
        )
        for _ in range(4)
    ]
    found = best_together(seekers, helpers)
    best = max(worth(seekers, order) for order in permutations(helpers))
    mine = {each.seeker: each.helper for each in found.fits}
    known = {each.pk: each for each in helpers}
    assert worth_of(seekers, [known.get(mine.get(each.pk)) for each in seekers]) >= best * 0.995
    assert len(found.fits) >= len(found.in_turn)


def worth(seekers, order):
    return worth_of(seekers, [each if can_be(who, each) else None for who, each in zip(seekers, order, strict=True)])


def worth_of(seekers, chosen):
    return sum(100 + points(who, each) for who, each in zip(seekers, chosen, strict=True) if each)

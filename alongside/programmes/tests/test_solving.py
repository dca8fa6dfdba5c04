"""Choosing among options through HiGHS, against what can be worked out by hand or by trying all."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.programmes.solving import Option, choose, prices

ONE = np.ones(2)


def test_first_come_first_served_is_not_the_best():
    """The first takes what the second needs more: 9 + 8 and not 10 + 1."""
    options = [Option(0, 10, (0,)), Option(0, 9, (1,)), Option(1, 8, (0,)), Option(1, 1, (1,))]
    found = choose(options, groups=ONE, there_are=ONE)
    assert (found.options, found.worth) == ([1, 2], 17)
    assert found.at_most == pytest.approx(17)


def test_what_is_used_twice_is_needed_twice():
    options = [Option(0, 5, (0, 0)), Option(0, 3, (0,))]
    assert choose(options, groups=np.ones(1), there_are=np.array([1.0])).options == [1]
    assert choose(options, groups=np.ones(1), there_are=np.array([2.0])).options == [0]


def test_a_choice_to_begin_with_is_never_what_is_left_where_there_is_a_better():
    """Found by a search for buddies: HiGHS gave back what it was given to begin with."""
    worth = {(0, 0): 75, (0, 1): 60, (1, 0): 65, (1, 1): 60, (2, 2): 70, (3, 2): 65, (3, 3): 70, (2, 3): 65}
    options = [Option(group, 600.0 + points, (thing,)) for (group, thing), points in worth.items()]
    four = np.ones(4)
    for first in ([2, 1, 4, 6], [0, 3, 5, 7], [0, 3, 7, 5]):
        found = choose(options, groups=four, there_are=four, first=first, gap=0.0)
        assert found.worth == pytest.approx(found.at_most) == pytest.approx(2675)


def test_nothing_to_choose_among_is_nothing():
    assert choose([], groups=ONE, there_are=ONE).options == []


def test_what_is_scarce_has_a_price():
    options = [Option(0, 10, (0,)), Option(1, 4, (0,))]
    found = prices(options, groups=ONE, there_are=ONE)
    assert found.total == pytest.approx(10)
    assert 4 <= found.things[0] <= 10
    assert found.things[1] == 0


choices = st.lists(
    st.builds(
        Option,
        st.integers(0, 3),
        st.integers(1, 50).map(float),
        st.lists(st.integers(0, 3), min_size=1, max_size=3).map(tuple),
    ),
    min_size=1,
    max_size=9,
)


@settings(deadline=None, max_examples=60)
@given(
    choices, st.lists(st.integers(1, 2), min_size=4, max_size=4), st.lists(st.integers(0, 2), min_size=4, max_size=4)
)
def test_it_finds_what_trying_all_finds(options, most, there_are):
    groups, things = np.array(most, dtype=float), np.array(there_are, dtype=float)
    best = max(
        sum(option.worth for option, taken in zip(options, chosen, strict=True) if taken)
        for chosen in product([0, 1], repeat=len(options))
        if goes([option for option, taken in zip(options, chosen, strict=True) if taken], most, there_are)
    )
    found = choose(options, groups=groups, there_are=things)
    assert found.worth >= best * 0.995
    assert goes([options[at] for at in found.options], most, there_are)
    assert prices(options, groups=groups, there_are=things).total >= best - 1e-6


def goes(chosen, most, there_are):
    used = [thing for option in chosen for thing in option.uses]
    groups = [option.group for option in chosen]
    return all(used.count(n) <= there_are[n] for n in range(4)) and all(groups.count(n) <= most[n] for n in range(4))

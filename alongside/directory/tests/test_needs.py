"""The vocabulary is whole: what it names is there, and nothing is meant twice by mistake."""

import pytest

from alongside.directory.geography import places
from alongside.directory.search.needs import asked, needs
from alongside.directory.search.words import tokens


def test_what_is_near_a_need_is_a_need():
    assert not {other for need in needs().values() for other in need.near} - needs().keys()


@pytest.mark.parametrize("need", needs().values(), ids=lambda need: need.key)
def test_a_need_has_words_and_shares_that_are_shares(need):
    assert need.words
    assert all(tokens(phrase) for phrase in (*need.words, *need.say, *need.find, *need.own, *need.unsaid))
    assert all(0 < share <= 1 for share in (*need.kinds.values(), *need.near.values(), need.weight))
    assert not set(need.words) & {*need.say, *need.find}, "said twice"


def test_only_those_it_is_for_have_words_of_their_own_or_are_an_identity():
    assert all(need.who for need in needs().values() if need.own or need.identity)


def test_no_place_is_taken_for_a_need():
    assert not [name for name in places() if " " not in name and asked().longest_in([name])]


def test_what_is_meant_too_for_a_child_is_a_need():
    assert {need.for_child for need in needs().values()} - {""} <= needs().keys()


def test_a_group_named_in_a_phrase_is_said_in_each_of_its_words():
    assert {"my dad died", "my friend died"} <= {f"my {phrase}" for phrase in needs()["bereavement"].say}

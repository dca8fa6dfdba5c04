"""The vocabulary is whole: what it names is there, and nothing is meant twice by mistake."""

import pytest

from alongside.directory.search.needs import needs
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

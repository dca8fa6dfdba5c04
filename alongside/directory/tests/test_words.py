"""Words as they are compared."""

import pytest

from alongside.directory.search.words import Speller, stem, tokens


@pytest.fixture(scope="module")
def speller():
    return Speller(
        wanted=["copd", "counselling", "dementia", "afford", "altrincham", "asian"], written=["allotment", "beginner"]
    )


def test_apostrophes_accents_and_capitals_make_no_difference():
    assert tokens("Women’s Café, GREATER-Manchester's") == ["womens", "cafe", "greater", "manchesters"]


@pytest.mark.parametrize("text", ["", "!!!", "☃", "مرحبا"])
def test_what_holds_no_word_we_could_know_is_no_word(text):
    assert tokens(text) == []


def test_endings_make_no_difference():
    assert stem("swimming") == stem("swims") == stem("swim")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("counceling", "counselling"), ("dementai", "dementia"), ("aford", "afford"), ("alltrincham", "altrincham"),
        ("agian", "again"), ("begginer", "beginner"),
    ],
)  # fmt: skip
def test_a_slip_of_the_finger_is_mended(speller, typed, meant):
    assert speller.mend(typed) == meant


@pytest.mark.parametrize("word", ["refused", "allotment", "tens", "m33", "xyzzyplugh", "copd"])
def test_a_word_and_what_is_near_no_word_stay_as_they_are(speller, word):
    assert speller.mend(word) == word

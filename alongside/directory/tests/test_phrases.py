"""Finding phrases."""

from alongside.directory.search.phrases import Found, Phrases
from alongside.directory.search.words import tokens

PHRASES = Phrases(
    [
        ("chair based exercise", "gentle"), ("exercise", "exercise"), ("alzheimer*", "dementia"), ("tai chi", "yoga"),
        ("tai chi", "gentle"), ("learning disab*", "learning_disability"), ("=housing", "housing"),
        ("lost .. wife", "grief"),
    ]
)  # fmt: skip


def keys(found: list[Found]) -> list[str]:
    return [each.key for each in found]


def test_the_longest_phrase_is_meant():
    assert keys(PHRASES.longest_in(tokens("Chair-based exercises for mum"))) == ["gentle"]


def test_all_are_found_where_all_are_asked_for():
    assert sorted(keys(PHRASES.all_in(tokens("chair based exercise")))) == ["exercise", "gentle"]


def test_one_phrase_may_mean_two_things():
    assert keys(PHRASES.longest_in(tokens("tai chi"))) == ["gentle", "yoga"]


def test_a_star_stands_for_any_ending():
    assert keys(PHRASES.longest_in(tokens("Alzheimers"))) == ["dementia"]
    assert keys(PHRASES.longest_in(tokens("learning disabilities"))) == ["learning_disability"]


def test_what_is_meant_exactly_is_no_other_word_of_its_stem():
    assert keys(PHRASES.longest_in(tokens("Housing advice"))) == ["housing"]
    assert PHRASES.longest_in(tokens("stuck in the house")) == []


def test_a_few_words_may_stand_between_and_are_read_too():
    assert keys(PHRASES.longest_in(tokens("I lost my dear wife"))) == ["grief"]
    assert keys(PHRASES.longest_in(tokens("lost tai chi wife"))) == ["grief", "gentle", "yoga"]
    assert PHRASES.longest_in(tokens("lost my way and my job and my wife")) == []
    assert PHRASES.longest_in(tokens("lost")) == []


def test_nothing_in_nothing():
    assert PHRASES.longest_in([]) == PHRASES.all_in([]) == []

"""Words that suggest self-harm show the panel; ordinary complaints do not."""

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from alongside.ui.content import content
from alongside.ui.crisis import suggests_crisis, typed_in_crisis
from alongside.ui.tests.crisis_sentences import AT_RISK, EVERYDAY, NOT_FOUND, SHOWN_TOO_OFTEN


def test_words_that_suggest_risk_show_the_panel() -> None:
    assert [words for words in AT_RISK if not suggests_crisis(words)] == []


def test_ordinary_words_do_not() -> None:
    assert [words for words in EVERYDAY if suggests_crisis(words)] == []


def test_what_may_be_either_shows_it() -> None:
    assert [words for words in SHOWN_TOO_OFTEN if not suggests_crisis(words)] == []


def test_what_the_list_has_learnt_to_find_is_no_longer_named_as_missed() -> None:
    assert [words for words in NOT_FOUND if suggests_crisis(words)] == []


@pytest.mark.django_db
def test_help_stands_at_the_foot_of_a_page_whatever_somebody_writes(client: Client) -> None:
    html = client.get("/no-such-page").content.decode()
    assert "call 111 and choose option 2" in html


def test_every_phrase_on_the_list_shows_it_in_the_middle_of_a_sentence() -> None:
    plain = {phrase: phrase.replace("…", "").replace("*", "") for phrase in content("crisis.toml")["phrases"]}
    shown = {phrase: suggests_crisis(f"To be honest, {words.title()}. That is all") for phrase, words in plain.items()}
    assert [phrase for phrase, found in shown.items() if not found] == []


@pytest.mark.parametrize(
    "words",
    [
        "I do not want to live",
        "I dont want to live",
        "I dnt wanna live",
        "I don’t want too live",
        "I cannot go on",
        "I can not go on",
        "take me own life",
        "kill me self",
    ],
)
def test_spellings_of_one_word_are_one_word(words: str) -> None:
    assert suggests_crisis(words)


def test_every_word_with_other_spellings_is_used() -> None:
    page = content("crisis.toml")
    used = " ".join(f" {phrase} " for phrase in [*page["phrases"], *page["harmless"]])
    assert [word for word in page["same"] if f" {word} " not in used] == []


@given(st.text())
def test_any_text_at_all_gets_an_answer(words: str) -> None:
    assert suggests_crisis(words) in {True, False}


@given(st.text(alphabet=" \n\t.,;-!", max_size=20), st.text(alphabet=" \n\t.,;-!", max_size=20))
def test_what_stands_around_the_words_does_not_hide_them(before: str, after: str) -> None:
    assert suggests_crisis(f"{before}I want to die{after}")


def test_what_was_typed_is_looked_at_whatever_its_field_is_called_and_however_often_it_is_there() -> None:
    assert typed_in_crisis(QueryDict("title=I+want+to+die"))
    assert typed_in_crisis(QueryDict("words=I+want+to+die&words=Fine"))
    assert not typed_in_crisis(QueryDict("words=Fine&csrfmiddlewaretoken=3x"))

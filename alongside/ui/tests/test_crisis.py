"""Words that suggest self-harm show the panel; ordinary complaints do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.ui.content import content
from alongside.ui.crisis import suggests_crisis

AT_RISK = [
    "I have been thinking about suicide",
    "I feel suicidal",
    "feeling sucidal most days",
    "I want to kill myself",
    "I WANT TO KILL MYSELF",
    "kill my self",
    "I might kill bloody myself",
    "I’d like to end my life",
    "I'd like to end it all",
    "sometimes I want to end my own life",
    "I don't want to be here",
    "I don’t want to be here any more",
    "i dont want to be here",
    "i do not  want\nto be here",
    "I don`t want to wake up",
    "I hope I don't wake up tomorrow",
    "wish I wasn't alive",
    "I wish I was dead",
    "they'd be better off without me",
    "better off dead",
    "I've been self-harming again",
    "self harm",
    "selfharm",
    "I keep cutting myself",
    "cuting myself",
    "I took an overdose last year",
    "thinking of an over-dose",
    "overdosing on my tablets",
    "want to die",
    "I just wanna die",
    "I waaaaant to dieeee",
    "there is no point in living",
    "nothing to live for",
    "I can't go on",
    "can’t take it any more",
    "I am tired of living",
    "I could jump off the nearest bridge",
    "I have dark thoughts at night",
    "I want to hurt myself",
    "What's the point of living like this",
    "I've given up on life",
    "I am dying for a cup of tea but really I want to die",
    "My back is killing me and I want to kill myself",
    "unalive myself",
    "Thoughts of ending things",
    "I will take all my tablets at once",
    "I want to do myself in",
    "I was going to top myself",
]

NOT_AT_RISK = [
    "",
    "   ",
    "I'm dying for a cup of tea",
    "My knees are killing me",
    "This pain is killing me",
    "Dying to get back to the garden",
    "Cake to die for",
    "I cut myself shaving and it will not stop bleeding",
    "I cut my sugar down",
    "Cutting down on bread",
    "I want to end the day less tired",
    "I don't want to go on insulin",
    "I don't want to go on a diet again",
    "I don't want to live on my own",
    "I do not want to live in a care home",
    "I want to not wake up in the night",
    "I wake up at four and cannot get back to sleep",
    "I don't want to wake up my wife",
    "My husband died in March",
    "My mother died of this and I worry",
    "I can't go on holiday with this breathing",
    "I harm nobody",
    "Get through a night without waking up",
    "Can I take my tablets with food?",
    "Should I take all my medicines in the morning?",
    "I hurt myself falling off the step",
    "Life is busy at the end of the month",
    "I throw myself into work",
    "The battery died",
    "Skillful selfless bridge player",
    "I can't take any more time off work",
]


@pytest.mark.parametrize("words", AT_RISK)
def test_words_that_suggest_risk_show_the_panel(words: str) -> None:
    assert suggests_crisis(words)


@pytest.mark.parametrize("words", NOT_AT_RISK)
def test_ordinary_words_do_not(words: str) -> None:
    assert not suggests_crisis(words)


@pytest.mark.parametrize("phrase", content("crisis.toml")["phrases"])
def test_every_phrase_on_the_list_shows_it_in_the_middle_of_a_sentence(phrase: str) -> None:
    words = phrase.replace("…", "").replace("*", "")
    assert suggests_crisis(f"To be honest, {words.title()}. That is all")


@given(st.text())
def test_any_text_at_all_gets_an_answer(words: str) -> None:
    assert suggests_crisis(words) in {True, False}


@given(st.text(alphabet=" \n\t.,;-!", max_size=20), st.text(alphabet=" \n\t.,;-!", max_size=20))
def test_what_stands_around_the_words_does_not_hide_them(before: str, after: str) -> None:
    assert suggests_crisis(f"{before}I want to die{after}")

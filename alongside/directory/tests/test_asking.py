"""What people type, understood."""

import pytest

from alongside.directory.search.asking import MOST_WORDS, understand
from alongside.directory.search.needs import vocabulary
from alongside.directory.search.words import Speller

PLACES = {"sale", "ashton under lyne", "bury"}


@pytest.fixture(scope="module")
def asked():
    speller = Speller(wanted=[*vocabulary(), "ashton", "lyne"], written=[])
    return lambda text: understand(text, speller=speller, places=PLACES)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("I feel low and need someone to talk to", {"depression", "talking"}),
        ("looking after my mum with demetia", {"carers", "dementia"}),
        ("keep falling", {"frailty_falls"}),
        ("bailiffs at the door", {"debt"}),
        ("nothing to eat", {"food"}),
        ("COPD", {"breathing"}),
        ("knit and natter", {"arts"}),
        ("give up the fags", {"smoking"}),
    ],
)
def test_lay_words_slips_and_shorthand_are_understood(asked, text, meant):
    assert meant <= asked(text).needs


def test_whom_it_has_to_be_for_is_kept_apart(asked):
    understood = asked("women only swimming")
    assert understood.needs == {"swimming"}
    assert understood.who == {"women"}


def test_a_place_in_the_words_is_a_place(asked):
    assert asked("choir in ashton under lyne").place == "ashton under lyne"
    assert asked("choir").place == ""


def test_what_is_said_not_to_be_wanted_is_not_looked_for(asked):
    understood = asked("ladies group, not a church one")
    assert understood.avoided == {"church"}
    assert not understood.needs & {"church"}


@pytest.mark.parametrize(
    ("text", "day", "evening"),
    [
        ("chemist open on a sunday", "sunday", False),
        ("gym at the weekend", "saturday", False),
        ("late chemist", "", True),
    ],
)
def test_time_is_understood(asked, text, day, evening):
    understood = asked(text)
    assert (understood.day, understood.evening) == (day, evening)


def test_cost_is_understood(asked):
    assert asked("counselling i can aford, not much money").cheap
    assert asked("swimming, dont want to join just pay when i go").casual
    assert not asked("freezing house").cheap


def test_words_that_mean_nothing_to_us_are_kept_and_words_that_tell_nothing_are_not(asked):
    assert asked("somewhere for bell ringing please").left == ("bell", "ringing")


@pytest.mark.parametrize(
    "text", ["", "'; DROP TABLE service; --", "🙂" * 50, "a" * 10_000, "NOT AND OR NEAR(", "\x00", "قف"]
)
def test_rubbish_is_understood_as_nothing_much(asked, text):
    assert not asked(text).place


def test_far_too_many_words_are_not_all_read(asked):
    assert len(asked("swimming " * 5000).words) == MOST_WORDS

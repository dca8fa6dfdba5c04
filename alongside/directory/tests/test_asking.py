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


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("lost my lovely husband", {"bereavement"}), ("my nana died in march", {"bereavement"}),
        ("nowt to eat", {"food"}), ("walking footie", {"walking_football"}), ("cannot hear", {"hearing"}),
        ("leccy bill", {"fuel"}), ("trips over her feet", {"frailty_falls"}), ("day trips", {"trips"}),
    ],
)  # fmt: skip
def test_the_same_is_understood_however_it_is_put(asked, text, needs):
    assert needs <= asked(text).needs


def test_a_word_that_only_shares_its_stem_is_not_meant(asked):
    assert "epilepsy" not in asked("keep fit").needs
    assert "self_harm" not in asked("my benefits have been cut").needs
    assert "pre_retirement" not in asked("lunch for pensioners").needs


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("bowls for my dad", "elder"), ("football for my 8 yr old", "child"), ("13 year old keeps fighting", "child"),
        ("my lad is 22 with autism", "other"), ("my wife has had a stroke", "other"), ("mum of 5 needs help", ""),
        ("lonely", ""), ("lad of 14 with no mates", "child"), ("toddlers deaf", "child"),
        ("mum and baby group", ""), ("son died", ""),
    ],
)  # fmt: skip
def test_for_whom_it_is_asked_is_understood(asked, text, about):
    assert asked(text).about == about


def test_a_place_in_the_words_is_a_place(asked):
    assert asked("choir in ashton under lyne").place == "ashton under lyne"
    assert asked("choir").place == ""


def test_for_a_child_what_children_need_is_meant_too(asked):
    understood = asked("my daughter is anxious and lonely")
    assert {"young_minds", "young_people"} <= understood.needs
    assert "young" in understood.who
    assert "young_minds" not in asked("anxious and lonely").needs


@pytest.mark.parametrize(
    "text", ["lose weight, dont fancy a gym", "get fit but i hate the gym", "not into gyms, lose weight"]
)
def test_what_somebody_does_not_like_is_not_looked_for(asked, text):
    assert "gym" in asked(text).avoided
    assert "gym" not in asked(text).needs


def test_what_somebody_has_not_got_is_looked_for(asked):
    assert {"food", "fuel"} <= asked("no food and no heating").needs


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
        ("swimming on sundays", "sunday", False),
        ("food bank thats open satdays", "saturday", False),
        ("library open weds", "wednesday", False),
        ("gym at weekends", "saturday", False),
        ("since my late husband died", "", False),
        ("late diagnosed autism", "", False),
    ],
)
def test_time_is_understood(asked, text, day, evening):
    understood = asked(text)
    assert (understood.day, understood.evening) == (day, evening)


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("chemist open today", 0), ("chemist still open at half 8 tonight", 0), ("is the library open tomorrow", 1),
        ("whats on this afternoon", 0), ("late chemist tonight", 0), ("chemist open 2nite", 0), ("library open", None),
        ("nowhere to sleep tonight", None), ("hot meal today, sleeping rough", None), ("told today i have copd", None),
        ("a and e is shut tonight", None), ("everything closed today", None), ("cant open jars today", None),
        ("opening up about my feelings today", None), ("evicted tomorrow, late rent", None),
        ("transport to hospital by 9 tomorrow", None), ("library shut today open tomorrow", None),
        ("library open the day after tomorrow", None), ("pharmacy open tomoz", 1), ("open on friday not today", None),
    ],
)  # fmt: skip
def test_today_is_a_day_where_something_has_to_be_open(asked, text, ahead):
    assert asked(text).ahead == ahead


def test_what_is_open_tonight_is_open_in_the_evening(asked):
    assert asked("chemist open tonight").evening
    assert not asked("chemist open today").evening
    assert not asked("nowhere to sleep tonight").evening


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("chemist open past 9 at night", 21), ("open till 10", 22), ("after 8pm", 20), ("chemist 11 at night", 23),
        ("chemist", 0), ("life after 60", 0), ("group for after 3 years off work", 0), ("until 18", 18),
        ("lonely for the past 6 months", 0), ("after 10 years of caring", 0), ("after 9 am", 0),
        ("till 12 at night", 0), ("chemist open at half 8 tonight", 20.5),
        ("open till 8.30", 20.5), ("still open at 9 tonight", 21), ("half 8", 0),
        ("open past half past 9", 21.5), ("by half past 7", 0),
    ],
)  # fmt: skip
def test_an_hour_until_which_it_is_open_is_one_of_the_evening(asked, text, until):
    assert asked(text).until == until * 60


def test_cost_is_understood(asked):
    assert asked("counselling i can aford, not much money").cheap
    assert asked("swimming, dont want to join just pay when i go").casual
    assert not asked("freezing house").cheap


def test_words_that_mean_nothing_to_us_are_kept_and_words_that_tell_nothing_are_not(asked):
    assert asked("somewhere for kite flying please").left == ("kite", "flying")


@pytest.mark.parametrize(
    "text", ["", "'; DROP TABLE service; --", "🙂" * 50, "a" * 10_000, "NOT AND OR NEAR(", "\x00", "قف"]
)
def test_rubbish_is_understood_as_nothing_much(asked, text):
    assert not asked(text).place


def test_far_too_many_words_are_not_all_read(asked):
    assert len(asked("swimming " * 5000).words) == MOST_WORDS


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("chemist open before 8", 479), ("open from 7am", 420), ("home by 5pm", 0), ("lad from 14", 0),
        ("from 8 weeks", 0), ("before half 8", 509),
        ("by half past 7", 450), ("from 8am, not been before work", 480), ("open by 7.30", 450),
    ],
)  # fmt: skip
def test_an_hour_by_which_it_is_open_is_one_of_the_morning(asked, text, since):
    assert asked(text).since == since


def test_whoever_is_skint_and_wants_to_paint_wants_to_paint_for_little(asked):
    paints = asked("skint, want to do some art")
    assert paints.needs == {"arts"}
    assert paints.cheap
    assert "debt" in asked("im skint").needs


def test_what_somebody_would_rather_do_without_is_not_looked_for(asked):
    understood = asked("food bank, no voucher")
    assert understood.obstacles == ("voucher",)
    assert "voucher" not in (*understood.left, *understood.telling)
    assert asked("food voucher").obstacles == asked("any membership offers").obstacles == ()

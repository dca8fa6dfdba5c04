"""What somebody insists on, chosen or said in words."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from alongside.directory.search.asking import understand
from alongside.directory.search.facts import BY_PHONE, IN_PERSON, ONLINE, Facts
from alongside.directory.search.filters import Filters, fit
from alongside.directory.search.needs import vocabulary
from alongside.directory.search.ranking import Rated
from alongside.directory.search.records import Record, describe
from alongside.directory.search.words import Speller

SUNDAY_AT_ELEVEN = datetime(2026, 3, 1, 11, tzinfo=ZoneInfo("Europe/London"))
OPEN = {"sunday": [(600, 900)], "monday": [(540, 1200)]}


def fits(filters, *, hours=None, km=1.0, name="Talking Place", description="Counselling", **facts):
    record = Record("1", name, "charity", description, hours=hours, facts=Facts(**facts))
    return fit(Rated(describe(record), 2.0, ("talking",), km), filters)


@pytest.mark.parametrize(
    ("filters", "facts", "others"),
    [
        (Filters(free=True), {"free": True}, {"free": False}),
        (Filters(step_free=True), {"step_free": True}, {"step_free": False}),
        (Filters(transport=True), {"transport": True}, {"transport": False}),
        (Filters(language="urdu"), {"languages": frozenset({"urdu"})}, {"languages": frozenset({"english"})}),
        (Filters(way=ONLINE), {"ways": frozenset({ONLINE, IN_PERSON})}, {"ways": frozenset({IN_PERSON})}),
        (Filters(day="sunday"), {"hours": OPEN}, {"hours": {"monday": [(540, 1020)]}}),
        (Filters(day="sunday", time="evening"), {"hours": {"sunday": [(600, 1200)]}}, {"hours": OPEN}),
        (Filters(time="evening"), {"hours": OPEN}, {"hours": {"monday": [(540, 1020)]}}),
        (Filters(time="now", moment=SUNDAY_AT_ELEVEN), {"hours": OPEN}, {"hours": {"sunday": [(720, 900)]}}),
        (Filters(who=frozenset({"women"})), {"name": "Women's Place"}, {"name": "Men in Sheds"}),
    ],
)
def test_what_is_known_fits_or_does_not_and_what_nobody_told_us_may(filters, facts, others):
    assert fits(filters, **facts) is True
    assert fits(filters, **others) is False
    assert fits(filters) is None


def test_how_far_is_for_what_one_goes_to():
    assert fits(Filters(within=5), km=4.9) is True
    assert fits(Filters(within=5), km=5.1) is False
    assert fits(Filters(within=5), km=None) is None
    assert fits(Filters(within=5), km=None, ways=frozenset({BY_PHONE})) is True


def test_one_thing_that_does_not_fit_is_enough_and_one_that_nobody_knows_leaves_it_open():
    both = Filters(free=True, step_free=True)
    assert fits(both, free=True, step_free=False) is False
    assert fits(both, step_free=False) is False
    assert fits(both, free=True) is None
    assert fits(both, free=True, step_free=True) is True


def test_what_closes_after_midnight_is_open_at_eleven_at_night():
    late = Filters(time="now", moment=SUNDAY_AT_ELEVEN.replace(hour=23))
    assert fits(late, hours={"sunday": [(18 * 60, 60)]}) is True
    assert fits(late, hours={"sunday": [(18 * 60, 22 * 60)]}) is False
    past_midnight = Filters(time="now", moment=SUNDAY_AT_ELEVEN.replace(hour=0, minute=30))
    assert fits(past_midnight, hours={"saturday": [(18 * 60, 60)]}) is True
    assert fits(past_midnight, hours={"saturday": [(18 * 60, 22 * 60)], "sunday": [(540, 600)]}) is False


@pytest.fixture(scope="module")
def asked():
    speller = Speller(wanted=vocabulary(), written=[])
    return lambda text: understand(text, speller=speller, places=())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("chemist open now", {"time": "now"}),
        ("choir, step free please", {"step_free": True}),
        ("lunch club, can't manage stairs", {"step_free": True}),
        ("lunch club with transport", {"transport": True}),
        ("counselling in Urdu", {"language": "urdu"}),
        ("Punjabi speaking counsellor", {"language": "punjabi"}),
        ("counselling over the phone", {"way": BY_PHONE}),
        ("online yoga", {"way": ONLINE}),
        ("yoga, face to face", {"way": IN_PERSON}),
        ("choir", {}),
    ],
)
def test_words_insist_on_the_same_things(asked, text, meant):
    assert Filters().with_words(asked(text)) == Filters(**meant)


def test_the_words_that_insisted_are_looked_for_on_no_record(asked):
    assert asked("choir, wheelchair accessible").left == ()


def test_what_was_chosen_stays_as_it_was_chosen(asked):
    assert Filters(way=IN_PERSON).with_words(asked("online yoga")).way == IN_PERSON


@pytest.mark.parametrize(
    ("text", "chosen", "day"),
    [
        ("chemist open tonight", {}, "sunday"),
        ("chemist open tomorrow", {}, "monday"),
        ("chemist open tonight", {"day": "tuesday"}, "tuesday"),
        ("chemist open on friday", {}, "friday"),
        ("chemist", {}, ""),
    ],
)
def test_tonight_is_the_day_it_is_said_on_unless_another_was_chosen(asked, text, chosen, day):
    assert Filters(moment=SUNDAY_AT_ELEVEN, **chosen).added_to(asked(text)).day == day


def test_nobody_knows_which_day_today_is_without_a_moment(asked):
    assert not Filters().added_to(asked("chemist open tonight")).day


def test_of_today_only_what_is_still_to_come_will_do_and_at_one_in_the_morning_it_is_still_last_night(asked):
    open_tonight = asked("chemist open tonight")
    late = Filters(moment=SUNDAY_AT_ELEVEN).added_to(open_tonight)
    assert (late.day, late.after) == ("sunday", 11 * 60)
    night = Filters(moment=SUNDAY_AT_ELEVEN.replace(hour=1)).added_to(open_tonight)
    assert (night.day, night.after) == ("saturday", 25 * 60)
    assert Filters(moment=SUNDAY_AT_ELEVEN).added_to(asked("chemist open tomorrow")).after == 0


def test_the_rating_knows_what_was_chosen(asked):
    chosen = Filters(day="sunday", time="evening", free=True, who=frozenset({"women"}))
    plain = asked("counselling")
    more = replace(plain, day="sunday", evening=True, cheap=True, who=frozenset({"women"}))
    assert chosen.added_to(plain) == more

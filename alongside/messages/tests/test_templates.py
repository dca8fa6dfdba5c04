import re
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alongside.messages.facts import SHAPES
from alongside.messages.gsm import BASIC, TWICE, in_telephone_letters, parts, shortened
from alongside.messages.outbox import enqueue
from alongside.messages.templates import LONGEST_NAME_IN_A_TEXT, template_for, templates
from alongside.messages.tests.conftest import FACTS, Queue
from alongside.people.actors import SYSTEM
from alongside.ui.formats import clock, short_day
from conftest import Cast

KEYS = sorted(templates())
LONG_LINK = "https://alongside.westhaven-and-district.nhs.example/l/" + "x" * 34 + "/"
FULLEST = {"practice": "W" * 200, "day": "Wed 30 Sep", "time": "10.20am"}
BUILT_IN = {"name", "link"}


@pytest.mark.parametrize("key", KEYS)
def test_a_template_says_nothing_but_its_declared_facts(key: str) -> None:
    template = template_for(key)
    said = set(re.findall(r"{(.*?)}", template.text + template.subject + template.email + template.letter))
    assert said - BUILT_IN <= template.facts
    assert ("link" in said) == template.has_link


@pytest.mark.parametrize("key", KEYS)
def test_every_fact_a_template_may_say_has_a_shape_that_free_text_does_not_fit(key: str) -> None:
    assert template_for(key).facts <= set(SHAPES)


@pytest.mark.parametrize("key", KEYS)
def test_every_text_fits_in_two_parts_even_with_the_longest_names(key: str) -> None:
    template = template_for(key)
    facts = {name: FULLEST[name] for name in template.facts}
    _subject, body = template.worded("text", facts, name="", link=LONG_LINK)
    assert parts(body) <= 2
    assert set(body) <= BASIC | TWICE


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("channel", ["text", "email", "letter"])
def test_every_message_says_how_to_stop_them(key: str, channel: str) -> None:
    assert "To stop these" in getattr(template_for(key), channel)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("part", ["text", "subject", "email", "letter"])
def test_every_message_names_the_practice(key: str, part: str) -> None:
    assert "{practice}" in getattr(template_for(key), part)


@pytest.mark.parametrize("key", [key for key in KEYS if template_for(key).has_link])
def test_every_message_with_a_link_says_how_to_make_sure_it_is_ours(key: str) -> None:
    template = template_for(key)
    assert "ours" in template.text
    assert "ring us on the number you know" in template.email
    assert "date of birth" in template.letter


def test_only_letters_and_e_mails_call_the_person_by_name() -> None:
    assert all("{name}" in template.letter and "{name}" not in template.text for template in templates().values())


FREE_TEXTS = ["my knees hurt", "walk to the shop", "HbA1c was 64", "Tue 3 Mar because of my diabetes", "", 7, None]


@pytest.mark.parametrize("fact", ["practice", "day", "time"])
@pytest.mark.parametrize("words", FREE_TEXTS)
def test_nobodys_words_get_into_the_outbox_in_place_of_a_fact(queue: Queue, fact: str, words: object) -> None:
    with pytest.raises(ValueError, match="Not something a message may say"):
        queue(facts=FACTS | {fact: words})


def test_a_fact_the_template_does_not_declare_is_refused(queue: Queue) -> None:
    with pytest.raises(ValueError, match="may not say: goal"):
        queue(facts=FACTS | {"goal": "walk to the shop"})


def test_a_missing_fact_an_unknown_template_and_somebody_elses_link_are_refused(cast: Cast, queue: Queue) -> None:
    with pytest.raises(ValueError, match="needs: day"):
        queue(facts={"practice": "Elm Bank Surgery", "time": "10am"})
    with pytest.raises(ValueError, match="no message called"):
        queue("goal.words")
    link = queue().link
    with pytest.raises(ValueError, match="needs a link"):
        enqueue(
            by=SYSTEM,
            person=cast.winston,
            template="prepare.invite",
            window="w",
            facts=FACTS,
            subject_id=uuid4(),
            link=link,
        )


@given(moment=st.datetimes(timezones=st.just(timezone.get_default_timezone())))
def test_days_and_times_as_the_product_writes_them_are_facts(moment: object) -> None:
    assert SHAPES["day"](short_day(moment))
    assert SHAPES["time"](clock(moment))


@given(words=st.text(max_size=200))
def test_anything_can_be_put_in_telephone_letters(words: str) -> None:
    assert set(in_telephone_letters(words)) <= BASIC | TWICE


def test_typography_and_welsh_letters_are_put_plainly() -> None:
    assert in_telephone_letters("Tŷ’r Dŵr – £5 …") == "Ty'r Dwr - £5 ..."


def test_parts_are_counted_as_a_telephone_does() -> None:
    assert [parts("a" * n) for n in (160, 161, 306, 307)] == [1, 2, 2, 3]
    assert [parts("€" * n) for n in (80, 81)] == [1, 2]


@given(name=st.text(min_size=1, max_size=300))
def test_a_shortened_name_is_never_too_long(name: str) -> None:
    assert len(shortened(name, most=LONGEST_NAME_IN_A_TEXT)) <= LONGEST_NAME_IN_A_TEXT

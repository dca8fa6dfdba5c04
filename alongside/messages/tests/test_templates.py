import re
from datetime import datetime
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.translation import get_language
from hypothesis import given
from hypothesis import strategies as st

from alongside.messages.facts import SHAPES, day_and_time
from alongside.messages.gsm import BASIC, TWICE, in_telephone_letters, parts, shortened
from alongside.messages.outbox import enqueue
from alongside.messages.templates import LONGEST_NAME_IN_A_TEXT, Template, about, template_for, templates
from alongside.messages.tests.conftest import FACTS, Queue
from alongside.people.actors import SYSTEM
from alongside.ui.content import content, content_files
from alongside.ui.formats import clock, short_day
from conftest import Cast

KEYS = sorted(templates())
LANGUAGES = sorted(path.stem for path in content_files("messages"))
WORDED = [template_for(key, language) for language in LANGUAGES for key in KEYS]
LONG_LINK = "https://alongside.westhaven-and-district.nhs.example/l/" + "x" * 34 + "/"
FULLEST = {"day": "2026-09-30", "time": "22:20"}
BUILT_IN = {"practice", "name", "link"}
# Five parts of a text in another alphabet hold about as many letters as two in the telephone alphabet.
MOST_PARTS, MOST_PARTS_IN_ANOTHER_ALPHABET = 2, 5

each_template = pytest.mark.parametrize("template", WORDED, ids=lambda template: f"{template.language}-{template.key}")


def text_of(template: Template, practice: str) -> str:
    facts = {name: FULLEST[name] for name in template.facts}
    return template.worded("text", facts, practice=practice, name="", link=LONG_LINK)[1]


@each_template
def test_a_template_says_nothing_but_its_declared_facts(template: Template) -> None:
    said = set(re.findall(r"{(.*?)}", template.text + template.subject + template.email + template.letter))
    assert said - BUILT_IN <= template.facts
    assert ("link" in said) == template.has_link


@each_template
def test_another_language_says_the_same_facts_in_the_same_places(template: Template) -> None:
    english = template_for(template.key)
    for channel in ("text", "subject", "email", "letter"):
        said = [set(re.findall(r"{(.*?)}", getattr(words, channel))) for words in (template, english)]
        assert said[0] == said[1], channel


@pytest.mark.parametrize("key", KEYS)
def test_every_fact_a_template_may_say_has_a_shape_that_free_text_does_not_fit(key: str) -> None:
    assert template_for(key).facts <= set(SHAPES)


@each_template
@pytest.mark.parametrize("practice", ["W" * 200, ""])
def test_every_text_fits_even_with_the_longest_names(template: Template, practice: str) -> None:
    text = text_of(template, practice)
    in_the_alphabet = set(text) <= BASIC | TWICE
    assert parts(text) <= (MOST_PARTS if in_the_alphabet else MOST_PARTS_IN_ANOTHER_ALPHABET)
    assert in_the_alphabet or template.language != "en"


@each_template
def test_a_name_in_another_alphabet_still_fits(template: Template) -> None:
    assert parts(text_of(template, "Ŵ" * 200)) <= MOST_PARTS_IN_ANOTHER_ALPHABET


@each_template
@pytest.mark.parametrize("channel", ["text", "email", "letter"])
def test_every_message_says_how_to_stop_them(template: Template, channel: str) -> None:
    assert about(template.language)["stop"] in getattr(template, channel)


@each_template
@pytest.mark.parametrize("part", ["text", "subject", "email", "letter"])
def test_every_message_names_the_practice(template: Template, part: str) -> None:
    assert "{practice}" in getattr(template, part)


@each_template
def test_every_message_with_a_link_says_how_to_make_sure_it_is_ours(template: Template) -> None:
    if template.has_link:
        sure = about(template.language)
        assert sure["ours"] in template.text
        assert sure["ring"] in template.email
        assert sure["born"] in template.letter


@each_template
def test_only_letters_and_e_mails_call_the_person_by_name(template: Template) -> None:
    assert "{name}" in template.letter
    assert "{name}" in template.email
    assert "{name}" not in template.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_words_for_no_message_that_is_never_sent(language: str) -> None:
    assert set(content(f"messages/{language}.toml")) <= {"about", *KEYS}


def test_welsh_has_words_for_every_message_and_says_that_nobody_has_checked_them() -> None:
    assert {template_for(key, "cy").language for key in KEYS} == {"cy"}
    assert about("cy")["status"] == "draft: not yet checked by a first-language speaker"


def test_every_welsh_message_with_a_link_says_that_the_page_is_in_english() -> None:
    linked = [template for template in templates("cy").values() if template.has_link]
    assert linked
    for template in linked:
        assert all("Saesneg" in words for words in (template.text, template.email, template.letter))


def test_a_day_and_a_time_read_as_the_language_writes_them() -> None:
    facts = {"day": "2026-03-03", "time": "12:00"}
    assert template_for("prepare.invite").said(facts, practice="") == {
        "practice": "your care team", "day": "Tue 3 Mar", "time": "midday",
    }  # fmt: skip
    assert template_for("prepare.invite", "cy").said(facts | {"time": "10:20"}, practice="") == {
        "practice": "eich tîm gofal", "day": "Maw 3 Maw", "time": "10:20 y.b.",
    }  # fmt: skip
    assert get_language() == "en-gb"


def test_a_message_a_language_has_no_words_for_goes_in_english_from_end_to_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = {name: content(name) for name in ("messages/en.toml", "messages/cy.toml")}
    files["messages/cy.toml"] = {key: files["messages/cy.toml"][key] for key in ("about", "goal.follow_up")}
    monkeypatch.setattr("alongside.messages.templates.content", files.__getitem__)
    partly = templates.__wrapped__("cy")
    assert (partly["goal.follow_up"].language, partly["prepare.invite"].language) == ("cy", "en")
    assert partly["prepare.invite"].said({"day": "2026-03-03"}, practice="")["day"] == "Tue 3 Mar"


FREE_TEXTS = ["my knees hurt", "HbA1c was 64", "2026-03-10 because of my diabetes", "2026-02-30", "25:00", "", 7, None]


@pytest.mark.parametrize("fact", ["day", "time"])
@pytest.mark.parametrize("words", FREE_TEXTS)
def test_nobodys_words_get_into_the_outbox_in_place_of_a_fact(queue: Queue, fact: str, words: object) -> None:
    with pytest.raises(ValueError, match="Not something a message may say"):
        queue(facts=FACTS | {fact: words})


def test_a_fact_the_template_does_not_declare_is_refused(queue: Queue) -> None:
    with pytest.raises(ValueError, match="may not say: goal"):
        queue(facts=FACTS | {"goal": "walk to the shop"})


def test_a_missing_fact_an_unknown_template_and_somebody_elses_link_are_refused(cast: Cast, queue: Queue) -> None:
    with pytest.raises(ValueError, match="needs: day"):
        queue(facts={"time": "10:00"})
    with pytest.raises(ValueError, match="no message called"):
        queue("goal.words")
    link = queue().link
    with pytest.raises(ValueError, match="needs a link"):
        enqueue(
            by=SYSTEM,
            person=cast.winston,
            template="prepare.invite",
            window="w",
            organisation=None,
            facts=FACTS,
            subject_id=uuid4(),
            link=link,
        )


@given(moment=st.datetimes(timezones=st.just(timezone.get_default_timezone())))
def test_every_moment_is_a_day_and_a_time_that_may_be_said(moment: datetime) -> None:
    facts = day_and_time(moment)
    assert SHAPES["day"](facts["day"])
    assert SHAPES["time"](facts["time"])
    said = template_for("prepare.invite").said(facts, practice="Elm Bank")
    assert said == {"practice": "Elm Bank", "day": short_day(moment), "time": clock(moment)}


@given(words=st.text(max_size=200))
def test_anything_can_be_put_in_telephone_letters(words: str) -> None:
    assert set(in_telephone_letters(words)) <= BASIC | TWICE


def test_typography_and_welsh_letters_are_put_plainly() -> None:
    assert in_telephone_letters("Tŷ’r Dŵr – £5 …") == "Ty'r Dwr - £5 ..."


def test_parts_are_counted_as_a_telephone_does() -> None:
    assert [parts("a" * n) for n in (160, 161, 306, 307)] == [1, 2, 2, 3]
    assert [parts("€" * n) for n in (80, 81)] == [1, 2]


def test_one_letter_outside_the_telephone_alphabet_makes_the_whole_text_longer() -> None:
    assert [parts("a" * n + "ŵ") for n in (69, 70, 133, 134)] == [1, 2, 2, 3]
    assert [parts("م" * n) for n in (70, 71, 134, 135)] == [1, 2, 2, 3]
    assert [parts("😀" * n) for n in (35, 36)] == [1, 2]


def test_a_text_in_welsh_keeps_its_accents_and_one_in_english_goes_without() -> None:
    who = {"practice": "Meddygfa’r Tŷ Gwyn", "name": "", "link": ""}
    welsh, english = template_for("goal.follow_up", "cy"), template_for("goal.follow_up")
    assert "Helo gan Meddygfa'r Tŷ Gwyn." in welsh.worded("text", {}, **who)[1]
    assert "Hello from Meddygfa'r Ty Gwyn." in english.worded("text", {}, **who)[1]


@given(name=st.text(min_size=1, max_size=300))
def test_a_shortened_name_is_never_too_long(name: str) -> None:
    assert len(shortened(name, most=LONGEST_NAME_IN_A_TEXT)) <= LONGEST_NAME_IN_A_TEXT

"""What may be kept of a search in vain, and the words of distances and headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.directory.actions import note_unmet_need, use
from alongside.directory.distances import in_miles, on_foot
from alongside.directory.models import UnmetNeed
from alongside.directory.queries import headings
from alongside.directory.search.asking import Asked, understand
from alongside.directory.search.needs import vocabulary
from alongside.directory.search.words import Speller
from alongside.directory.unmet import about, worth_keeping
from alongside.people.actors import SYSTEM

NOTHING = Asked((), frozenset(), frozenset())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Unicycle Club", "unicycle club"),
        ("ring me on 07700 900123 about debt", "ring me on about debt"),
        ("ann@example.org wants a choir", "wants a choir"),
        ("choir near M33 7ZF or 12 Elm Row", "choir near or elm row"),
        ("see https://example.org/x", "see"),
        ("i want to die", ""),
        ("  ", ""),
    ],
)
def test_nothing_is_kept_that_could_tell_who_it_was(typed, kept):
    assert worth_keeping(typed, "", NOTHING).words == kept


def test_the_name_of_whom_it_is_for_is_left_out_where_it_is_known():
    assert worth_keeping("Rosa Ashworth's peer group", "", NOTHING, about_person="Rosa Ashworth").words == "peer group"


def test_what_a_database_refuses_is_left_out():
    assert worth_keeping("a\x00b", "", NOTHING).words == "a b"


@given(st.text(max_size=600))
def test_what_is_kept_is_short_and_holds_no_figure(typed):
    kept = worth_keeping(typed, typed, NOTHING)
    assert len(kept.words) <= 200
    assert not any(sign.isdecimal() or sign in "@/:" for sign in kept.words)


@pytest.mark.parametrize(
    ("near", "kept"),
    [("M33 7ZF", "M33"), ("m337zf", "M33"), ("M33", "M33"), ("Sale", "sale"), ("12 Elm Row", ""), ("", "")],
)
def test_of_a_postcode_only_the_first_half_is_kept(near, kept):
    assert about(near) == kept


def note(words, near="M33", told=False):
    note_unmet_need(by=SYSTEM, kept=worth_keeping(words, near, NOTHING), told=told)


@pytest.mark.django_db
def test_the_same_words_on_a_day_are_one_row_that_counts():
    for _time in range(3):
        note("Unicycles")
    note("unicycles", near="M16")
    note("unicycles", told=True)
    counted = UnmetNeed.objects.order_by("-times", "near", "told").values_list("words", "near", "told", "times")
    assert list(counted) == [
        ("unicycles", "M33", False, 3),
        ("unicycles", "M16", False, 1),
        ("unicycles", "M33", True, 1),
    ]


@pytest.mark.django_db
def test_a_day_keeps_only_so_many(monkeypatch):
    monkeypatch.setattr(use, "MOST_A_DAY", 2)
    for words in ("kayaks", "canoes", "rafts", "kayaks"):
        note(words)
    assert sorted(UnmetNeed.objects.values_list("words", "times")) == [("canoes", 1), ("kayaks", 2)]


@pytest.mark.parametrize(
    ("km", "words"),
    [(0.1, "less than 0.1 miles"), (0.97, "0.6 miles"), (1.609, "1 mile"), (15.9, "9.9 miles"), (19.3, "12 miles")],
)
def test_distances_are_in_miles(km, words):
    assert in_miles(km) == words


@pytest.mark.parametrize(("km", "words"), [(0.01, "about 1 minute’s walk"), (1, "about 16 minutes’ walk"), (2.1, "")])
def test_what_is_near_is_told_on_foot(km, words):
    assert on_foot(km) == words


SPELLER = Speller(wanted=vocabulary(), written=())
TOPICS = [(key, topic) for key, heading in headings().items() for topic in heading.topics]


@pytest.mark.parametrize(("key", "topic"), TOPICS, ids=[f"{key}: {topic.title}" for key, topic in TOPICS])
def test_every_topic_means_something_to_the_search(key, topic):
    assert understand(topic.words, speller=SPELLER, places=()).keys

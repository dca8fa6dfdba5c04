"""The plan's pages, who may open them, and what they do with bad input."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from alongside.people.actors import actor_for
from alongside.people.models import Consent
from alongside.plans.actions import (
    add_contact,
    agree_goal,
    agree_warning_sign,
    answer_now,
    describe_levels,
    end_goal,
    rate_level,
    say_what_matters,
    set_review,
)
from alongside.plans.models import Goal, PlanContact, WarningSign
from alongside.plans.queries import active_cards, plan_page, plan_text

GOAL = {"words": "Walk to the shop", "confidence": "8", "what": "walk to the gate", "days_a_week": "4"}
LEVELS = {"much_less": "no walk", "less": "gate", "expected": "shop", "better": "park", "much_better": "hill"}
BY_PERSON = ["plan", "booklet", "text", "scales"]
PERSON_EDITS = ["what_matters", "review", "add_sign", "add_contact", "add_goal"]
GOAL_EDITS = ["change_goal", "would_raise", "end_goal", "answer", "levels", "reached"]


@pytest.fixture
def nurse(cast):
    return actor_for(cast["nurse"])


@pytest.fixture
def walk(cast, nurse):
    """A plan with something in every part."""
    say_what_matters(by=nurse, person=cast.rosa, words="My garden & my <b>grandchildren</b>")
    agree_warning_sign(by=nurse, person=cast.rosa, sign="More breathless", what_to_do="Use the blue inhaler")
    add_contact(by=nurse, person=cast.rosa, name="Ana", how="daughter", phone="07700 900111")
    set_review(by=nurse, person=cast.rosa, on=timezone.localdate() + timedelta(days=90))
    goal = agree_goal(by=nurse, person=cast.rosa, words="Walk to the shop", confidence=5, what="walk", importance=9)
    answer_now(by=nurse, goal=goal, going="well", confidence=6, days_done=4, words="The hill is hard")
    rate_level(by=nurse, scale=describe_levels(by=nurse, goal=goal, **LEVELS), level=1)
    return goal


def _address(name, cast, walk):
    return reverse(f"plans:{name}", args=[cast.rosa.pk if name in BY_PERSON + PERSON_EDITS else walk.pk])


def test_every_page_opens_with_something_in_every_part_of_the_plan(cast, walk):
    """Who else is let in is walked for every address in tests/architecture/test_access_matrix.py."""
    for name in [*BY_PERSON, *PERSON_EDITS, "goal", *GOAL_EDITS]:
        for who in ("rosa", "daughter", "nurse", "breathing_nurse"):
            assert cast.client(who).get(_address(name, cast, walk)).status_code == 200, (name, who)


def test_a_coordinator_reads_the_plan_and_changes_nothing(cast, walk):
    client = cast.client("coordinator")
    page = client.get(reverse("plans:plan", args=[cast.rosa.pk])).content.decode()
    assert "My garden" in page
    assert reverse("plans:add_goal", args=[cast.rosa.pk]) not in page
    for name in [*PERSON_EDITS, *GOAL_EDITS]:
        assert client.post(_address(name, cast, walk), GOAL).status_code == 404, name


def test_a_team_sees_the_plan_until_the_day_and_not_after(cast, walk):
    Consent.objects.filter(organisation=cast.breathing_team).update(until=timezone.localdate() - timedelta(days=1))
    address = reverse("plans:plan", args=[cast.rosa.pk])
    assert cast.client("breathing_nurse").get(address).status_code == 404


def test_a_sign_or_contact_of_another_person_is_not_found(cast, walk, nurse):
    other = agree_warning_sign(by=nurse, person=cast.winston, sign="Stiff", what_to_do="Rest")
    friend = add_contact(by=nurse, person=cast.winston, name="Joe")
    client = cast.client("nurse")
    for name, row in [("sign", other), ("contact", friend)]:
        address = reverse(f"plans:{name}", args=[cast.rosa.pk, row.pk])
        assert client.post(address, {"remove": "1"}).status_code == 404
    assert client.get(reverse("plans:goal", args=[uuid4()])).status_code == 404
    assert WarningSign.objects.filter(pk=other.pk).exists()
    assert PlanContact.objects.filter(pk=friend.pk).exists()


def test_the_person_adds_a_goal_alone(cast):
    response = cast.client("rosa").post(reverse("plans:add_goal", args=[cast.rosa.pk]), GOAL)
    assert response["Location"] == reverse("plans:plan", args=[cast.rosa.pk])
    goal = Goal.objects.get()
    assert (goal.words, goal.follow_ups.get().every_days) == ("Walk to the shop", 14)


def test_a_goal_sent_twice_is_one_goal(cast):
    client = cast.client("rosa")
    for _again in range(2):
        client.post(reverse("plans:add_goal", args=[cast.rosa.pk]), GOAL)
    assert Goal.objects.count() == 1


def test_from_a_visit_the_form_leads_back_to_the_visit(cast):
    address = reverse("plans:add_goal", args=[cast.rosa.pk])
    response = cast.client("nurse").post(address, {**GOAL, "next": "/visits/1/"})
    assert response["Location"] == "/visits/1/"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", "\\\\x"])
def test_the_form_never_leads_off_to_another_site(cast, elsewhere):
    address = reverse("plans:add_goal", args=[cast.rosa.pk])
    response = cast.client("nurse").post(address, {**GOAL, "next": elsewhere})
    assert response["Location"] == reverse("plans:plan", args=[cast.rosa.pk])


def test_under_seven_asks_once_what_would_help_with_the_goal_already_saved(cast):
    client = cast.client("rosa")
    address = reverse("plans:add_goal", args=[cast.rosa.pk])
    response = client.post(address, {**GOAL, "confidence": "4", "next": "/visits/1/"})
    goal = Goal.objects.get()
    assert response["Location"] == reverse("plans:would_raise", args=[goal.pk]) + "?next=/visits/1/"
    page = client.get(response["Location"]).content.decode()
    assert "Leave it as it is" in page
    after = client.post(response["Location"], {"would_raise": "go with Ana", "next": "/visits/1/"})
    goal.refresh_from_db()
    assert (after["Location"], goal.would_raise) == ("/visits/1/", "go with Ana")


def test_under_seven_with_an_answer_given_asks_nothing_more(cast):
    address = reverse("plans:add_goal", args=[cast.rosa.pk])
    response = cast.client("rosa").post(address, {**GOAL, "confidence": "4", "would_raise": "a stick"})
    assert response["Location"] == reverse("plans:plan", args=[cast.rosa.pk])


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"words": ""}, "Write the goal in a few words."),
        ({"words": "x" * 301}, "Use 300 characters or fewer. You have used 301."),
        ({"confidence": ""}, "Choose a number from 0 to 10"),
        ({"confidence": "eleven"}, "Choose one of these"),
        ({"what": ""}, "Say what the first step is"),
        ({"days_a_week": "9"}, "Choose one of these"),
    ],
)
def test_a_mistake_gets_a_sentence_keeps_what_was_typed_and_saves_nothing(cast, wrong, sentence):
    address = reverse("plans:add_goal", args=[cast.rosa.pk])
    response = cast.client("rosa").post(address, {**GOAL, "why": "the grandchildren", **wrong})
    page = response.content.decode()
    assert sentence in page
    assert "the grandchildren" in page
    assert not Goal.objects.exists()


def test_an_empty_form_is_told_what_is_missing(cast):
    response = cast.client("rosa").post(reverse("plans:add_sign", args=[cast.rosa.pk]), {})
    assert "Write the sign to watch for." in response.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "shown"),
    [
        ("what_matters", {"words": "My allotment"}, "My allotment"),
        ("add_sign", {"sign": "Ankles swell", "what_to_do": "Ring the nurse"}, "Ankles swell"),
        ("add_contact", {"name": "Joe", "phone": "07700 900222"}, "07700 900222"),
        ("review", {"on_day": "3", "on_month": "3", "on_year": "2099"}, "3 March 2099"),
    ],
)
def test_each_small_part_is_saved_once_however_often_it_is_sent(cast, name, data, shown):
    client = cast.client("rosa")
    for _again in range(2):
        client.post(reverse(f"plans:{name}", args=[cast.rosa.pk]), data)
    page = client.get(reverse("plans:plan", args=[cast.rosa.pk])).content.decode()
    assert page.count(shown) >= 1
    assert WarningSign.objects.count() <= 1
    assert PlanContact.objects.count() <= 1


def test_a_review_in_the_past_is_refused(cast):
    data = {"on_day": "3", "on_month": "3", "on_year": "2001"}
    response = cast.client("rosa").post(reverse("plans:review", args=[cast.rosa.pk]), data)
    assert "Choose today or a day after it." in response.content.decode()


def test_a_warning_sign_is_changed_and_taken_out(cast, walk):
    client, row = cast.client("rosa"), WarningSign.objects.get()
    address = reverse("plans:sign", args=[cast.rosa.pk, row.pk])
    client.post(address, {"sign": "Much more breathless", "what_to_do": "Ring 111"})
    changed = WarningSign.objects.get()
    assert changed.sign == "Much more breathless"
    client.post(reverse("plans:sign", args=[cast.rosa.pk, changed.pk]), {"remove": "1"})
    assert not WarningSign.objects.exists()


def test_words_that_suggest_self_harm_show_where_to_get_help_before_and_after_saving(cast):
    client, address = cast.client("rosa"), reverse("plans:add_goal", args=[cast.rosa.pk])
    typed = {**GOAL, "why": "I want to kill myself"}
    assert "116 123" in client.post(address, {**typed, "confidence": ""}).content.decode()
    assert "116 123" in client.post(address, typed, follow=True).content.decode()


def test_a_page_for_one_small_part_reads_no_goals(cast, walk):
    client = cast.client("nurse")
    address = reverse("plans:what_matters", args=[cast.rosa.pk])
    with CaptureQueriesContext(connection) as asked:
        assert "grandchildren" in client.get(address).content.decode()
    assert not any("plans_goal" in query["sql"] for query in asked)


@pytest.mark.parametrize("name", ["plan", "text", "goal", *GOAL_EDITS])
def test_every_page_that_shows_words_of_self_harm_again_shows_where_to_get_help(cast, nurse, name):
    goal = agree_goal(by=nurse, person=cast.rosa, words="I want to kill myself", confidence=5, what="wait")
    describe_levels(by=nurse, goal=goal, **LEVELS)
    assert "116 123" in cast.client("rosa").get(_address(name, cast, goal)).content.decode()


def test_an_earlier_goal_on_the_plan_shows_it_too(cast, nurse):
    goal = agree_goal(by=nurse, person=cast.rosa, words="I want to kill myself", confidence=5)
    end_goal(by=nurse, goal=goal, state="set_aside")
    assert "116 123" in cast.client("rosa").get(_address("plan", cast, goal)).content.decode()


def test_what_matters_shows_it_when_it_is_opened_again(cast, nurse):
    say_what_matters(by=nurse, person=cast.rosa, words="I want to kill myself")
    assert "116 123" in cast.client("rosa").get(_address("what_matters", cast, None)).content.decode()


def test_a_goal_finishes_without_ever_being_called_failed(cast, walk):
    client, address = cast.client("rosa"), reverse("plans:end_goal", args=[walk.pk])
    assert "Choose what became of the goal." in client.post(address, {}).content.decode()
    page = client.post(address, {"state": "set_aside"}, follow=True).content.decode()
    assert "set aside for now" in page
    assert "fail" not in page.lower()


def test_what_was_typed_is_shown_and_never_run(cast, walk):
    page = cast.client("nurse").get(reverse("plans:plan", args=[cast.rosa.pk])).content.decode()
    assert "&lt;b&gt;grandchildren" in page
    assert "<b>grandchildren" not in page


@pytest.mark.parametrize("name", ["plan", "booklet", "text"])
def test_a_person_with_nothing_written_yet_has_pages_too(cast, name):
    assert cast.client("rosa").get(reverse(f"plans:{name}", args=[cast.rosa.pk])).status_code == 200


def test_the_one_line_says_step_days_and_both_numbers(cast, nurse, time_machine):
    goal = agree_goal(by=nurse, person=cast.rosa, words="Get out more", confidence=5, what="walk to the shop")
    time_machine.move_to(timezone.now() + timedelta(days=15))
    answer_now(by=nurse, goal=goal, going="well", confidence=6, days_done=4)
    [card] = active_cards(cast.rosa)
    assert card.line == "walk to the shop, 4 of 7 days, confidence 6, was 5"
    assert (card.values, card.silent) == ([5, 6], False)
    assert card.next.due == timezone.localdate() + timedelta(days=14)


def test_the_lines_take_the_same_queries_for_many_goals_as_for_one(cast, nurse, walk, django_assert_num_queries):
    with django_assert_num_queries(4):
        active_cards(cast.rosa)
    for n in range(6):
        goal = agree_goal(by=nurse, person=cast.rosa, words=f"Goal {n}", confidence=n)
        answer_now(by=nurse, goal=goal, going="well", confidence=6)
    with django_assert_num_queries(4):
        assert len(active_cards(cast.rosa)) == 7


def test_the_text_to_paste_holds_the_whole_plan(cast, walk):
    text = plan_text(plan_page(cast.rosa))
    for part in ["My garden", "Walk to the shop", "confidence 6", "More breathless", "07700 900111", "a nurse at Elm"]:
        assert part in text


def test_the_large_print_booklet_uses_its_own_sheet(cast, walk):
    page = cast.client("rosa").get(reverse("plans:booklet", args=[cast.rosa.pk]) + "?large=1").content.decode()
    assert "booklet_large.css" in page
    assert "Walk to the shop" in page


def test_asking_today_says_what_happened(cast, nurse):
    goal = agree_goal(by=nurse, person=cast.rosa, words="Sleep", confidence=8)
    response = cast.client("nurse").post(reverse("plans:ask_now", args=[goal.pk]), follow=True)
    assert "on its way" in response.content.decode()
    Consent.objects.filter(person=cast.winston).update(withdrawn_at=timezone.now())
    quiet = agree_goal(by=nurse, person=cast.winston, words="Sleep", confidence=8)
    response = cast.client("nurse").post(reverse("plans:ask_now", args=[quiet.pk]), follow=True)
    assert "Messages are off" in response.content.decode()


def test_no_day_is_taken_for_a_date_that_does_not_exist(cast):
    data = {"on_day": "31", "on_month": "2", "on_year": str(timezone.localdate().year + 1)}
    response = cast.client("rosa").post(reverse("plans:review", args=[cast.rosa.pk]), data)
    assert "Enter a real date" in response.content.decode()


def test_the_whole_plan_takes_the_same_queries_however_much_is_in_it(cast, nurse, walk, django_assert_num_queries):
    with django_assert_num_queries(8):
        plan_page(cast.rosa)
    for n in range(5):
        agree_warning_sign(by=nurse, person=cast.rosa, sign=f"Sign {n}", what_to_do="Rest")
        agree_goal(by=nurse, person=cast.rosa, words=f"Goal {n}", confidence=n, what="a step")
    with django_assert_num_queries(8):
        assert len(plan_page(cast.rosa).goals) == 6

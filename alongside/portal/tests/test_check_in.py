"""Answering from a link: one tap, then as much more as the person likes."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.messages.links import token_of
from alongside.messages.models import SignedLink
from alongside.people.actors import SYSTEM, actor_for
from alongside.plans.actions import agree_goal, ask_due_follow_ups, end_goal
from alongside.plans.models import CheckIn, FollowUp
from alongside.worklist.models import Task
from conftest import BIRTHDAY


@pytest.fixture
def goal(cast):
    return agree_goal(by=actor_for(cast["nurse"]), person=cast.rosa, words="Walk to the shop", confidence=5)


@pytest.fixture
def link(goal):
    ask_due_follow_ups(by=SYSTEM, now=timezone.now() + timedelta(days=14))
    return SignedLink.objects.get()


@pytest.fixture
def phone(link):
    return opened(link)


def opened(link):
    """A browser that already gave the date of birth."""
    client = Client()
    client.post(reverse("portal:door", args=[token_of(link)]), BIRTHDAY)
    return client


def _step(link, step):
    return reverse("portal:check_in", args=[token_of(link), step])


def test_without_the_date_of_birth_there_is_only_the_door(link):
    for step in ["going", "sure", "days", "more", "thanks"]:
        response = Client().get(_step(link, step))
        assert response["Location"] == reverse("portal:door", args=[token_of(link)])
    assert Client().post(_step(link, "going"), {"going": "well"}).status_code == 302
    assert not CheckIn.objects.exists()


def test_one_tap_is_saved_at_once(phone, link):
    response = phone.post(_step(link, "going"), {"going": "not_going"})
    assert response["Location"] == _step(link, "sure")
    assert CheckIn.objects.get().going == "not_going"


def test_the_whole_answer_in_four_taps_ends_with_thanks_and_the_next_day(phone, link, goal):
    phone.post(_step(link, "going"), {"going": "well"})
    phone.post(_step(link, "sure"), {"confidence": "7"})
    phone.post(_step(link, "days"), {"days_done": "4"})
    page = phone.post(_step(link, "more"), {"words": "The hill is easier"}, follow=True).content.decode()
    for part in [
        "Thank you",
        "A nurse at Elm Bank Surgery",
        "7 out of 10",
        "4 of the last 7",
        "easier",
        "Next message",
    ]:
        assert part in page
    assert [row.value for row in goal.confidences.all()] == [7]


def test_every_page_offers_to_stop(phone, link):
    pages = [phone.get(_step(link, "going"))]
    phone.post(_step(link, "going"), {"going": "well"})
    pages += [phone.get(_step(link, step)) for step in ["sure", "days", "more", "thanks"]]
    assert all("Stop these messages" in page.content.decode() for page in pages)


def test_tapping_again_or_changing_the_answer_leaves_one_answer(phone, link):
    for going in ["well", "well", "up_and_down"]:
        phone.post(_step(link, "going"), {"going": going})
    assert CheckIn.objects.get().going == "up_and_down"
    assert FollowUp.objects.filter(state="planned").count() == 1


def test_another_day_the_link_shows_what_was_said(phone, link):
    phone.post(_step(link, "going"), {"going": "well"})
    CheckIn.objects.update(at=timezone.now() - timedelta(days=1))
    assert "Thank you" in phone.get(_step(link, "going")).content.decode()
    phone.post(_step(link, "going"), {"going": "not_going"})
    assert CheckIn.objects.get().going == "well"


@pytest.mark.parametrize(
    ("asked", "day", "said"),
    [
        ("2026-12-01T10:00Z", date(2026, 12, 3), "Thu 3 Dec"),
        ("2026-12-23T10:00Z", date(2026, 12, 29), "Tue 29 Dec"),
        ("2027-03-25T10:00Z", date(2027, 3, 31), "Wed 31 Mar"),
    ],
)
def test_please_call_me_becomes_a_task_and_says_by_when(time_machine, cast, asked, day, said):
    time_machine.move_to(datetime.fromisoformat(asked))
    agree_goal(by=actor_for(cast["nurse"]), person=cast.rosa, words="Walk to the shop", confidence=5)
    ask_due_follow_ups(by=SYSTEM, now=timezone.now() + timedelta(days=14))
    link = SignedLink.objects.get()
    phone = opened(link)
    phone.post(_step(link, "going"), {"going": "not_going"})
    page = phone.post(_step(link, "more"), {"words": "", "please_call": "on"}, follow=True).content.decode()
    task = Task.objects.get()
    assert (task.owner, task.due) == (cast["nurse"], day)
    assert f"Elm Bank Surgery will call you by {said}." in page


def test_stop_and_start_again(phone, link):
    phone.post(_step(link, "going"), {"going": "well"})
    page = phone.post(_step(link, "stop"), follow=True).content.decode()
    assert "no more messages" in page
    assert not FollowUp.objects.filter(state__in=["planned", "asked"]).exists()
    page = phone.post(_step(link, "start"), follow=True).content.decode()
    assert "Next message" in page


def test_stopping_before_answering_is_fine_too(phone, link):
    assert "no more messages" in phone.post(_step(link, "stop"), follow=True).content.decode()
    assert not CheckIn.objects.exists()


def test_words_that_suggest_self_harm_show_help_after_saving_and_stay_out_of_the_title(phone, link):
    phone.post(_step(link, "going"), {"going": "not_going"})
    said = {"words": "I want to kill myself", "please_call": "on"}
    page = phone.post(_step(link, "more"), said, follow=True).content.decode()
    assert "116 123" in page
    assert CheckIn.objects.get().words == said["words"]
    assert "kill" not in Task.objects.get().title


@pytest.mark.parametrize("step", ["going", "sure", "days", "more", "thanks"])
def test_a_goal_in_such_words_shows_help_at_every_step(phone, link, goal, step):
    phone.post(_step(link, "going"), {"going": "not_going"})
    type(goal).objects.filter(pk=goal.pk).update(words="I want to kill myself")
    assert "116 123" in phone.get(_step(link, step)).content.decode()


def test_the_same_words_show_help_when_they_could_not_be_saved(phone, link):
    phone.post(_step(link, "going"), {"going": "not_going"})
    page = phone.post(_step(link, "more"), {"words": "I want to kill myself. " + "x" * 2000}).content.decode()
    assert "116 123" in page
    assert "Use 2000 characters or fewer" in page
    assert CheckIn.objects.get().words == ""


@pytest.mark.parametrize(
    ("step", "data", "sentence"),
    [
        ("going", {"going": "rubbish"}, "Choose the answer that is nearest."),
        ("going", {}, "Choose the answer that is nearest."),
        ("sure", {"confidence": "11"}, "Choose one of these"),
        ("sure", {}, "Choose a number, or skip this."),
        ("days", {"days_done": "8"}, "Choose one of these"),
    ],
)
def test_rubbish_gets_a_sentence(phone, link, step, data, sentence):
    if step != "going":
        phone.post(_step(link, "going"), {"going": "well"})
    assert sentence in phone.post(_step(link, step), data).content.decode()


def test_a_later_step_before_the_first_leads_to_the_first(phone, link):
    for response in [phone.get(_step(link, "more")), phone.post(_step(link, "more"), {"words": "x"})]:
        assert response["Location"] == _step(link, "going")
    assert not CheckIn.objects.exists()


def test_a_step_that_does_not_exist_is_not_found(phone, link):
    assert phone.get(_step(link, "nonsense")).status_code == 404


def test_when_the_goal_has_ended_the_link_no_longer_opens(phone, link, goal, cast):
    end_goal(by=SYSTEM, goal=goal, state="achieved")
    assert phone.get(_step(link, "going"))["Location"] == reverse("portal:door", args=[token_of(link)])


def test_a_link_to_prepare_never_opens_a_check_in(phone, link):
    SignedLink.objects.update(purpose="prepare")
    assert phone.get(_step(link, "going"))["Location"] == reverse("portal:door", args=[token_of(link)])

"""A walking group: from an idea after a course, by way of the directory, to a friend who is missed, and to its end."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from alongside.messages.models import Message
from alongside.peers.actions.groups import look_after_groups
from alongside.peers.models import Group
from alongside.people.actors import SYSTEM
from conftest import Cast, letters
from tests.journeys.conftest import DESKTOP, PHONE, assert_accessible, sign_in
from tests.journeys.near import make_directory


@pytest.fixture
def near(cast: Cast) -> Cast:
    make_directory()
    return cast


def test_a_person_starts_a_walking_group_and_it_is_found_walked_with_and_ends(near: Cast, open_page) -> None:
    # Given Winston, who starts one on his phone, from his own page
    phone = open_page(PHONE, near["winston"])
    phone.goto(reverse("portal:person", args=[near.winston.pk]))
    phone.get_by_role("link", name="Start a group").click()
    phone.get_by_role("link", name="Start a group").click()
    phone.get_by_label("What is it called?").fill("Canal Strollers")
    phone.get_by_label("Walking together").check()
    phone.get_by_label("What is it like").fill("A slow walking group along the canal, with tea at the end.")
    phone.get_by_label("Just turn up.").check()
    phone.get_by_role("button", name="Go on to where and when").click()
    say_where_and_when(phone)
    assert_accessible(phone)
    phone.get_by_role("button", name="Send it").click()
    expect(phone.get_by_text("Westhaven Breathing Team reads it")).to_be_visible()

    # When the coordinator, told by e-mail that there is something to read, has read it
    assert letters()[0].to == [near["coordinator"].email]
    desk = open_page(DESKTOP, near["coordinator"])
    desk.goto(reverse("peers:group_desk"))
    desk.get_by_role("link", name="Canal Strollers").click()
    expect(desk.get_by_text("Winston Bright")).to_be_visible()
    desk.get_by_role("button", name="List it").click()

    # Then Rosa finds it like anything else, and says that she comes
    friend = open_page(PHONE, near["rosa"])
    friend.goto(reverse("portal:find") + "?words=walking+group&near=M33+7ZF")
    friend.get_by_role("link", name="Canal Strollers").click()
    friend.get_by_role("link", name="I would like to come").click()
    friend.get_by_label("What should the others call you?").fill("Rosie")
    friend.get_by_role("button", name="I would like to come").click()
    friend.get_by_role("button", name="I am coming").first.click()
    expect(friend.get_by_text("You are coming.")).to_be_visible()

    # And she is told the day before
    look_after_groups(by=SYSTEM, today=timezone.localdate() + timedelta(days=1))
    assert Message.objects.get(template="group.tomorrow").person == near.rosa

    # And the day after Winston says that they met, and that he thinks of her, who could not come
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        sign_in(phone, near["winston"])
        phone.goto(reverse("peers:groups", args=[near.winston.pk]))
        phone.get_by_role("link", name="Canal Strollers").click()
        phone.get_by_label("How many came?").fill("4")
        phone.get_by_role("button", name="Yes, we met").click()
        phone.get_by_role("button", name="Thinking of you").click()
        expect(phone.get_by_text("told this week that you think of them")).to_be_visible()
    assert Message.objects.filter(template="group.thinking", person=near.rosa).exists()

    # Until nobody says for two months that it meets: then it is asked after, and found no more
    with time_machine.travel(timezone.now() + timedelta(days=66), tick=False):
        look_after_groups(by=SYSTEM, today=timezone.localdate())
        assert Group.objects.get().state == "quiet"
        friend.goto(reverse("portal:find") + "?words=walking+group&near=M33+7ZF")
        expect(friend.get_by_role("link", name="Canal Strollers")).to_have_count(0)
        sign_in(phone, near["winston"])
        phone.goto(reverse("peers:groups", args=[near.winston.pk]))
        phone.get_by_role("link", name="Canal Strollers").click()
        phone.get_by_role("link", name="It has stopped meeting").click()
        phone.get_by_role("button", name="Yes, it has stopped").click()
        expect(phone.get_by_text("Thank you for having run it")).to_be_visible()


def say_where_and_when(phone: Page) -> None:
    """In two days, at two, every week."""
    first = timezone.localdate() + timedelta(days=2)
    phone.get_by_label("Where do you meet?").fill("The benches by the library, Sale")
    phone.get_by_label("Its postcode").fill("M33 7ZF")
    phone.get_by_label("Yes, step-free").check()
    phone.get_by_label("Day", exact=True).fill(str(first.day))
    phone.get_by_label("Month", exact=True).fill(str(first.month))
    phone.get_by_label("Year", exact=True).fill(str(first.year))
    phone.get_by_label("Every week").check()
    phone.get_by_label("From what time?").fill("14:00")
    phone.get_by_role("button", name="Save").click()

"""A buddy: from a wish on a phone to a kind ending, with a worry in between that is followed to its end."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from alongside.peers.actions import look_round
from alongside.peers.models import Call, Match, Worry
from alongside.people.actors import SYSTEM
from conftest import Cast, letters
from tests.circle import Circle, make_circle
from tests.journeys.conftest import DESKTOP, PHONE, assert_accessible, sign_in


@pytest.fixture
def circle(cast: Cast) -> Circle:
    return make_circle(cast)


def test_a_buddy_from_the_wish_to_the_end_with_a_worry_on_the_way(circle: Circle, open_page) -> None:
    cast = circle.cast
    circle.another("hilda", conditions=["ibs"], topics=[], interests=[])

    # Given Rosa, who asks on her phone, from her own page
    phone = open_page(PHONE, cast["rosa"])
    phone.goto(reverse("portal:person", args=[cast.rosa.pk]))
    phone.get_by_role("link", name="Talk to somebody who knows what it is like").click()
    phone.get_by_label("Being short of breath").check()
    phone.get_by_label("gardening").check()
    phone.get_by_role("button", name="Ask for a buddy").click()
    expect(phone.get_by_text("You are asked before anybody rings")).to_be_visible()

    # When the coordinator sees who fits best and why, and asks both
    desk = open_page(DESKTOP, cast["coordinator"])
    desk.goto(reverse("peers:buddies"))
    desk.get_by_role("link", name="Rosa Ashworth").click()
    expect(desk.get_by_role("heading", level=2).first).to_have_text("Buddy Fictional")
    expect(desk.get_by_text("Both live with COPD.")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("button", name="Ask them both : Buddy Fictional").click()

    # Then the buddy says yes without a name, and Rosa says yes to a first name
    helper = open_page(PHONE, cast["buddy"])
    helper.goto(reverse("peers:mine"))
    assert "Rosa" not in helper.content()
    helper.get_by_role("button", name="Yes").click()
    phone.reload()
    phone.get_by_role("button", name="Yes, please").click()
    expect(phone.get_by_text("rings you on")).to_be_visible()

    # And after the first call the buddy says in a minute how it was, and that something worries them
    rings(helper, worry="She has not eaten since Tuesday")
    [letter] = [each for each in letters() if each.subject == "A buddy has raised a worry"]
    assert "Rosa" not in letter.body

    # And the coordinator follows it to its end
    desk.goto(reverse("peers:buddies"))
    expect(desk.get_by_role("heading", name="1 worry to look at")).to_be_visible()
    desk.get_by_role("region", name="1 worry to look at").get_by_role("link").click()
    desk.get_by_label("What was done?").fill("Rang her daughter, who goes there tonight")
    desk.get_by_role("button", name="Note it").click()
    desk.get_by_role("link", name="Close it").click()
    desk.get_by_label("What became of it?").fill("She eats again; her practice knows")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Close it").click()
    expect(desk.get_by_text("worry to look at")).to_have_count(0)
    assert Worry.objects.get().closed_at

    # Until all the calls are made, and it ends by itself
    for _each in range(3):
        rings(helper)
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        look_round(by=SYSTEM, today=timezone.localdate())
        assert Match.objects.get().why == "done"
        sign_in(phone, cast["rosa"])
        phone.goto(reverse("peers:yours", args=[cast.rosa.pk]))
        expect(phone.get_by_text("Your calls have ended. You can ask again.")).to_be_visible()


def rings(helper: Page, worry: str = "") -> None:
    helper.goto(reverse("peers:mine"))
    helper.get_by_role("link", name="Say how it went").first.click()
    helper.get_by_label("We talked").check()
    helper.get_by_label("For how many minutes?").fill("12")
    helper.get_by_label("Well", exact=True).check()
    if worry:
        helper.get_by_label("Does something worry you").fill(worry)
    before = Call.objects.filter(outcome="held").count()
    helper.get_by_role("button", name="Save").click()
    expect(helper.get_by_text("Thank you for ringing")).to_be_visible()
    assert Call.objects.filter(outcome="held").count() == before + 1

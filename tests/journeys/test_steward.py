"""A steward's round: what is complained of, what its own people say by a link, what looks like one, what is missing."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from alongside.directory.models import Report, Service
from conftest import Cast, letters
from tests.journeys.conftest import DESKTOP, PHONE, assert_accessible
from tests.journeys.near import make_directory


@pytest.fixture
def directory(cast: Cast) -> dict[str, Service]:
    return make_directory()


def test_a_steward_goes_round_and_the_services_do_the_rest(directory, cast, open_page):
    page = open_page(DESKTOP, cast["steward"])
    page.goto(reverse("directory:round"))
    first = page.get_by_role("table").get_by_role("link").first
    expect(first).to_have_text("Sandpiper Lunch Club")  # the one complained of
    first.click()
    expect(page.get_by_text("The door was shut on Wednesday")).to_be_visible()
    page.get_by_role("button", name="Take theirs : phone").click()
    page.get_by_role("button", name="It was right").click()
    page.get_by_label("Rang them").check()
    page.get_by_role("button", name="Still right").click()
    expect(page.get_by_role("main")).to_contain_text("0161 496 0999")
    assert_accessible(page)
    page.get_by_role("link", name="What needs checking").click()
    expect(page.get_by_role("table")).not_to_contain_text("complaint")
    assert not Report.objects.open().exists()

    page.get_by_role("link", name="Tuesday Walkers").click()
    page.get_by_role("button", name="Ask them by e-mail").click()
    expect(page.get_by_text("Asked, at walkers@example.org.")).to_be_visible()
    says_so_with_one_press(open_page(PHONE))
    page.reload()
    expect(page.get_by_text("the provider said so by a link (somebody at Tuesday Walkers)")).to_be_visible()
    directory["walkers"].refresh_from_db()
    assert directory["walkers"].assured_on


def says_so_with_one_press(phone: Page) -> None:
    """Somebody at the service, who has no account."""
    phone.goto(re.search(r"https?://\S+", letters()[-1].body).group())
    assert_accessible(phone)
    phone.get_by_role("button", name="Yes, it is still right").click()
    expect(phone.get_by_text("Thank you.")).to_be_visible()


def test_of_two_that_are_one_the_other_is_found_no_more(directory, cast, open_page):
    page = open_page(DESKTOP, cast["steward"])
    page.goto(reverse("directory:round"))
    page.get_by_role("link", name="1 pair that looks like one").click()
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("keep the .* : Sandpiper Lunch Club$")).click()
    expect(page.get_by_role("main")).not_to_contain_text("Lunch-Club")
    anybody = open_page(PHONE)
    anybody.goto(reverse("portal:find") + "?words=lunch+club&near=M33+7ZF")
    expect(anybody.get_by_role("link", name="Sandpiper Lunch Club")).to_be_visible()
    expect(anybody.get_by_role("main")).not_to_contain_text("Lunch-Club")


def test_what_was_looked_for_in_vain_is_read_without_anybodys_name(directory, cast, open_page):
    for who, reads_all in (("steward", True), ("commissioner", False)):
        page = open_page(DESKTOP, cast[who])
        page.goto(reverse("directory:missing"))
        expect(page.get_by_role("main")).to_contain_text("unicycle club")
        assert ("a men's shed with a lathe" in page.get_by_role("main").inner_text()) == reads_all

"""Signing in without a script, and the checks and the watch that every journey is under."""

import pytest
from playwright.sync_api import Error

from tests.journeys.conftest import PHONE, Watch, assert_accessible


def test_somebody_signs_in_with_an_address_and_a_password_without_javascript(cast, phone_without_javascript):
    cast["rosa"].set_password("walk to the shop")
    cast["rosa"].save()
    page = phone_without_javascript
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill("rosa@example.org")
    page.locator("input[name=password]").fill("walk to the shop")
    with page.expect_navigation():
        page.locator("main").get_by_role("button").first.click()
    assert "/accounts/" not in page.url
    assert page.get_by_role("button", name="Sign out").or_(page.get_by_role("link", name="Sign out")).count()


def test_a_member_of_the_cast_can_be_signed_in_without_the_form(cast, open_page):
    page = open_page(PHONE, cast["rosa"])
    assert page.goto("/").status == 200
    assert_accessible(page)


def test_the_accessibility_check_does_find_what_is_wrong(phone):
    phone.set_content("<html lang=en><title>t</title><main><h1>x</h1><img src='data:,'></main></html>")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(phone)


def test_the_accessibility_check_finds_a_page_wider_than_the_screen(phone):
    phone.goto("/")
    phone.evaluate("document.body.style.minWidth = '900px'")
    with pytest.raises(AssertionError, match="wider than the screen"):
        assert_accessible(phone)


def test_the_watch_sees_inline_script_and_requests_to_elsewhere(open_page, live_server, watch):
    page = open_page(PHONE)
    own = Watch(site=live_server.url)
    page.goto("/")
    own.over(page)
    watch.expected.append("Content Security Policy")
    watch.expected.append("Content-Security-Policy")
    page.evaluate("const s = document.createElement('script'); s.textContent = '1'; document.head.append(s)")
    with pytest.raises(Error, match="fetch"):
        page.evaluate("fetch('https://elsewhere.example/')")
    assert any("Content Security Policy" in problem for problem in own.problems)

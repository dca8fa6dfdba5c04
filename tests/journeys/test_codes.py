"""Signing in with an app's codes, and with codes on paper."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, PHONE, SIZES, Opener, assert_accessible
from tests.journeys.signing_in import (
    code_for,
    codes_on,
    give_code,
    heading,
    is_in,
    prove_it_is_still_you,
    set_up_app,
    sign_in,
    sign_out,
)

pytestmark = pytest.mark.usefixtures("passwords")


@pytest.mark.parametrize(
    ("size", "javascript"),
    [(PHONE, True), (DESKTOP, True), (PHONE, False)],
    ids=["phone", "desktop", "phone without JavaScript"],
)
def test_staff_set_up_an_app_and_give_its_code_from_then_on(open_page: Opener, size, javascript):
    page = open_page(size, javascript=javascript)
    sign_in(page)
    page.get_by_role("button", name="Set up an app").click()
    prove_it_is_still_you(page)
    if javascript:
        assert_accessible(page)
    secret = page.locator(".app-secret").inner_text()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Use this app").click()
    expect(page.locator("main")).to_contain_text("That code did not work. Type the newest one.")
    assert page.locator(".app-secret").inner_text() == secret  # what was scanned still holds
    page.get_by_label("Code").fill(code_for(secret))
    page.get_by_role("button", name="Use this app").click()
    heading(page, "Your recovery codes")
    page.get_by_role("button", name="I have kept them: go on").click()
    heading(page, "Appointments")
    assert is_in(page)

    sign_out(page)
    sign_in(page)
    heading(page, "One more step")
    assert page.get_by_role("button", name="Use a passkey").count() == 0
    give_code(page, "000000")
    expect(page.locator("main")).to_contain_text("That code did not work. Type the newest one.")
    assert not is_in(page)
    if javascript:
        assert_accessible(page)
    give_code(page, code_for(secret))
    heading(page, "Appointments")
    assert is_in(page)


@SIZES
def test_a_recovery_code_gets_in_once_and_new_ones_replace_the_old(open_page: Opener, size):
    page = open_page(size)
    sign_in(page)
    set_up_app(page)
    first, second, *_rest = codes_on(page)
    sign_out(page)
    sign_in(page)
    give_code(page, first)
    heading(page, "Appointments")

    sign_out(page)
    sign_in(page)
    give_code(page, first)
    expect(page.locator("main")).to_contain_text("That code did not work.")
    give_code(page, second)
    heading(page, "Appointments")

    page.goto("/accounts/second-factor/")
    assert_accessible(page)
    page.get_by_role("link", name="make new ones").click()
    prove_it_is_still_you(page)
    assert_accessible(page)
    page.get_by_role("button", name="Make new codes").click()
    heading(page, "Your recovery codes")
    fresh = codes_on(page)
    assert len(fresh) == 10
    assert second not in fresh


@SIZES
def test_staff_stop_using_the_app_and_must_set_up_something_else(open_page: Opener, size):
    page = open_page(size)
    sign_in(page)
    set_up_app(page)
    page.goto("/accounts/second-factor/")
    page.get_by_role("link", name="Stop using the app").click()
    assert_accessible(page)
    page.get_by_role("button", name="Stop using the app").click()
    heading(page, "How you sign in")
    assert not is_in(page)

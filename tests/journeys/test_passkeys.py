"""Signing in with a passkey on a device that the browser plays."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from conftest import letters
from tests.journeys.conftest import DESKTOP, PHONE, SIZES, Opener, assert_accessible
from tests.journeys.signing_in import (
    add_passkey,
    another_device,
    codes_on,
    device_for,
    give_code,
    heading,
    is_in,
    prove_it_is_still_you,
    sign_in,
    sign_out,
)

pytestmark = pytest.mark.usefixtures("passwords")


def set_up_passkey(page: Page, name: str = "my phone") -> None:
    """From the page that asks for a second factor to the recovery codes."""
    page.get_by_role("button", name="Add a passkey").click()
    prove_it_is_still_you(page)
    add_passkey(page, name)
    heading(page, "Your recovery codes")


@SIZES
def test_staff_are_made_to_add_a_passkey_and_are_asked_for_it_from_then_on(open_page: Opener, size):
    page = open_page(size)
    device = device_for(page)
    sign_in(page)
    heading(page, "How you sign in")
    assert "a password alone is not enough" in page.locator("main").inner_text()
    assert not is_in(page)
    assert_accessible(page)
    page.get_by_role("button", name="Add a passkey").click()
    assert_accessible(page)
    prove_it_is_still_you(page)
    heading(page, "Add a passkey")
    assert_accessible(page)
    page.get_by_label("What to call it").fill("my phone")
    page.get_by_role("button", name="Add it").click()
    heading(page, "Your recovery codes")
    assert len(codes_on(page)) == 10
    assert_accessible(page)
    page.get_by_role("button", name="I have kept them: go on").click()
    heading(page, "Appointments")
    assert is_in(page)
    assert [(key["rpId"], key["userName"]) for key in device.passkeys()] == [("localhost", "nurse@example.org")]

    sign_out(page)
    sign_in(page)
    heading(page, "One more step")
    assert not is_in(page)
    assert_accessible(page)
    page.get_by_role("button", name="Use a passkey").click()
    heading(page, "Appointments")
    assert is_in(page)
    assert "A passkey was added." in letters()[0].body


def test_a_passkey_alone_signs_in_without_the_password(open_page: Opener):
    page = open_page(DESKTOP)
    device_for(page)
    sign_in(page)
    set_up_passkey(page)
    sign_out(page)
    page.goto("/accounts/login/?next=/people/organisations/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    heading(page, "Organisations")


@SIZES
def test_a_removed_passkey_opens_nothing_and_staff_set_up_another(open_page: Opener, cast, size):
    page = open_page(size)
    device_for(page)
    sign_in(page)
    set_up_passkey(page, "old phone")
    page.get_by_role("button", name="I have kept them: go on").click()
    page.get_by_role("link", name="Nurse Fictional (how you sign in)").click()
    heading(page, "How you sign in")
    assert_accessible(page)
    page.get_by_role("link", name="See them").click()
    assert_accessible(page)
    page.get_by_role("link", name="Remove old phone").click()
    assert_accessible(page)
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("main")).to_contain_text("You have none.")
    assert not is_in(page)
    assert not Authenticator.objects.filter(user=cast["nurse"]).exists()

    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert").filter(has_text="That passkey is not known here.")).to_be_visible()
    assert_accessible(page)
    sign_in(page)
    heading(page, "How you sign in")


@SIZES
def test_a_passkey_that_does_not_work_gets_a_sentence_and_another_way(open_page: Opener, size):
    page = open_page(size)
    device = device_for(page)
    sign_in(page)
    set_up_passkey(page)
    codes = codes_on(page)
    sign_out(page)

    device.refuse_fingers()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Your passkey did not work this time. Try again, or use your password.")).to_be_visible()
    assert_accessible(page)

    device.leave()
    another_device(device.devtools)  # somebody else's phone
    sign_in(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("Your passkey did not work this time. Try again, or use a code.")).to_be_visible()
    assert_accessible(page)
    assert not is_in(page)
    give_code(page, codes[0])
    heading(page, "Appointments")


def test_a_page_left_open_while_another_asked_again_says_so_and_works_the_second_time(open_page: Opener):
    page = open_page(DESKTOP)
    device_for(page)
    sign_in(page)
    set_up_passkey(page)
    sign_out(page)
    sign_in(page)
    page.request.get("/accounts/second-factor/code/")  # the same page in another tab
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("That passkey did not work. Try again, or use a code.")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    heading(page, "Appointments")


def test_without_any_device_the_page_says_what_else_to_do(open_page: Opener):
    page = open_page(PHONE)
    device = device_for(page)
    sign_in(page)
    set_up_passkey(page)
    sign_out(page)
    device.leave()
    sign_in(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("If it shows nothing, use a code.")).to_be_visible()
    assert_accessible(page)
    assert not is_in(page)


def test_adding_a_passkey_on_a_device_that_refuses_says_so(open_page: Opener, cast):
    page = open_page(PHONE)
    device_for(page).refuse_fingers()
    sign_in(page)
    page.get_by_role("button", name="Add a passkey").click()
    prove_it_is_still_you(page)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("The passkey could not be added this time. Try again, or use an app.")).to_be_visible()
    assert_accessible(page)
    assert not Authenticator.objects.exists()

"""Signing in with a second factor: a passkey on a device that the browser plays, an app's codes, codes on paper.

A passkey belongs to a host name, and an address in numbers cannot have one: the test server has to be at `localhost`,
which is also the one place where a browser allows passkeys without https.
"""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from playwright.sync_api import Page, expect

from alongside.people.models import Membership
from conftest import Cast, letters
from tests.journeys.conftest import DESKTOP, PHONE, assert_accessible
from tests.journeys.signing_in import PASSWORD, another_device, device_for

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
Opener = Callable[..., Page]


@pytest.fixture(autouse=True)
def at_localhost(live_server, transactional_db) -> None:
    assert urlsplit(live_server.url).hostname == "localhost", "a passkey needs a host name"
    cache.clear()  # no wrong try of another test counts


@pytest.fixture(autouse=True)
def passwords(cast: Cast, at_localhost) -> None:
    for name in ("nurse", "manager"):
        cast[name].set_password(PASSWORD)
        cast[name].save()


def sign_in(page: Page, who: str = "nurse") -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(f"{who}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
    assert not is_in(page)


def prove_it_is_still_you(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it still you?")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def is_in(page: Page) -> bool:
    """Whether this browser gets at a page for staff, asked beside the page it shows."""
    return page.request.get("/people/organisations/", max_redirects=0).status == 200


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def add_passkey(page: Page, name: str = "my phone") -> None:
    """From the page that asks for a second factor to the recovery codes."""
    page.get_by_role("button", name="Add a passkey").click()
    prove_it_is_still_you(page)
    page.get_by_label("What to call it").fill(name)
    page.get_by_role("button", name="Add it").click()
    heading(page, "Your recovery codes")


def code_for(secret: str) -> str:
    """What the app shows; waits for the next code where this one is about to change."""
    left = app_settings.TOTP_PERIOD - time.time() % app_settings.TOTP_PERIOD
    if left < 5:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up_app(page: Page) -> str:
    """From the page that asks for a second factor to the recovery codes; returns the secret."""
    page.get_by_role("button", name="Set up an app").click()
    prove_it_is_still_you(page)
    heading(page, "Set up an authenticator app")
    secret = page.locator(".app-secret").inner_text()
    page.get_by_label("Code").fill(code_for(secret))
    page.get_by_role("button", name="Use this app").click()
    heading(page, "Your recovery codes")
    return secret


def give_code(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()


def codes_on(page: Page) -> list[str]:
    return page.locator(".app-codes li").all_inner_texts()


# Passkeys


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
    add_passkey(page)
    sign_out(page)
    page.goto("/accounts/login/?next=/people/organisations/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    heading(page, "Organisations")


@SIZES
def test_a_removed_passkey_opens_nothing_and_staff_set_up_another(open_page: Opener, cast, size):
    page = open_page(size)
    device_for(page)
    sign_in(page)
    add_passkey(page, "old phone")
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
    add_passkey(page)
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
    add_passkey(page)
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
    add_passkey(page)
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


# Apps and codes


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


# Lost


@SIZES
def test_a_manager_resets_the_second_step_of_a_nurse_who_lost_her_phone(open_page: Opener, cast, size):
    lost, manager = open_page(PHONE), open_page(size, cast["manager"])
    sign_in(lost)
    set_up_app(lost)
    assert is_in(lost)
    membership = Membership.objects.get(user=cast["nurse"])
    manager.goto(f"/people/organisations/{membership.organisation_id}/")
    assert_accessible(manager)
    manager.get_by_role("link", name="Lost phone or key of Nurse Fictional").click()
    heading(manager, "Has Nurse Fictional lost their phone or key?")
    assert_accessible(manager)
    manager.get_by_role("button", name="Reset their second step").click()
    expect(manager.get_by_role("status")).to_contain_text("sets up a new second step")

    assert not is_in(lost)
    sign_in(lost)
    heading(lost, "How you sign in")
    set_up_app(lost)
    assert is_in(lost)

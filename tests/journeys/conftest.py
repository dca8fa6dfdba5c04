"""A running product and a real browser for the journeys.

Every page a journey opens is watched: an error on its console, something its security policy stopped, or a request that
leaves this machine fails the journey at its end, whatever the journey itself looked at.
"""

import copy
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from conftest import Cast, make_cast, signed_in
from tests.journeys.scene import Scene, make_scene
from tests.journeys.signing_in import NHS_LOGIN, give_password

# Playwright's own event loop runs in the thread of the test, so Django would refuse every query the test makes there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What axe would fetch beforehand only two rules look at: about sound that begins by itself, and no page has any, and an
# experimental one, which no tag here turns on.
AXE = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"], "preload": False}
# The first is Chromium without its own windows and menus, which take a third of the time even when nobody sees them.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
# A phone whose pixels are not halved: what is looked for is the same, and sooner drawn.
SMALL = {**PHONE, "device_scale_factor": 1}
ENLARGED = {"width": 320, "height": 256}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
# What scrolls in a place that no keyboard reaches.
WIDE_TABLES = """[...document.querySelectorAll(".app-table:not([tabindex])")]
  .filter((place) => place.scrollWidth > place.clientWidth)
  .map((place) => place.querySelector("caption").textContent)"""
Opener = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser and shares a server, whether or not somebody remembered to say so."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    assert chromium, "Journeys need chromium: on Debian, apt install chromium-headless-shell."
    running = playwright.chromium.launch(executable_path=chromium, args=QUIET)
    yield running
    running.close()


@dataclass
class Watch:
    """What went wrong on any page of a journey, apart from what the journey looks at itself."""

    site: str
    problems: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", lambda message: self._said(message.type, message.text, page.url))
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        page.on("request", lambda request: self._asked(request.url))

    def _said(self, kind: str, text: str, where: str) -> None:
        if kind == "error" and not any(words in text for words in self.expected):
            self.problems.append(f"{where}: {text}")

    def _asked(self, address: str) -> None:
        if address.startswith(("http", "ws")) and urlsplit(address).netloc != urlsplit(self.site).netloc:
            self.problems.append(f"Left this machine: {address}")


@pytest.fixture
def watch(live_server) -> Iterator[Watch]:
    """`watch.expected.append("404")` for a journey that means to meet an error."""
    watching = Watch(site=live_server.url)
    yield watching
    assert not watching.problems, "\n".join(watching.problems)


@pytest.fixture
def open_page(browser: Browser, live_server, watch: Watch) -> Iterator[Opener]:
    """Open a browser of its own: `open_page(PHONE, cast["rosa"])`, `open_page(DESKTOP, javascript=False)`."""
    # Links in messages have to lead to this server.
    before, settings.SITE_URL = settings.SITE_URL, live_server.url
    contexts: list[BrowserContext] = []

    def opened(size=PHONE, user=None, *, javascript: bool = True) -> Page:
        context = browser.new_context(
            **size, base_url=live_server.url, java_script_enabled=javascript, locale="en-GB", reduced_motion="reduce"
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        if user is not None:
            sign_in(page, user)
        return page

    yield opened
    for context in contexts:
        context.close()
    settings.SITE_URL = before


@pytest.fixture
def phone(open_page) -> Page:
    return open_page(PHONE)


@pytest.fixture
def desktop(open_page) -> Page:
    return open_page(DESKTOP)


@pytest.fixture
def phone_without_javascript(open_page) -> Page:
    return open_page(PHONE, javascript=False)


@dataclass
class Played:
    """A scene as it was first played, and the database with it: to play it again takes seconds, to put it back none."""

    scene: Scene | None = None
    rows: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:", check_same_thread=False))


@pytest.fixture(scope="session")
def played() -> Iterator[Played]:
    kept = Played()
    yield kept
    kept.rows.close()


@pytest.fixture
def scene(transactional_db, settings, played: Played) -> Scene:
    """Some weeks of the cast's life, and another service to sign in with."""
    cache.clear()  # wrong codes are counted there
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [NHS_LOGIN]}}
    connection.ensure_connection()
    if played.scene is None:
        scene = make_scene(make_cast())
        connection.connection.backup(played.rows)
        played.scene = scene
    else:
        played.rows.backup(connection.connection)
    return copy.deepcopy(played.scene)


@pytest.fixture
def at_localhost(live_server, transactional_db) -> None:
    """A passkey belongs to a host name, and an address in numbers cannot have one. The test server has to be at
    `localhost`, which is also the one place where a browser allows passkeys without https.
    """
    assert urlsplit(live_server.url).hostname == "localhost", "a passkey needs a host name"
    cache.clear()  # no wrong try of another test counts


@pytest.fixture
def passwords(cast: Cast, at_localhost) -> None:
    for name in ("nurse", "manager"):
        give_password(cast[name])


@pytest.fixture(autouse=True)
def cast_stays(request: pytest.FixtureRequest) -> None:
    """A live server reads what is committed, so the cast is made in a database that is emptied afterwards."""
    request.getfixturevalue("transactional_db")


def sign_in(page: Page, user, **kept: str) -> None:
    """Sign a member of the cast in, past the second factor, without the form; `kept` is in the session too."""
    give_session(page, signed_in(user, **kept))


def give_session(page: Page, key: str) -> None:
    """Let a browser go on in a session that a test began."""
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": settings.SITE_URL}])


def assert_accessible(page: Page) -> None:
    """Fail with what axe found, in words, for the page as it stands now."""
    found = faults(page)
    assert not found, f"{page.url}\n" + "\n".join(found)


def faults(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands now, and whether it is wider than its screen."""
    page.wait_for_load_state("load")
    if page.evaluate("!window.axe"):
        page.evaluate(Axe().axe_script)
    # Only what is wrong leaves the browser: carrying all that is right over takes longer than finding it.
    found = page.evaluate("(options) => axe.run(document, options).then((results) => results.violations)", AXE)
    return [_told(violation) for violation in found] + too_wide(page)


def too_wide(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    tables = page.evaluate(WIDE_TABLES)
    found = [f"The page is {wide} px wider than the screen."] * (wide > 0)
    return found + [f"A table is cut off on the right and does not say so: {caption}" for caption in tables]


def faults_at_both_sizes(page: Page) -> list[str]:
    """What is wrong with a page, all of it unfolded, on a phone and then as wide as on a desk.

    That it fits holds for 320 pixels too: that is what is left of 1280 when somebody enlarges the page four times.
    """
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    found = [f"on a phone, {fault}" for fault in faults(page)]
    page.set_viewport_size(DESKTOP["viewport"])
    found += [f"on a desk, {fault}" for fault in faults(page)]
    page.set_viewport_size(ENLARGED)
    found += [f"enlarged, {fault}" for fault in too_wide(page)]
    page.set_viewport_size(PHONE["viewport"])
    return found


def _told(violation: dict) -> str:
    places = "\n".join(f"    {node['html'][:200]}" for node in violation["nodes"][:5])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}\n{places}"

"""Every address that answers with a page is opened, on a phone and on a desk, by somebody who may see it.

Every form is then sent with a mistake in it: the page says what is wrong, leads to it, and keeps what was typed.
An address without a row in `pages.py` fails a test: whoever adds a page shows it there with something on it.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from alongside.people.models import Person
from conftest import BIRTHDAY
from tests.architecture.addresses import addresses
from tests.journeys.conftest import (
    DESKTOP,
    SMALL,
    assert_accessible,
    faults,
    faults_at_both_sizes,
    give_session,
    sign_in,
)
from tests.journeys.pages import NO_MISTAKE, NO_PAGE, PARTS
from tests.journeys.scene import Scene, open_door
from tests.journeys.signing_in import Ways, add_passkey, device_for, make_ways
from tests.journeys.table import Mistake, Row, rows


def test_every_address_is_looked_at():
    known = {row.name for part in PARTS.values() for row in part} | {row.name for row in rows(NO_PAGE)}
    assert {name for name, _pattern in addresses()} == known, "give the new page a row in pages.py"


def test_an_address_without_a_page_has_none(scene):
    for row in rows(NO_PAGE):
        answer = client_of(row, scene).get(row.address(scene))
        assert answer.status_code == row.status, row
        assert row.shows in answer.content.decode(), row
        assert answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"), row


def client_of(row: Row, scene: Scene) -> Client:
    client = scene.cast.client(row.who) if row.who in scene.cast.users else Client()
    if row.who == "rosa by link":
        for token in scene.tokens_of(scene.rosa):
            client.post(reverse("portal:door", args=[token]), BIRTHDAY)
    return client


@pytest.mark.parametrize("part", PARTS)
def test_every_page_is_accessible_as_it_is_and_with_a_mistake_in_its_form(scene, open_page, watch, part):
    watch.expected.append("the server responded with a status of 4")  # pages that say what is not there are pages too
    visitors = Visitors(open_page(SMALL), scene, make_ways(scene.cast) if part == "signing_in" else None)
    found = []
    for row in PARTS[part]:
        page = visitors.enter(row.who)
        wrong = wrong_with(page, row, scene, visitors.ways)
        found += [f"{row}: {fault}" for fault in [*wrong, *wrong_after(page, row.mistake)]]
    assert not found, "\n".join(found)


@dataclass
class Visitors:
    """One browser that many take turns at, for to open another takes longer than to look at a page."""

    page: Page
    scene: Scene
    ways: Ways | None
    who: str = "stranger"
    cookies: dict[str, list[Any]] = field(default_factory=dict)

    def enter(self, who: str) -> Page:
        """Put the browser down as whoever was there left it, and take it up as somebody else."""
        if who != self.who:
            self.cookies[self.who] = self.page.context.cookies()
            self.page.context.clear_cookies()
            new = who not in self.cookies
            self.page.context.add_cookies(self.cookies.get(who, []))
            self.who = who
            if new:
                self._come_in(who)
        return self.page

    def _come_in(self, who: str) -> None:
        if who in self.scene.cast.users:
            sign_in(self.page, self.scene.cast[who], looked_for="Ashworth")
        elif self.ways and who in self.ways.sessions:
            give_session(self.page, self.ways.sessions[who].session.session_key)
        if who == "with":
            device_for(self.page)
            self.page.goto(reverse("mfa_add_webauthn"))
            add_passkey(self.page)
        if who.endswith(" by link"):
            self._open_links(getattr(self.scene, who.split()[0]))

    def _open_links(self, person: Person) -> None:
        for token in self.scene.tokens_of(person):
            open_door(self.page, token, person.date_of_birth)


def wrong_with(page: Page, row: Row, *holders: Any) -> list[str]:
    """What is wrong with a page, all of it unfolded."""
    answer = page.goto(row.address(*holders))
    found = faults_at_both_sizes(page)
    text, headings, fields, small = page.evaluate(LOOK)
    if answer.status != row.status:
        found.append(f"answered {answer.status}, not {row.status}")
    if row.shows not in text:
        found.append(f"does not show: {row.shows}")
    if headings != 1:
        found.append(f"has {headings} first headings")
    found += [f"on a phone, a finger may miss: {button}" for button in small]
    if fields and not row.mistake and row.name not in SENT_WRONG:
        found.append("has a form to which nothing wrong is sent")
    return found


LOOK = """() => [
  document.body.innerText,
  document.querySelectorAll("h1").length,
  document.querySelectorAll("main form :is(input:not([type=hidden]), select, textarea)").length,
  [...document.querySelectorAll("main :is(button, a.nhsuk-button)")]
    .filter((each) => each.tabIndex >= 0 && each.checkVisibility() && each.getBoundingClientRect().height < 44)
    .map((each) => each.innerText),
]"""

SENT_WRONG = NO_MISTAKE | {row.name for part in PARTS.values() for row in part if row.mistake}

AFTER = """(typed) => {
  const summary = document.querySelector(".nhsuk-error-summary");
  const described = [...document.querySelectorAll("[aria-describedby]")]
    .flatMap((each) => each.getAttribute("aria-describedby").split(" "));
  return {
    summary: summary ? summary.innerText : "",
    focused: summary !== null && summary.contains(document.activeElement),
    astray: [...document.querySelectorAll(".nhsuk-error-summary a")].map((link) => link.getAttribute("href"))
      .filter((to) => !document.querySelector(`${to}:is(input, select, textarea, button)`)?.checkVisibility()),
    unheard: [...document.querySelectorAll(".nhsuk-error-message")].filter((each) => !each.closest("[hidden]"))
      .filter((each) => !described.includes(each.id)).map((each) => each.innerText),
    lost: Object.keys(typed).filter((name) => {
      const field = document.querySelector(`main [name="${name}"]`);
      return field.type !== "password" && field.value !== typed[name];
    }),
  };
}"""


def wrong_after(page: Page, mistake: Mistake | None) -> list[str]:
    """What is wrong with the page that tells of a mistake."""
    if mistake is None:
        return []
    send(page, mistake)
    found = faults(page)
    after = page.evaluate(AFTER, mistake.typed)
    if mistake.says not in after["summary"]:
        found.append(f"says: {after['summary']!r}, not: {mistake.says}")
    if not page.title().startswith("Error: "):
        found.append(f"is called: {page.title()}")
    if not after["focused"]:
        found.append("a screen reader is not led to what is wrong")
    found += [f"a link leads nowhere: {to}" for to in after["astray"]]
    found += [f"its field does not name this: {text}" for text in after["unheard"]]
    return [f"after a mistake, {fault}" for fault in [*found, *(f"lost: {name}" for name in after["lost"])]]


SEND = """({ typed, spoilt, press }) => {
  for (const [name, value] of Object.entries(typed)) document.querySelector(`main [name="${name}"]`).value = value;
  for (const name of spoilt) {
    const field = document.querySelector(`main [name="${name}"]`);
    const choice = field.tagName === "SELECT" ? field.options[0] : field;
    choice.value = "nonsense";
    choice.selected = choice.checked = true;
  }
  const buttons = [...document.querySelectorAll("main form button")].filter((each) => each.checkVisibility());
  buttons.find((each) => each.tabIndex >= 0 && each.innerText.trim() === press).click();
}"""


def send(page: Page, mistake: Mistake) -> None:
    with page.expect_navigation():
        page.evaluate(SEND, {"typed": mistake.typed, "spoilt": mistake.spoilt, "press": mistake.press})


def test_on_the_one_screen_a_mistake_is_said_in_place(scene, open_page):
    page = open_page(DESKTOP, scene.cast["nurse"])
    page.goto(reverse("consultation:visit", args=[scene.visit.pk]))
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("alert").get_by_text("Choose what it is about").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="Close visit").click()
    page.get_by_role("alert").get_by_text("things have no answer yet").wait_for()
    assert page.evaluate("document.activeElement.innerText").startswith("Carry them")
    assert_accessible(page)

"""Tables on a phone: nothing of them is out of sight without a word, and they stay tables to a screen reader."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, SMALL, assert_accessible, too_wide


def test_on_a_phone_the_links_of_a_table_are_in_sight_and_it_is_still_a_table(scene, open_page):
    phone = open_page(SMALL, scene.cast["coordinator"])
    phone.goto(reverse("programmes:cohort", args=[scene.cohort.pk]))
    table = phone.get_by_role("table", name="Sessions")
    row = table.get_by_role("row", name="Goals that are yours")
    link = row.get_by_role("link", name="Arrange")
    box = link.bounding_box()
    assert box["x"] + box["width"] <= 390
    expect(row.get_by_text("Led by")).to_be_visible()
    expect(row.get_by_role("rowheader")).to_have_count(1)
    expect(row.get_by_role("cell")).to_have_count(4)
    expect(table.get_by_role("columnheader")).to_have_count(5)
    assert row.get_by_role("cell").nth(2).aria_snapshot().startswith('- cell "confirmed'), "not read with its label"
    assert_accessible(phone)


def test_what_is_read_across_and_down_scrolls_on_a_phone_says_so_and_obeys_the_keyboard(scene, open_page):
    page = open_page(SMALL, scene.cast["nurse"])
    page.goto(reverse("programmes:coverage", args=[scene.cast.elm_bank.pk]))
    matrix = page.get_by_role("region", name="Everybody in the team")
    expect(page.get_by_text("The table goes on to the right")).to_be_visible()
    matrix.focus()
    for _press in range(8):
        page.keyboard.press("ArrowRight")
    expect(matrix.get_by_role("columnheader", name="Modules")).to_be_in_viewport(ratio=1)
    expect(matrix.get_by_role("rowheader", name="Nurse Fictional")).to_be_in_viewport(ratio=1)
    assert_accessible(page)
    page.set_viewport_size(DESKTOP["viewport"])
    expect(page.get_by_text("The table goes on to the right")).to_be_hidden()


def test_the_check_finds_a_table_that_is_cut_off_without_a_word(scene, open_page):
    page = open_page(SMALL, scene.cast["nurse"])
    page.goto(reverse("programmes:coverage", args=[scene.cast.elm_bank.pk]))
    assert too_wide(page) == []
    page.evaluate("document.querySelector('.app-table').removeAttribute('tabindex')")
    assert too_wide(page) == ["A table is cut off on the right and does not say so: Everybody in the team"]

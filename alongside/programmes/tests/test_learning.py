"""E-learning: in order or dipped into, gone on with, and safe whatever a page says."""

import pytest
from django.urls import reverse

from alongside.people.actors import actor_for
from alongside.programmes.actions import go_on
from alongside.programmes.models import ModuleProgress
from alongside.programmes.modules import MARKDOWN, modules
from alongside.programmes.queries import coverage_of, learning_of
from alongside.programmes.refusals import WrongAnswer

GOALS = modules()["goal_setting"]


@pytest.mark.parametrize("module", modules().values(), ids=lambda module: module.key)
def test_every_module_has_pages_a_source_and_says_that_nobody_has_reviewed_it(module):
    assert module.source
    assert module.status == "draft: not yet clinically reviewed"
    assert len({page.title for page in module.pages}) == len(module.pages) >= 2
    for page in module.pages:
        assert page.title
        assert "<p>" in page.html
        assert page.check is None or 0 <= page.check.right < len(page.check.options)


def test_every_check_is_on_a_page_there_is():
    assert sum(bool(page.check) for module in modules().values() for page in module.pages) == 6


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=y>"])
def test_what_could_run_in_a_page_does_not(text):
    html = MARKDOWN.render(text)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_in_order_to_the_end(cast):
    nurse = cast.client("nurse")
    assert "not begun" in nurse.get(reverse("programmes:learn")).text
    for page in GOALS.pages:
        address = reverse("programmes:module_page", args=[GOALS.key, page.key])
        answer = {"answer": page.check.right} if page.check else {}
        html = nurse.post(address, answer, follow=True).text
        assert page.check is None or page.check.why in html.replace("&#39;", "'")
    assert ModuleProgress.objects.get(user=cast["nurse"]).done_at
    assert [line.modules for line in coverage_of(cast.elm_bank).lines if line.modules] == [1]
    assert coverage_of(cast.elm_bank).share.trained == 0, "a module alone is not being trained"


def test_dipped_into_and_gone_on_with(cast):
    last, user = GOALS.pages[-1], cast["nurse"]
    go_on(by=actor_for(user), user=user, module=GOALS, page=last, answer=last.check.right)
    row = next(row for row in learning_of(user) if row.module == GOALS)
    assert (row.done, row.next) == (False, GOALS.pages[0])


@pytest.mark.parametrize("answer", ["0", "", "9", "-1", "²", "x" * 5000])
def test_a_wrong_answer_is_said_and_not_kept(cast, answer):
    page = GOALS.pages[0]
    address = reverse("programmes:module_page", args=[GOALS.key, page.key])
    html = cast.client("nurse").post(address, {"answer": answer} if answer else {}).text
    assert ("Not quite" if answer == "0" else "Choose an answer") in html
    assert not ModuleProgress.objects.exists()
    with pytest.raises(WrongAnswer):
        go_on(by=actor_for(cast["nurse"]), user=cast["nurse"], module=GOALS, page=page)


def test_read_twice_is_read_once(cast):
    user, page = cast["nurse"], modules()["goal_follow_up"].pages[1]
    for _each in range(2):
        go_on(by=actor_for(user), user=user, module=modules()["goal_follow_up"], page=page)
    assert ModuleProgress.objects.get().seen == [page.key]


def test_people_and_pages_there_are_not(cast):
    address = reverse("programmes:module_page", args=[GOALS.key, GOALS.pages[0].key])
    assert cast.client("rosa").get(address).status_code == 404
    for pair in (["nothing", GOALS.pages[0].key], [GOALS.key, "nothing"]):
        assert cast.client("nurse").get(reverse("programmes:module_page", args=pair)).status_code == 404

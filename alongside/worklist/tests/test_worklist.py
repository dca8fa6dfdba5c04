"""One list of what must be done."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.people.actions import end_membership
from alongside.people.actors import SYSTEM, actor_for
from alongside.people.models import Person, Registration
from alongside.worklist import actions
from alongside.worklist.models import Task, TaskMove

TODAY = timezone.localdate


def ask(cast, **changes) -> Task:
    facts = {
        "kind": "call_back",
        "person": cast.rosa,
        "title": "Asked for a call",
        "note": "My chest is tight again",
        "team": cast.elm_bank,
        "due": TODAY() + timedelta(days=2),
    }
    return actions.add_task(by=SYSTEM, **{**facts, **changes})


@pytest.fixture
def task(cast) -> Task:
    return ask(cast)


def page(task) -> str:
    return reverse("worklist:task", args=[task.pk])


def test_the_same_reason_asks_once_while_it_is_open(cast, task):
    first = ask(cast, subject_id=cast.rosa.pk)
    assert ask(cast, subject_id=cast.rosa.pk) == first
    actions.finish_task(by=SYSTEM, task=first)
    assert ask(cast, subject_id=cast.rosa.pk) != first


def test_the_team_sees_its_tasks_oldest_first_and_which_are_late(cast, task):
    ask(cast, title="Older", due=TODAY() - timedelta(days=1))
    html = cast.client("nurse").get(reverse("worklist:list")).content.decode()
    assert html.index("Older") < html.index("Asked for a call")
    assert "was due" in html


def test_mine_shows_only_what_was_given_to_me(cast, task):
    ask(cast, title="For the nurse", owner=cast["nurse"])
    html = cast.client("nurse").get(reverse("worklist:list") + "?whose=mine").content.decode()
    assert "For the nurse" in html
    assert "Asked for a call" not in html


def test_a_receptionist_sees_the_task_and_not_the_persons_words(cast, task):
    client = cast.client("receptionist")
    for url in (reverse("worklist:list"), page(task)):
        html = client.get(url).content.decode()
        assert "Asked for a call" in html
        assert "chest" not in html
    assert "chest" in cast.client("nurse").get(page(task)).content.decode()


@pytest.mark.parametrize("name", ["other_gp", "other_receptionist", "rosa", "nobody", "buddy", "commissioner"])
def test_other_teams_do_not_find_the_task(cast, task, name):
    client = cast.client(name)
    assert client.get(page(task)).status_code == 404
    assert client.post(page(task), {"do": "done"}).status_code == 404
    task.refresh_from_db()
    assert task.done_at is None


def test_a_team_that_lost_the_persons_sharing_loses_its_task_too(cast):
    task = ask(cast, team=cast.breathing_team)
    client = cast.client("breathing_nurse")
    assert client.get(page(task)).status_code == 200
    cast.rosa.consents.filter(organisation=cast.breathing_team).update(withdrawn_at=timezone.now())
    assert client.get(page(task)).status_code == 404


def listed(cast, who: str) -> str:
    return cast.client(who).get(reverse("worklist:list")).content.decode()


def test_what_a_team_leaves_behind_when_sharing_ends_comes_to_the_practice_and_not_before(cast):
    ask(cast, team=cast.breathing_team)
    assert "Asked for a call" not in listed(cast, "nurse")
    cast.rosa.consents.filter(organisation=cast.breathing_team).update(withdrawn_at=timezone.now())
    assert "left behind: anybody in your practice" in listed(cast, "nurse")
    assert "Asked for a call" not in listed(cast, "other_gp")


def test_after_a_death_the_practice_finds_what_other_teams_had_to_do(cast):
    ask(cast, team=cast.breathing_team)
    Person.objects.filter(pk=cast.rosa.pk).update(died_on=TODAY())
    assert "left behind" in listed(cast, "nurse")
    assert "Asked for a call" not in listed(cast, "breathing_nurse")


def test_a_task_follows_somebody_who_moves_to_another_practice(cast, task):
    task.owner = cast["nurse"]
    task.save()
    Registration.objects.filter(person=cast.rosa).update(until=TODAY() - timedelta(days=1))
    assert "Asked for a call" not in listed(cast, "nurse"), "the old practice no longer knows the person"
    Registration.objects.create(person=cast.rosa, practice=cast.harbour_road)
    assert "left behind: anybody in your practice" in listed(cast, "other_gp")
    given = {"do": "pass", "pass-owner": str(cast["other_gp"].pk), "pass-reason": "She is ours now"}
    cast.client("other_receptionist").post(page(task), given)
    task.refresh_from_db()
    assert task.owner == cast["other_gp"]
    assert "left behind" not in listed(cast, "other_gp")


def test_a_task_of_somebody_who_left_is_anybodys_again(cast, task):
    task.owner = cast["gp"]
    task.save()
    assert "Gp Fictional ·" in listed(cast, "nurse")
    end_membership(by=SYSTEM, membership=cast["gp"].memberships.get())
    assert "anybody in the team (Gp Fictional no longer works there)" in listed(cast, "nurse")


def test_done_is_kept_with_who_when_and_what_happened(cast, task):
    cast.client("nurse").post(page(task), {"do": "done", "done-outcome": "Called, booked in"})
    task.refresh_from_db()
    assert (task.done_by, task.outcome) == (cast["nurse"], "Called, booked in")


def test_done_twice_keeps_the_first(cast, task):
    actions.finish_task(by=actor_for(cast["nurse"]), task=task, outcome="first")
    actions.finish_task(by=actor_for(cast["gp"]), task=task, outcome="second")
    task.refresh_from_db()
    assert (task.done_by, task.outcome) == (cast["nurse"], "first")


def test_passing_on_needs_a_reason_and_keeps_what_was_typed(cast, task):
    response = cast.client("nurse").post(
        page(task), {"do": "pass", "pass-owner": str(cast["gp"].pk), "pass-reason": ""}
    )
    assert "Say why" in response.content.decode()
    assert f'value="{cast["gp"].pk}" selected' in response.content.decode()
    task.refresh_from_db()
    assert task.owner is None


def test_passing_on_is_dated_and_kept(cast, task):
    cast.client("nurse").post(
        page(task), {"do": "pass", "pass-owner": str(cast["gp"].pk), "pass-reason": "Your patient"}
    )
    task.refresh_from_db()
    move = TaskMove.objects.get(task=task)
    assert (task.owner, move.to_owner, move.reason) == (cast["gp"], cast["gp"], "Your patient")


def test_a_task_cannot_be_passed_to_somebody_outside_the_team(cast, task):
    cast.client("nurse").post(page(task), {"do": "pass", "pass-owner": str(cast["other_gp"].pk), "pass-reason": "x"})
    task.refresh_from_db()
    assert task.owner is None


def put_off(cast, task, day):
    parts = {"later-due_day": day.day, "later-due_month": day.month, "later-due_year": day.year}
    data = {"do": "later", "later-reason": "She is away", **parts}
    return cast.client("nurse").post(page(task), data)


def test_putting_off_gives_another_day(cast, task):
    day = TODAY() + timedelta(days=10)
    put_off(cast, task, day)
    task.refresh_from_db()
    assert task.due == day


@pytest.mark.parametrize("days", [-1, 400])
def test_a_task_is_put_off_to_a_day_that_makes_sense(cast, task, days):
    before = task.due
    html = put_off(cast, task, TODAY() + timedelta(days=days)).content.decode()
    task.refresh_from_db()
    assert "up to a year ahead" in html
    assert task.due == before


def test_what_somebody_else_has_done_is_not_moved(cast, task):
    actions.finish_task(by=SYSTEM, task=task)
    with pytest.raises(actions.AlreadyDone):
        actions.put_off(by=SYSTEM, task=task, due=TODAY() + timedelta(days=9), reason="late")


def test_the_list_asks_no_more_queries_for_more_tasks(cast, task, django_assert_max_num_queries):
    client = cast.client("nurse")
    for number in range(30):
        ask(cast, title=f"Task {number}", person=cast.winston if number % 2 else cast.rosa)
    with django_assert_max_num_queries(18):
        client.get(reverse("worklist:list"))


def test_an_empty_list_says_what_will_come_there(cast):
    assert "Nothing waits" in cast.client("nurse").get(reverse("worklist:list")).content.decode()


def test_a_long_list_says_that_there_is_more_and_leads_to_it(cast, monkeypatch):
    monkeypatch.setattr("alongside.worklist.queries.A_PAGE_OF", 2)
    for number in range(3):
        ask(cast, title=f"Task {number}", due=TODAY() + timedelta(days=number))
    address = reverse("worklist:list")
    first = cast.client("nurse").get(f"{address}?whose=team").content.decode()
    assert "Task 1" in first
    assert "Task 2" not in first
    assert 'href="?whose=team&amp;page=2"' in first
    assert "Task 2" in cast.client("nurse").get(f"{address}?whose=team&page=2").content.decode()

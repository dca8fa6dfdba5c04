"""Tasks: the words of those who see answers stay among them, and a practice's tasks go along with the person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.people.actors import SYSTEM, actor_for
from alongside.people.models import Registration
from alongside.worklist import actions
from alongside.worklist.models import Task
from conftest import Cast

SECRET = "Cannot sleep for grief"


@pytest.fixture
def task(cast: Cast) -> Task:
    today = timezone.localdate()
    return actions.add_task(
        by=SYSTEM, kind="call_back", person=cast.rosa, title="Asked for a call", note=SECRET, team=cast.elm_bank,
        due=today,
    )  # fmt: skip


def read(cast: Cast, who: str, task: Task) -> str:
    return cast.client(who).get(reverse("worklist:task", args=[task.pk])).content.decode()


def write(cast: Cast, who: str, task: Task, words: str) -> None:
    """A reason for putting it off, another for passing it on, and what came of it."""
    by, later = actor_for(cast[who]), timezone.localdate() + timedelta(days=3)
    actions.put_off(by=by, task=task, due=later, reason=words)
    actions.pass_on(by=by, task=task, owner=cast["receptionist"], reason=words)
    actions.finish_task(by=by, task=task, outcome=words)


@pytest.mark.parametrize("who", ["receptionist", "manager"])
def test_what_a_nurse_writes_on_a_task_is_not_for_the_desk(cast: Cast, task: Task, who: str) -> None:
    write(cast, "nurse", task, SECRET)
    page = read(cast, who, task)
    assert "Asked for a call" in page
    assert SECRET not in page
    assert read(cast, "gp", task).count(SECRET) == 4


def test_what_the_desk_writes_on_a_task_is_for_all(cast: Cast, task: Task) -> None:
    write(cast, "receptionist", task, "Rang twice, no answer")
    for who in ("receptionist", "manager", "nurse"):
        assert read(cast, who, task).count("Rang twice, no answer") == 3


def test_words_of_somebody_unknown_by_now_are_not_for_the_desk(cast: Cast, task: Task) -> None:
    write(cast, "nurse", task, SECRET)
    cast["nurse"].delete()
    assert SECRET not in read(cast, "receptionist", task)


def move_to_harbour_road(cast: Cast) -> None:
    Registration.objects.filter(person=cast.rosa).update(until=timezone.localdate() - timedelta(days=1))
    Registration.objects.create(person=cast.rosa, practice=cast.harbour_road)


def test_a_task_goes_along_to_the_new_practice_and_the_old_one_sees_it_no_more(cast: Cast, task: Task) -> None:
    move_to_harbour_road(cast)
    assert "Asked for a call" in cast.client("other_gp").get("/work/").content.decode()
    assert SECRET in read(cast, "other_gp", task)
    assert "Rosa" not in cast.client("nurse").get("/work/").content.decode()
    assert cast.client("nurse").get(reverse("worklist:task", args=[task.pk])).status_code == 404


def test_it_is_passed_on_among_the_people_of_the_new_practice(cast: Cast, task: Task) -> None:
    move_to_harbour_road(cast)
    page = read(cast, "other_gp", task)
    assert "Other_Receptionist Fictional" in page
    assert "Nurse Fictional" not in page
    given = {"do": "pass", "pass-owner": cast["nurse"].pk, "pass-reason": "Ask her old nurse"}
    cast.client("other_gp").post(reverse("worklist:task", args=[task.pk]), given)
    assert Task.objects.get().owner is None


def test_a_teams_task_stays_with_the_team(cast: Cast, task: Task) -> None:
    Task.objects.update(team=cast.breathing_team)
    move_to_harbour_road(cast)
    assert "Asked for a call" in cast.client("breathing_nurse").get("/work/").content.decode()
    assert "Asked for a call" not in cast.client("other_gp").get("/work/").content.decode()

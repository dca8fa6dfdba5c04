"""Review tasks per condition, from `content/reviews`. Pure: what is due is worked out from what it is given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from dateutil.relativedelta import relativedelta

from alongside.ui.content import contents


@dataclass(frozen=True)
class ReviewTask:
    """`key` is "diabetes.foot_check"; tasks of two conditions with the same last part are one and the same."""

    key: str
    title: str
    months: int
    codes: frozenset[str]

    @property
    def what(self) -> str:
        return what_of(self.key)


def what_of(key: str) -> str:
    """The task itself, whichever condition asked for it: "foot_check"."""
    return key.rpartition(".")[2]


@cache
def tasks() -> dict[str, ReviewTask]:
    """Every review task by its key."""
    return {task.key: task for page in contents("reviews") for task in _tasks_of(page)}


def _tasks_of(page: dict[str, Any]) -> list[ReviewTask]:
    return [
        ReviewTask(f"{page['kind']}.{row['key']}", row["title"], row["months"], frozenset(row["codes"]))
        for row in page["task"]
    ]


def tasks_for(kinds: Iterable[str]) -> list[ReviewTask]:
    """The tasks of some conditions, each once, with the shortest interval any of them asks for."""
    wanted: dict[str, ReviewTask] = {}
    kinds = list(dict.fromkeys(kinds))
    for task in sorted(tasks().values(), key=lambda task: _place(task, kinds)):
        if task.key.partition(".")[0] in kinds:
            known = wanted.setdefault(task.what, task)
            months = min(known.months, task.months)
            wanted[task.what] = replace(known, months=months, codes=known.codes | task.codes)
    return list(wanted.values())


def _place(task: ReviewTask, kinds: list[str]) -> int:
    kind = task.key.partition(".")[0]
    return kinds.index(kind) if kind in kinds else len(kinds)


def due(kinds: Iterable[str], done: Mapping[str, date], taken: Mapping[str, date], on: date) -> list[ReviewTask]:
    """Tasks to do on a day. `done` says when each task was last done, `taken` when each result code was last taken."""
    return [task for task in tasks_for(kinds) if _last(task, done, taken) <= on - relativedelta(months=task.months)]


def _last(task: ReviewTask, done: Mapping[str, date], taken: Mapping[str, date]) -> date:
    days = [done.get(task.what, date.min), *(taken.get(code, date.min) for code in task.codes)]
    return max(days)


def title_of(key: str) -> str:
    """What the clinician reads; an old key whose template is gone still says something."""
    task = tasks().get(key)
    return task.title if task else what_of(key).replace("_", " ").capitalize()

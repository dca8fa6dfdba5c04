"""One list of what must be done: mine, and my team's."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from alongside.people.access import Can, may, note_read, organisations_for, visible_people
from alongside.people.models import Membership, User
from alongside.worklist.models import Task, TaskQuerySet

A_PAGE_OF = 100


@dataclass(frozen=True)
class TaskLine:
    """A task as the list shows it."""

    task: Task
    overdue: bool


@dataclass(frozen=True)
class TaskPage:
    """One task; the note only for those who may see the person's answers, whose looking is noted."""

    task: Task
    note: str


def tasks_of(user: User | AnonymousUser) -> TaskQuerySet:
    """Tasks of the teams the account works in, about persons it may know of."""
    teams = organisations_for(user, Can.WORK)
    return Task.objects.filter(team__in=teams, person__in=visible_people(user, Can.SEE_PERSON))


def task_lines(user: User | AnonymousUser, *, mine: bool) -> list[TaskLine]:
    """Open tasks, oldest first: those given to the account, or the whole team's."""
    rows = tasks_of(user).open()
    rows = rows.filter(owner_id=user.pk) if mine else rows
    rows = rows.select_related("person", "team", "owner").order_by("due", "created_at")[:A_PAGE_OF]
    today = timezone.localdate()
    return [TaskLine(task, task.due < today) for task in rows]


def task_for(request: HttpRequest, pk: UUID) -> TaskPage:
    """Fetch a task of one of the account's teams; otherwise 404. Reading it is noted."""
    task = tasks_of(request.user).filter(pk=pk).select_related("person", "team", "owner").first()
    if task is None:
        raise Http404("No such task.")
    reads_note = bool(task.note) and may(request.user, Can.SEE_ANSWERS, task.person)
    note_read(request, task.person, Can.SEE_ANSWERS if reads_note else Can.SEE_PERSON)
    return TaskPage(task, task.note if reads_note else "")


def colleagues(task: Task) -> QuerySet[User]:
    """Who else in the team can take a task."""
    members = Membership.objects.current().filter(organisation=task.team)
    return User.objects.filter(memberships__in=members, is_active=True).distinct().order_by("name")

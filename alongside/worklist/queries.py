"""One list of what must be done: mine, and my team's."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField, When
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.people.access import Can, may, note_read, organisations_for, visible_people
from alongside.people.models import Consent, Membership, Person, Purpose, Registration, User
from alongside.worklist.models import Task, TaskMove, TaskQuerySet

A_PAGE_OF = 100


@dataclass(frozen=True)
class TaskLine:
    """A task as the list shows it."""

    task: Task
    overdue: bool
    whose: str


@dataclass(frozen=True)
class TaskList:
    """One page of a list of tasks."""

    lines: list[TaskLine]
    page: Page[Task]


@dataclass(frozen=True)
class TaskPage:
    """One task; the note only for those who may see the person's answers, whose looking is noted.

    What colleagues wrote who see answers may tell of them too, so it is left out with the note.
    """

    task: Task
    note: str
    whose: str
    outcome: str = ""
    moves: list[TaskMove] = field(default_factory=list)


def tasks_of(user: User | AnonymousUser) -> TaskQuerySet:
    """Tasks of the teams the account works in, about persons it may know of.

    A person changes practice, or stops sharing with a team, while something is still to be done for them: what the team
    can no longer see comes to the practice they are registered with. `place` is where a task is now.
    """
    practice_now = Registration.objects.current().filter(person=OuterRef("person")).values("practice")[:1]
    left_behind = Coalesce(Subquery(practice_now), F("team"), output_field=UUIDField())
    own = When(_team_sees_person(), then=F("team"))
    placed = Task.objects.annotate(place=Case(own, default=left_behind, output_field=UUIDField()))
    mine = placed.filter(place__in=organisations_for(user, Can.WORK))
    return mine.filter(person__in=visible_people(user, Can.SEE_PERSON))


def _team_sees_person() -> Q:
    """Whether a task's team still reaches its person, by registration or by sharing."""
    here = {"person": OuterRef("person")}
    registered = Registration.objects.current().filter(**here, practice=OuterRef("team"))
    shared = Consent.objects.in_force().filter(**here, purpose=Purpose.OTHER_SERVICE, organisation=OuterRef("team"))
    return Q(Exists(registered)) | Q(Exists(shared), person__died_on=None, person__restricted_at=None)


def _with_owners(tasks: TaskQuerySet) -> TaskQuerySet:
    here = Membership.objects.current().filter(user=OuterRef("owner"), organisation=OuterRef("place"))
    return tasks.annotate(owner_is_here=Exists(here)).select_related("person", "team", "owner")


def _whose(task: Any) -> str:
    """Who does a task with its owners: not somebody who left, or whose team can no longer see the person."""
    if task.owner and task.owner_is_here:
        return str(task.owner.name)
    if task.place != task.team_id:
        return _("left behind: anybody in your practice")
    if task.owner:
        return _("anybody in the team (%(name)s no longer works there)") % {"name": task.owner.name}
    return _("anybody in the team")


def task_list(user: User | AnonymousUser, *, mine: bool, number: str | int = 1) -> TaskList:
    """One page of open tasks, oldest first: those given to the account, or the whole team's."""
    rows = tasks_of(user).open()
    rows = rows.filter(owner_id=user.pk) if mine else rows
    rows = _with_owners(rows).order_by("due", "created_at", "pk")
    page = Paginator(rows, A_PAGE_OF).get_page(number)
    today = timezone.localdate()
    return TaskList([TaskLine(task, task.due < today, _whose(task)) for task in page], page)


def task_for(request: HttpRequest, pk: UUID) -> TaskPage:
    """Fetch a task of one of the account's teams; otherwise 404. Reading it is noted."""
    task = _with_owners(tasks_of(request.user)).filter(pk=pk).first()
    if task is None:
        raise Http404("No such task.")
    sees_answers = may(request.user, Can.SEE_ANSWERS, task.person)
    reads_note = bool(task.note) and sees_answers
    note_read(request, task.person, Can.SEE_ANSWERS if reads_note else Can.SEE_PERSON)
    moves = list(task.moves.select_related("by"))
    hidden = (
        set() if sees_answers else _those_who_see_answers({task.done_by, *(move.by for move in moves)}, task.person)
    )
    return TaskPage(
        task,
        note=task.note if reads_note else "",
        whose=_whose(task),
        outcome="" if task.done_by in hidden else task.outcome,
        moves=[move for move in moves if move.by not in hidden],
    )


def _those_who_see_answers(writers: set[User | None], person: Person) -> set[User | None]:
    """Of those who wrote something, whoever may see the person's answers, and whoever is unknown by now."""
    return {writer for writer in writers if writer is None or may(writer, Can.SEE_ANSWERS, person)}


def colleagues(task: Task) -> QuerySet[User]:
    """Who else where the task is now can take it."""
    members = Membership.objects.current().filter(organisation=task.place)  # type: ignore[attr-defined]  # by tasks_of
    return User.objects.filter(memberships__in=members, is_active=True).distinct().order_by("name")

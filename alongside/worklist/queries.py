"""One list of what must be done: mine, and my team's."""

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, UUIDField, When
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.utils import timezone

from alongside.people.access import Can, may, note_read, organisations_for, visible_people
from alongside.people.models import Membership, Organisation, Person, Registration, User
from alongside.worklist.models import Task, TaskMove, TaskQuerySet

A_PAGE_OF = 100


@dataclass(frozen=True)
class TaskLine:
    """A task as the list shows it."""

    task: Task
    overdue: bool


@dataclass(frozen=True)
class TaskPage:
    """One task; the note only for those who may see the person's answers, whose looking is noted.

    What colleagues wrote who see answers may tell of them too, so it is left out with the note.
    """

    task: Task
    note: str
    outcome: str = ""
    moves: list[TaskMove] = field(default_factory=list)


def tasks_of(user: User | AnonymousUser) -> TaskQuerySet:
    """Tasks of the teams the account works in, about persons it may know of.

    A practice's tasks go along with whoever changes practice: `place` is where a task is now.
    """
    practice_now = Registration.objects.current().filter(person=OuterRef("person")).values("practice")[:1]
    followed = Coalesce(Subquery(practice_now), F("team"), output_field=UUIDField())
    of_practice = When(team__kind=Organisation.Kind.PRACTICE, then=followed)
    placed = Task.objects.annotate(place=Case(of_practice, default=F("team"), output_field=UUIDField()))
    mine = placed.filter(place__in=organisations_for(user, Can.WORK))
    return mine.filter(person__in=visible_people(user, Can.SEE_PERSON))


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

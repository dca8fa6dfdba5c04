"""Whatever a team does with its tasks, in whatever order: none is lost, none is there twice, and every move is told."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from alongside.people.actors import actor_for
from alongside.people.models import AuditEvent, User
from alongside.worklist import actions
from alongside.worklist.models import Task
from alongside.worklist.queries import task_list
from conftest import Cast
from tests.machines import Machine, play

KINDS = [Task.Kind.CALL_BACK, Task.Kind.HAND_ON]
SUBJECTS = [None, UUID(int=1), UUID(int=2)]
STAFF = ["gp", "nurse", "receptionist"]
DAYS = st.integers(-3, 10)
ANY = st.integers(0, 999)


@dataclass
class Known:
    """What a task has to be like."""

    kind: str
    subject: UUID | None
    owner: User | None
    due: date
    added: int
    done_by: User | None = None
    moves: int = 0


class Worklist(Machine):
    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.known: dict[UUID, Known] = {}

    def _task(self, which: int) -> tuple[Task, Known]:
        pk = list(self.known)[which % len(self.known)]
        return Task.objects.get(pk=pk), self.known[pk]

    @rule(
        kind=st.sampled_from(KINDS), subject=st.sampled_from(SUBJECTS), owner=st.sampled_from([None, *STAFF]), days=DAYS
    )
    def somebody_asks(self, kind: str, subject: UUID | None, owner: str | None, days: int) -> None:
        open_already = [
            pk
            for pk, task in self.known.items()
            if subject and (task.kind, task.subject, task.done_by) == (kind, subject, None)
        ]
        due, whose = timezone.localdate() + timedelta(days=days), self.cast[owner] if owner else None
        task = actions.add_task(
            by=actor_for(self.cast["gp"]), kind=kind, person=self.cast.rosa, title="Ring", team=self.cast.elm_bank,
            due=due, owner=whose, subject_id=subject,
        )  # fmt: skip
        if open_already:
            assert [task.pk] == open_already
        else:
            assert task.pk not in self.known
            self.known[task.pk] = Known(kind, subject, whose, due, len(self.known))

    @precondition(lambda self: self.known)
    @rule(which=ANY, who=st.sampled_from(STAFF))
    def somebody_does_it(self, which: int, who: str) -> None:
        task, known = self._task(which)
        actions.finish_task(by=actor_for(self.cast[who]), task=task, outcome="Rang")
        known.done_by = known.done_by or self.cast[who]

    @precondition(lambda self: self.known)
    @rule(which=ANY, owner=st.sampled_from([None, *STAFF]))
    def somebody_passes_it_on(self, which: int, owner: str | None) -> None:
        task, known = self._task(which)
        whose = self.cast[owner] if owner else None
        try:
            actions.pass_on(by=actor_for(self.cast["gp"]), task=task, owner=whose, reason="On leave")
        except actions.AlreadyDone:
            assert known.done_by
        else:
            assert not known.done_by
            known.moves += known.owner != whose
            known.owner = whose

    @precondition(lambda self: self.known)
    @rule(which=ANY, days=DAYS)
    def somebody_puts_it_off(self, which: int, days: int) -> None:
        task, known = self._task(which)
        due = timezone.localdate() + timedelta(days=days)
        try:
            actions.put_off(by=actor_for(self.cast["gp"]), task=task, due=due, reason="No answer")
        except actions.AlreadyDone:
            assert known.done_by
        else:
            assert not known.done_by
            known.moves += known.due != due
            known.due = due

    @rule(hours=st.integers(1, 72))
    def time_passes(self, hours: int) -> None:
        self.pass_time(hours=hours)

    @rule()
    def the_team_looks_and_sees_every_open_task_once_the_one_due_longest_first(self) -> None:
        lines = task_list(self.cast["nurse"], mine=False).lines
        open_now = {pk: known.due for pk, known in self.known.items() if not known.done_by}
        assert {line.task.pk for line in lines} == set(open_now)
        assert [line.task.due for line in lines] == sorted(open_now.values())
        assert all(line.overdue == (line.task.due < timezone.localdate()) for line in lines)

    @rule(name=st.sampled_from(STAFF))
    def somebody_looks_at_theirs_and_sees_what_they_were_given(self, name: str) -> None:
        mine = [line.task.pk for line in task_list(self.cast[name], mine=True).lines]
        given = {pk for pk, known in self.known.items() if known.owner == self.cast[name] and not known.done_by}
        assert len(mine) == len(given)
        assert set(mine) == given

    @invariant()
    def every_task_is_as_it_was_left_and_its_moves_tell_how_it_came_there(self) -> None:
        tasks = {task.pk: task for task in Task.objects.prefetch_related("moves").select_related("owner", "done_by")}
        assert set(tasks) == set(self.known)
        for pk, known in self.known.items():
            task, moves = tasks[pk], list(tasks[pk].moves.all())
            assert (task.owner, task.due, task.done_by, len(moves)) == (
                known.owner, known.due, known.done_by, known.moves,
            )  # fmt: skip
            assert bool(task.done_at) == bool(known.done_by)
            for before, after in pairwise(moves):
                assert (before.to_owner_id, before.to_due) == (after.from_owner_id, after.from_due)
            if moves:
                assert (moves[-1].to_owner_id, moves[-1].to_due) == (task.owner_id, task.due)

    @invariant()
    def the_trail_has_one_row_for_each_change(self) -> None:
        known = self.known.values()
        changes = len(known) + sum(task.moves for task in known) + sum(bool(task.done_by) for task in known)
        assert AuditEvent.objects.filter(verb__startswith="task.").count() == changes


def test_whatever_a_team_does_no_task_is_lost_or_there_twice(db: None) -> None:
    play(Worklist, examples=20, steps=25)

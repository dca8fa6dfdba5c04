"""State machines that play on the database: Hypothesis looks for a run of clicks that breaks what must always hold."""

from datetime import UTC, datetime, timedelta

import time_machine
from django.db import connection, transaction
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test

from conftest import Cast, make_cast

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


class Machine(RuleBasedStateMachine):
    """Begins on a Monday at ten, a second for each step, and takes back everything it did at its end."""

    def __init__(self, cast: Cast) -> None:
        super().__init__()
        self.cast = cast
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.travel = time_machine.travel(MONDAY, tick=False)
        self.clock = self.travel.start()

    def pass_time(self, **much: float) -> None:
        self.clock.shift(timedelta(**much))

    @invariant()
    def a_second_passes(self) -> None:
        self.pass_time(seconds=1)

    def teardown(self) -> None:
        self.travel.stop()
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)


def play(machine: type[Machine], *, examples: int, steps: int) -> None:
    """Let Hypothesis play `examples` times, with up to `steps` steps each. The cast has been there since the Monday.

    On PostgreSQL, which comes second and plays by the same rules, a third as often.
    """
    examples = examples // 3 if connection.vendor == "postgresql" else examples
    with time_machine.travel(MONDAY, tick=False):
        cast = make_cast()
    bounds = settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(lambda: machine(cast), settings=bounds)

"""The command that asks and listens, once or round after round."""

import os
import signal
from io import StringIO
from threading import Event

from django.core.management import call_command
from django.db import OperationalError

from alongside.plans.actions import note_silences
from alongside.plans.models import FollowUp


def test_the_command_may_run_as_often_as_you_like(walk, clock):
    clock(14)
    said = StringIO()
    call_command("follow_up", stdout=said)
    call_command("follow_up", stdout=said)
    assert said.getvalue().splitlines() == ["Asked 1, heard nothing from 0.", "Asked 0, heard nothing from 0."]


def test_the_worker_goes_on_when_the_database_comes_back(walk, clock, monkeypatch, caplog):
    clock(14)
    rounds, troubles, stop = [], [OperationalError("the database has gone away")], Event()

    def rest(seconds):
        rounds.append(FollowUp.objects.get(goal=walk).state)
        return len(rounds) == 2

    def note(**given):
        if troubles:
            raise troubles.pop()
        return note_silences(**given)

    monkeypatch.setattr(stop, "wait", rest)
    monkeypatch.setattr("alongside.people.rounds.told_to_stop", lambda: stop)
    monkeypatch.setattr("alongside.plans.management.commands.follow_up.note_silences", note)
    # It would end the transaction of the test.
    monkeypatch.setattr("alongside.people.rounds.close_old_connections", lambda: None)
    call_command("follow_up", loop=True, stdout=StringIO())
    assert rounds == ["planned", "asked"]
    assert "The database did not answer: the database has gone away. Trying again in 300 seconds." in caplog.text


def test_a_worker_told_to_stop_finishes_its_round(walk, clock, monkeypatch):
    clock(14)

    def told_in_the_middle(**given):
        os.kill(os.getpid(), signal.SIGTERM)
        return note_silences(**given)

    monkeypatch.setattr("alongside.plans.management.commands.follow_up.note_silences", told_in_the_middle)
    call_command("follow_up", loop=True, stdout=StringIO())
    assert FollowUp.objects.get(goal=walk).state == "asked"

"""Workers that really die, at any moment, many times: nothing is lost and nothing goes twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from alongside.messages.tests.notify_server import API_KEY, NotifyServer

pytestmark = pytest.mark.slow
KILLS, WORKERS = 40, 3
# Seconds after which a message is taken over from whoever began with it: much more than a busy machine needs to hand
# one over, or a worker would be taken for dead while it lives.
SOON, NEVER = 3, 600


class Nursery:
    """The process workers are forked from."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "alongside.messages.tests.nursery"]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, *words: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.communicate(timeout=60)


@pytest.fixture
def notify() -> Iterator[NotifyServer]:
    server = NotifyServer(slowness=0.03)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def environment(tmp_path: Path, own_database: str, notify: NotifyServer) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": own_database,
        "ALONGSIDE_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
        "DATA_DIR": str(tmp_path),
        "MESSAGE_SENDER": "notify",
        "NOTIFY_API_KEY": API_KEY,
        "NOTIFY_BASE_URL": notify.url,
        "NOTIFY_TEXT_TEMPLATE": str(uuid.uuid4()),
        "QUIET_FROM": "0",
        "QUIET_UNTIL": "0",
        "LOG_LEVEL": "CRITICAL",
    }


@pytest.fixture
def nursery(environment: dict[str, str]) -> Iterator[Nursery]:
    made = Nursery(environment)
    yield made
    made.close()


def stop(pids: list[int], how: signal.Signals) -> None:
    for pid in pids:
        os.kill(pid, how)


def wait_until(it_is_so: Callable[[], bool], seconds: float = 120) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if it_is_so():
            return True
        time.sleep(0.05)
    return False


def wait_until_all_sent(nursery: Nursery) -> dict[str, str]:
    states: dict[str, str] = {}

    def all_sent() -> bool:
        states.update(nursery.ask("states"))
        return set(states.values()) == {"sent"}

    if not wait_until(all_sent):
        raise AssertionError(f"not all sent: {Counter(states.values())}; in trouble: {nursery.ask('problems')}")
    return states


def test_workers_killed_many_times_lose_nothing_and_send_nothing_twice(nursery: Nursery, notify: NotifyServer) -> None:
    wanted = set(nursery.ask("seed", 10))
    workers = [nursery.ask("start", SOON) for _ in range(WORKERS)]
    for _ in range(KILLS):
        wanted |= set(nursery.ask("seed", 5))
        time.sleep(random.uniform(0.02, 0.2))
        dying = workers.pop(random.randrange(WORKERS))
        os.kill(dying, signal.SIGKILL)
        workers.append(nursery.ask("start", SOON))
    states = wait_until_all_sent(nursery)
    stop(workers, signal.SIGTERM)
    assert states == dict.fromkeys(wanted, "sent")
    assert notify.times_accepted() == dict.fromkeys(wanted, 1)
    assert nursery.ask("flaws") == []


def test_after_a_power_cut_while_the_provider_had_a_message_and_nobody_knew_it_goes_once(
    nursery: Nursery, notify: NotifyServer
) -> None:
    wanted = set(nursery.ask("seed", 12))
    for cut in range(1, 4):
        notify.answers.clear()
        workers = [nursery.ask("start", SOON) for _ in range(WORKERS)]
        assert wait_until(lambda enough=cut: notify.times_accepted().total() >= enough)
        stop(workers, signal.SIGKILL)
        notify.answers.set()
    workers = [nursery.ask("start", SOON) for _ in range(WORKERS)]
    states = wait_until_all_sent(nursery)
    stop(workers, signal.SIGTERM)
    assert states == dict.fromkeys(wanted, "sent")
    assert notify.times_accepted() == dict.fromkeys(wanted, 1)
    assert notify.found.total() >= 3


def test_several_workers_at_once_send_each_message_once(nursery: Nursery, notify: NotifyServer) -> None:
    wanted = nursery.ask("seed", 80)
    workers = [nursery.ask("start", NEVER) for _ in range(4)]
    states = wait_until_all_sent(nursery)
    stop(workers, signal.SIGTERM)
    assert states == dict.fromkeys(wanted, "sent")
    assert notify.times_accepted() == dict.fromkeys(wanted, 1)
    assert not notify.found, "somebody took over from a living worker"


def test_the_command_finishes_what_it_holds_and_ends_when_told_to(
    nursery: Nursery, notify: NotifyServer, environment: dict[str, str]
) -> None:
    nursery.ask("seed", 5)
    alongside = Path(sys.executable).with_name("alongside")
    worker = subprocess.Popen([alongside, "deliver_messages", "--loop", "--every", "60"], env=environment)
    wait_until_all_sent(nursery)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0
    assert set(notify.times_accepted().values()) == {1}

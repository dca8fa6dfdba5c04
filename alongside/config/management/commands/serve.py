"""`alongside serve`: the whole product on one machine, in one command."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

# The commands that run for as long as the server does.
BESIDE = ["deliver_messages", "follow_up"]
SECONDS_TO_STOP = 8


class Command(BaseCommand):
    help = "Migrates, loads the demo where there is one, and serves with the message and follow-up workers beside."

    def handle(self, *args: Any, **options: Any) -> None:
        # granian takes a number only; localhost is a name.
        host, port = socket.gethostbyname(os.environ.get("HOST", "localhost")), int(os.environ.get("PORT", "8000"))
        refuse_a_taken_port(host, port)
        prepare_data()
        children = [start_beside(name) for name in BESIDE] + [start_server(host, port)]
        signal.signal(signal.SIGTERM, _as_ctrl_c)
        try:
            wait_until_answering(host, port, children)
            self.stdout.write(f"Alongside is at {settings.SITE_URL} (Ctrl-C stops it)")
            self.stdout.flush()
            ended = os.wait()[0]
            raise CommandError(f"Process {ended} of Alongside ended by itself, so all of it stops.")
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            stop(children)


def prepare_data() -> None:
    """Bring the database to this version, in this one process: every further start of Django costs a second."""
    call_command("migrate", verbosity=0, interactive=False)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a folder that is not there
    if settings.PRODUCTION:
        call_command("collectstatic", verbosity=0, interactive=False)
    if "load_demo" in get_commands():
        call_command("load_demo")


def start_beside(name: str) -> int:
    """Fork a worker that has everything loaded already; returns its process id."""
    nowhere = open(os.devnull, "w")  # noqa: SIM115  (stays open as long as the worker; only problems are told, on stderr)
    return _forked(lambda: call_command(name, loop=True, stdout=nowhere))


def _forked(work: Callable[[], object]) -> int:
    connections.close_all()  # a connection must not be shared by two processes
    if child := os.fork():
        return child
    try:
        work()
    except KeyboardInterrupt:
        os._exit(0)
    except BaseException as problem:
        sys.stderr.write(f"{problem}\n")
        os._exit(1)
    os._exit(0)


def start_server(host: str, port: int) -> int:
    """Start granian; returns its process id."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += [
        "--workers",
        "1",
        "--blocking-threads",
        "4",
        "--log-level",
        "warning",
        "alongside.config.wsgi:application",
    ]
    return subprocess.Popen(command).pid  # noqa: S603  (nothing here comes from a user)


def refuse_a_taken_port(host: str, port: int) -> None:
    """Say that the port is taken, rather than let another program answer in our name."""
    if _answers(host, port):
        raise CommandError(f"Something already answers at {host}:{port}. Set PORT to another number.")


def wait_until_answering(host: str, port: int, children: list[int]) -> None:
    """Wait until the server takes connections, for a minute at most."""
    for _ in range(600):
        if _answers(host, port):
            return
        if os.waitpid(children[-1], os.WNOHANG)[0]:
            raise CommandError("The server could not start.")
        time.sleep(0.1)
    raise CommandError("The server did not answer within a minute.")


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def stop(children: list[int]) -> None:
    """End every child, by force if it does not end when asked."""
    for child in children:
        _signal(child, signal.SIGTERM)
    until = time.monotonic() + SECONDS_TO_STOP
    while children and time.monotonic() < until:
        children = [child for child in children if _is_running(child)]
        time.sleep(0.05)
    for child in children:
        _signal(child, signal.SIGKILL)


def _signal(child: int, number: signal.Signals) -> None:
    try:
        os.kill(child, number)
    except ProcessLookupError:
        return


def _is_running(child: int) -> bool:
    try:
        return os.waitpid(child, os.WNOHANG)[0] == 0
    except ChildProcessError:
        return False


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt

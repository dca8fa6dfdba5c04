"""`alongside serve`: the whole product on one machine, in one command."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections

# The commands that run for as long as the server does. They and the server each have a process group of their own:
# Ctrl-C in a terminal then reaches this process alone, which ends them, and none seems to have ended by itself.
BESIDE = ["deliver_messages", "follow_up", "course_rounds"]
SECONDS_TO_STOP = 8


class Command(BaseCommand):
    help = "Migrates, loads the demo where there is one, and serves with the message and follow-up workers beside."

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = where_to_listen()
        refuse_a_taken_port(host, port)
        _stop_when_told()
        children: list[int] = []
        try:
            prepare_data()
            children += [start_beside(name) for name in BESIDE]
            children += [start_server(host, port)]
            wait_until_answering(host, port, children)
            self.stdout.write(f"Alongside is at {settings.SITE_URL} (Ctrl-C stops it)")
            self.stdout.flush()
            ended = os.wait()[0]
            raise CommandError(f"Process {ended} of Alongside ended by itself, so all of it stops.")
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            stop(children)


def where_to_listen() -> tuple[str, int]:
    """HOST and PORT; a name becomes a number, because granian takes nothing else."""
    host, port = os.environ.get("HOST", "localhost"), os.environ.get("PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CommandError(f"PORT is '{port}'. It has to be a number from 1 to 65535.")
    try:
        return socket.gethostbyname(host), int(port)
    except OSError:
        raise CommandError(f"HOST is '{host}'. It has to be a name or an IPv4 address of this machine.") from None


def prepare_data() -> None:
    """Bring the database to this version, in this one process: every further start of Django costs a second."""
    try:
        connection.ensure_connection()
    except DatabaseError as trouble:
        raise CommandError(f"The database does not answer: {trouble}") from None
    call_command("migrate", verbosity=0, interactive=False, skip_checks=False)
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
        os.setpgid(child, child)
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
    return subprocess.Popen(command, process_group=0).pid  # noqa: S603  (nothing here comes from a user)


def refuse_a_taken_port(host: str, port: int) -> None:
    """Say that the port cannot be had, rather than let another program answer in our name."""
    if _answers(host, port):
        raise CommandError(f"Something already answers at {host}:{port}. Set PORT to another number.")
    try:
        socket.create_server((host, port)).close()
    except OSError as problem:
        why = os.strerror(problem.errno or 0)
        raise CommandError(f"Cannot listen at {host}:{port}: {why}. Set HOST or PORT to another.") from None


def wait_until_answering(host: str, port: int, children: list[int]) -> None:
    """Wait until a page comes, for a minute at most: the server takes connections before it can answer, or be ended."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if _gives_a_page(host, port):
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


def _gives_a_page(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/health", headers={"Host": urlsplit(settings.SITE_URL).netloc})
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


def stop(children: list[int]) -> None:
    """End every child, by force if it does not end when asked."""
    for child in children:
        _signal(os.kill, child, signal.SIGTERM)
    until = time.monotonic() + SECONDS_TO_STOP
    while children and time.monotonic() < until:
        children = [child for child in children if _is_running(child)]
        time.sleep(0.05)
    for child in children:
        _signal(os.killpg, child, signal.SIGKILL)  # the server's own worker too


def _signal(send: Callable[[int, int], None], child: int, number: int) -> None:
    with suppress(ProcessLookupError):
        send(child, number)


def _is_running(child: int) -> bool:
    try:
        return os.waitpid(child, os.WNOHANG)[0] == 0
    except ChildProcessError:
        return False


def _stop_when_told() -> None:
    """Being ended, or its terminal closed, stops all of it as Ctrl-C does; after `nohup` a closed terminal does not."""
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _as_ctrl_c)


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt

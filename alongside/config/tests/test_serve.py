"""The product in one command: what it says when it cannot start, and that nothing of it stays behind."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import CommandError

from alongside.config.management.commands.serve import refuse_a_taken_port, where_to_listen
from alongside.config.tests.test_production import PRODUCTION, alongside


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("PORT", "http", "PORT is 'http'. It has to be a number from 1 to 65535."),
        ("PORT", "65536", "PORT is '65536'. It has to be a number from 1 to 65535."),
        ("HOST", "::1", "HOST is '::1'. It has to be a name or an IPv4 address of this machine."),
    ],
)
def test_an_address_that_is_none_is_told(name, given, sentence, monkeypatch):
    monkeypatch.setenv(name, given)
    with pytest.raises(CommandError) as told:
        where_to_listen()
    assert str(told.value) == sentence


def test_localhost_becomes_a_number_because_the_server_takes_no_name(monkeypatch):
    monkeypatch.setenv("HOST", "localhost")
    monkeypatch.setenv("PORT", "8123")
    assert where_to_listen() == ("127.0.0.1", 8123)


def test_a_port_that_another_program_answers_at_is_told():
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        pytest.raises(CommandError, match="Something already answers at"),
    ):
        refuse_a_taken_port(*other.getsockname())


def test_a_port_that_is_taken_by_a_silent_program_is_told():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        with pytest.raises(CommandError, match=r"Cannot listen at .*: Address already in use\. Set HOST or PORT"):
            refuse_a_taken_port(*silent.getsockname())


def test_a_data_folder_that_cannot_be_made_is_told_in_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    started = alongside("serve", data_dir=tmp_path / "file")
    assert started.returncode == 1
    assert started.stderr == (
        f"The data folder cannot be {tmp_path}/file: File exists. Set DATA_DIR to a folder of your own.\n"
    )


def test_a_database_that_is_none_is_told_in_one_sentence(tmp_path, free_port):
    (tmp_path / "alongside.sqlite3").write_text("A letter that somebody saved here by mistake.")
    started = alongside("serve", data_dir=tmp_path, PORT=str(free_port))
    assert started.returncode == 1
    assert started.stderr == "CommandError: The database does not answer: file is not a database\n"


@pytest.mark.slow
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ctrl_c_being_ended_and_a_closed_terminal_stop_all_of_it(told, data_dir, free_port):
    with serve(data_dir, free_port) as running:
        try:
            assert "Ctrl-C stops it" in running.stdout.readline()
            os.killpg(running.pid, told)
            assert running.wait(timeout=60) == 0
            assert not left_in_session(running.pid)
        finally:
            for left in left_in_session(running.pid):
                os.kill(left, signal.SIGKILL)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


# Whoever runs the tests in the background or under nohup has these signals ignored, and hands that on.
LISTENING_AGAIN = """
import os, signal, sys
for each in (signal.SIGINT, signal.SIGHUP):
    signal.signal(each, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""


def serve(data_dir, port):
    settings = {"DATA_DIR": str(data_dir), "HOST": "127.0.0.1", "PORT": str(port)}
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_") and k != "DATABASE_URL"}
    environment |= PRODUCTION | settings
    command = [sys.executable, "-c", LISTENING_AGAIN, Path(sys.executable).with_name("alongside"), "serve"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)


def left_in_session(leader):
    """The processes that this session began, by number."""
    return [int(stat.split()[0]) for stat in every_stat() if int(stat.rpartition(")")[2].split()[3]) == leader]


def every_stat():
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # ended since it was listed
            yield path.read_text()

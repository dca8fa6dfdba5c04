"""An import that really dies half way."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alongside.directory.tests import feed_server
from alongside.directory.tests.feed_server import FeedServer, service

pytestmark = pytest.mark.slow
TWENTY = [service(number) for number in range(20)]
RUN = "from alongside.config.cli import main; main()"
MAPPING = '[source]\nkey = "place"\nname = "A place"\nlicence = "OGL v3"\nattribution = "By a council"\n'


@pytest.fixture
def server():
    started = FeedServer(TWENTY, size=10)
    yield started
    started.let_go.set()
    started.shutdown()
    started.server_close()


@pytest.fixture
def alongside(own_database: str, tmp_path: Path):
    """Starts a command in a process of its own."""
    environment = {**os.environ, "DATABASE_URL": own_database, "ALONGSIDE_MODE": "test", "DATA_DIR": str(tmp_path)}

    def started(*words: str) -> subprocess.Popen:
        command = [sys.executable, "-c", RUN, *words]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    return started


def test_a_killed_import_goes_on_where_it_stopped(alongside, server, tmp_path):
    mapping = tmp_path / "place.toml"
    mapping.write_text(MAPPING)
    stuck = f"/services/{TWENTY[12]['id']}"
    server.always[stuck] = feed_server.wait
    killed = alongside("import_directory", server.url, "--mapping", str(mapping))
    until = time.monotonic() + 60
    while not any(path.endswith(stuck) for path in server.asked):
        assert time.monotonic() < until
        time.sleep(0.02)
    killed.kill()
    assert killed.communicate() == ("", None)
    server.always = {}
    again = alongside("import_directory", server.url, "--mapping", str(mapping))
    said, _ = again.communicate(timeout=60)
    assert "20 services taken, 20 of them new" in said
    asked = server.details_asked()
    assert asked.pop(TWENTY[12]["id"]) == 2
    assert set(asked.values()) == {1}
    assert sum("?page=" in path for path in server.asked) == 3, "nor was the list read again"

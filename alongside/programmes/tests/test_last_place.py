"""Many want the last place at the same moment: really at once, with transactions that really commit."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def happened(own_database, tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": own_database,
        "ALONGSIDE_MODE": "test",
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
    }
    command = [sys.executable, "-m", "alongside.programmes.tests.at_once"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=120)
    return json.loads(done.stdout)


def test_nobody_gets_a_place_that_is_not_there_and_no_place_stays_empty(happened):
    assert happened["wanted"] == {"placed": 3, "waiting": 5}
    assert happened["after"] == {"taken": 3, "placed": 3, "waiting": 5}
    assert happened["left"] == {"left": 3}
    assert happened["filled"] == {"taken": 3, "placed": 3, "waiting": 2, "left": 3}
    assert happened["the same person"] == {"waiting": 1, "AlreadyOn": 3}
    assert happened["the same room"] == {"True": 1, "AlreadyUsed": 2}
    assert happened["the same mark"] == {"1": 1, "0": 3}
    assert happened["marks"] == 1
    assert happened["the same turn"]["placed"] == 3
    assert happened["the same turn"].get("True", 0) <= 1
    assert set(happened["the same turn"]) <= {"placed", "True", "NotOpen"}
    assert (happened["turns"], happened["turns of who left"]) == (5, 0)

"""The audit trail while many write, seal and check it at once: really at once, with transactions that really commit."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.db import connection

from tests.own_database import a_database_of_its_own

pytestmark = pytest.mark.django_db  # though what asks it is a process of its own


@pytest.fixture(scope="module")
def scenes(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> dict[str, dict[str, Any]]:
    """What happened in each scene of `busy_trail.py`."""
    folder = tmp_path_factory.mktemp("busy")
    with django_db_blocker.unblock(), a_database_of_its_own(folder) as url:
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "ALONGSIDE_MODE": "test",
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
        }
        command = [sys.executable, "-m", "alongside.people.tests.busy_trail"]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=300)
        happened: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return happened


def test_with_many_writers_and_two_sealers_every_row_is_sealed_once_and_the_trail_is_whole(scenes) -> None:
    crowd = scenes["crowd"]
    assert len(crowd["written"]) > 200
    assert crowd["sealed"] == crowd["written"]
    assert crowd["flaws"] == []  # also to whoever checked all the while
    assert not set(crowd["by the first"]) & set(crowd["by the second"])
    assert crowd["noted"] == crowd["seals"]


def test_a_row_committed_long_after_later_ones_were_sealed_is_sealed_then_and_never_told_of_as_put_in(scenes) -> None:
    late = scenes["late"]
    assert late["flaws"] == []
    assert late["sealed"] == sorted([late["late"], *late["others"]])
    if connection.vendor == "postgresql":
        assert len(late["sealed before it"]) == 3
        assert min(late["sealed before it"]) > late["late"]


def test_nobody_waits_for_somebody_elses_open_transaction(scenes) -> None:
    if connection.vendor == "postgresql":
        nobody = dict.fromkeys(["to write beside a writer", "to write beside a sealer", "to seal", "to check"], False)
        assert scenes["patient"] == nobody
    else:  # SQLite has one writer at a time, whatever it writes; whoever only reads never waits
        assert scenes["patient"]["to check"] is False

"""What a load balancer asks, and what it may not be told."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client


def test_the_health_page_needs_no_sign_in_and_answers_ok(db):
    answer = Client().get("/health")
    assert (answer.status_code, answer.text) == (200, "ok\n")


@pytest.mark.parametrize("address", ["/health", "/health/messages"])
def test_the_health_pages_say_so_when_the_database_does_not_answer(db, address, caplog):
    def refuse(*args):
        raise DatabaseError("the database has gone away")

    with connection.execute_wrapper(refuse):
        answer = Client().get(address)
    assert (answer.status_code, answer.text) == (503, "no database\n")
    assert "gone away" in caplog.text


@pytest.mark.parametrize("mode", ["prodution", "", "DEMO"])
def test_a_mode_that_does_not_exist_stops_the_start(mode, tmp_path):
    import os
    import subprocess
    import sys

    environment = {**os.environ, "ALONGSIDE_MODE": mode, "DATA_DIR": str(tmp_path), "SECRET_KEY": "x" * 50}
    started = subprocess.run(
        [sys.executable, "-c", "import alongside.config.settings"], env=environment, capture_output=True, text=True
    )
    assert started.returncode != 0
    assert "It can be production, demo or test" in started.stderr

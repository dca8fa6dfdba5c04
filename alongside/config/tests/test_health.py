"""What a load balancer asks, and what it may not be told."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client


def test_the_health_page_needs_no_sign_in_and_answers_ok(db):
    answer = Client().get("/health")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_the_health_page_is_an_error_when_the_database_does_not_answer(db):
    def refuse(*args):
        raise DatabaseError("the database has gone away")

    with connection.execute_wrapper(refuse):
        answer = Client(raise_request_exception=False).get("/health")
    assert answer.status_code == 500
    assert "gone away" not in answer.text


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

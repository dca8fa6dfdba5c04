"""Several processes on one index: each sees what another changed, and one that dies takes nothing along."""

import json
import os
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.slow


class Searcher:
    """One of them."""

    def __init__(self, environment):
        start = "import django; django.setup(); from alongside.directory.tests.searcher import main; main()"
        command = [sys.executable, "-c", start]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def tell(self, *words):
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()

    def hear(self):
        return json.loads(self.process.stdout.readline())

    def ask(self, *words):
        self.tell(*words)
        return self.hear()

    def kill(self):
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def environment(tmp_path, own_database):
    settings = {"ALONGSIDE_MODE": "test", "DJANGO_SETTINGS_MODULE": "alongside.config.settings"}
    return {**os.environ, **settings, "DATABASE_URL": own_database, "DATA_DIR": str(tmp_path)}


@pytest.fixture
def two(environment):
    both = Searcher(environment), Searcher(environment)
    yield both
    for each in both:
        each.kill()


def test_each_process_finds_what_another_took_in(two):
    one, other = two
    assert one.ask("take", "Sale") == 1
    assert one.ask("search", "choir") == other.ask("search", "choir") == ["Sale"]
    assert other.ask("take", "Sale", "Leigh") == 2
    assert one.ask("search", "choir") == other.ask("search", "choir") == ["Leigh", "Sale"]
    assert one.ask("take", "Leigh") == 1
    assert other.ask("search", "choir") == ["Leigh"]
    assert one.ask("state") == other.ask("state")


def test_all_who_find_no_index_wait_for_the_one_that_is_built(two):
    one, other = two
    one.ask("take", "Sale")
    for each in two:
        each.tell("search", "choir")
    assert [each.hear() for each in two] == [["Sale"], ["Sale"]]
    assert one.ask("state") == other.ask("state")


def test_a_build_goes_on_beside_the_searches_and_one_that_is_killed_leaves_all_as_it_was(two):
    one, other = two
    one.ask("take", "Sale")
    before = one.ask("state")
    assert other.ask("build_for_ever") == "building"
    one.ask("take", "Sale", "Leigh")
    assert one.ask("search", "choir") == ["Sale"]
    assert one.ask("state") == before
    other.kill()
    # PostgreSQL needs a moment to see that whoever held the index is gone.
    until = time.monotonic() + 20
    while (found := one.ask("search", "choir")) == ["Sale"] and time.monotonic() < until:
        time.sleep(0.1)
    assert found == ["Leigh", "Sale"]

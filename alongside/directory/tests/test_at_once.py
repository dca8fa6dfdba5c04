"""The same at the same moment."""

import threading
from dataclasses import replace

import pytest
from django.db import connection, connections

from alongside.directory.models import ImportRun, Service
from alongside.directory.tests.conftest import SINGERS, take
from tests.index import forget_index

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time: nobody waits for a row"),
]


@pytest.fixture(autouse=True)
def no_index_is_left(transactional_db):
    yield
    forget_index()


def test_two_imports_of_one_source_take_turns():
    rows = [replace(SINGERS, id=str(number)) for number in range(600)]
    done, ready = [], threading.Barrier(2)

    def imports():
        ready.wait()
        try:
            done.append(take(*rows))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=imports) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.services for each in done] == [600, 600]
    assert sum(each.new for each in done) == Service.objects.count() == 600
    assert sum(each.changed for each in done) == 0
    assert ImportRun.objects.exclude(ended_at=None).count() == 2

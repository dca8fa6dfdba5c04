"""A few services of one source, and the steward who looks after them."""

from dataclasses import replace

import pytest

from alongside.directory.actions import import_feed, import_services
from alongside.directory.importing.client import Api
from alongside.directory.importing.rows import AreaRow, Mapping, PlaceRow, Row
from alongside.directory.models import Service
from alongside.directory.tests.feed_server import FeedServer
from alongside.people.actors import SYSTEM, Actor, actor_for
from conftest import Cast

MAPPING = Mapping({"key": "place", "name": "A place", "licence": "OGL v3", "attribution": "By a council"})
HALL = PlaceRow("hall", "Mill Hall", address="1 Mill Lane", postcode="WH1 1AA", latitude=53.4, longitude=-2.2)
SINGERS = Row(
    "1", "Singing Group", "Come and sing", phone="0161 496 0001", places=(HALL,), areas=(AreaRow("Westhaven"),)
)
WALKERS = replace(SINGERS, id="2", name="Tuesday Walkers", phone="0161 496 0002")


def take(*rows, source="place", **more):
    mapping = replace(MAPPING, source=MAPPING.source | {"key": source})
    return import_services(by=SYSTEM, mapping=mapping, rows=rows, **more)


@pytest.fixture
def steward(cast: Cast) -> Actor:
    return actor_for(cast["steward"])


@pytest.fixture
def singers(db) -> Service:
    take(SINGERS, WALKERS)
    return Service.objects.get(source_key="1")


@pytest.fixture
def serve(db):
    """Starts a server of services."""
    servers = []

    def started(*services, **more):
        servers.append(FeedServer(list(services), **more))
        return servers[-1]

    yield started
    for server in servers:
        server.let_go.set()
        server.shutdown()
        server.server_close()


def take_feed(server, **more):
    return import_feed(by=SYSTEM, mapping=MAPPING, api=Api(server.url, pauses=(0.01, 0.02)), **more)


def listed():
    return Service.objects.listed().count()

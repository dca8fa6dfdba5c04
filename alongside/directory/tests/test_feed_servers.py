"""Taking in an API whose server is slow, broken, or leads astray."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.directory.actions import import_feed
from alongside.directory.importing import client
from alongside.directory.importing.client import Api, Unreadable
from alongside.directory.models import FeedRecord, ImportRun, Service
from alongside.directory.tests import feed_server
from alongside.directory.tests.conftest import MAPPING, listed, take_feed
from alongside.directory.tests.feed_server import TEN, path_of, service
from alongside.people.actors import SYSTEM


@pytest.mark.parametrize("fault", [feed_server.broken(500), feed_server.broken(503, Retry_After="0"), feed_server.html,
                                   feed_server.hang_up, feed_server.half, feed_server.broken(429)])  # fmt: skip
@pytest.mark.parametrize("where", ["/services?page=2", path_of(3)])
def test_a_server_out_of_order_for_a_moment_is_asked_again(serve, where, fault):
    server = serve(*TEN)
    server.instead[where] = [fault, fault]
    assert (take_feed(server).services, listed()) == (10, 10)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (feed_server.broken(500), "500"), (feed_server.broken(404), "404"), (feed_server.broken(403), "403"),
        (feed_server.html, "not JSON"), (feed_server.sent_to("file:///etc/passwd"), "somewhere we do not go"),
        (lambda handler: handler.answer(200, None, raw=b"[" * 200_000), "not JSON"),
        (lambda handler: handler.answer(200, []), "not an object"),
        (lambda handler: handler.answer(200, service(5)), "those of another service"),
        (lambda handler: handler.answer(200, service(3, name="")), "no name"),
    ],
)  # fmt: skip
def test_one_service_that_cannot_be_read_is_left_out_and_said_and_stays_what_it_was(serve, fault, reason):
    server = serve(*TEN)
    take_feed(server)
    server.always[path_of(3)] = fault
    done = take_feed(server)
    assert (done.services, done.retired, listed()) == (9, 0, 10)
    [left_out] = done.broken
    assert left_out.startswith(f"service {TEN[3]['id']}: ")
    assert reason in left_out


def test_a_server_that_stops_answering_is_gone_on_with_where_it_stopped(serve):
    server = serve(*TEN)
    server.always = {path_of(number): feed_server.broken(502) for number in range(4, 10)}
    with pytest.raises(Unreadable):
        take_feed(server)
    assert not Service.objects.exists()
    server.always = {}
    server.asked.clear()
    done = take_feed(server)
    assert (done.services, ImportRun.objects.count()) == (10, 1)
    assert sorted(server.asked) == sorted(f"/o/place{path_of(number)}" for number in range(4, 10))


def test_a_list_that_broke_off_is_gone_on_with_at_the_page_where_it_broke(serve):
    server = serve(*TEN)
    server.always["/services?page=3"] = feed_server.broken(500)
    with pytest.raises(Unreadable, match="500"):
        take_feed(server)
    assert (Service.objects.count(), FeedRecord.objects.count()) == (0, 6)
    server.always = {}
    server.asked.clear()
    assert take_feed(server).services == 10
    assert server.asked[0].endswith("page=3")


def test_afresh_begins_with_the_first_page(serve):
    server = serve(*TEN)
    server.always["/services?page=3"] = feed_server.broken(500)
    with pytest.raises(Unreadable):
        take_feed(server)
    server.always = {}
    server.asked.clear()
    take_feed(server, afresh=True)
    assert server.asked[0].endswith("page=1")
    assert ImportRun.objects.filter(ended_at=None).count() == 1, "the one that stopped stays as it is"


@pytest.mark.parametrize(("days", "goes_on"), [(0, True), (2, False)])
def test_a_run_goes_on_for_a_day_and_is_begun_anew_after_that(serve, days, goes_on):
    server = serve(*TEN)
    server.always["/services?page=3"] = feed_server.broken(500)
    with pytest.raises(Unreadable):
        take_feed(server)
    ImportRun.objects.update(began_at=timezone.now() - timedelta(days=days))
    server.always = {}
    server.asked.clear()
    assert take_feed(server).services == 10
    assert server.asked[0].endswith("page=3" if goes_on else "page=1")


def test_a_run_of_another_address_is_not_gone_on_with(serve):
    server, moved = serve(*TEN), serve(*TEN)
    server.always["/services?page=3"] = feed_server.broken(500)
    with pytest.raises(Unreadable):
        take_feed(server)
    assert take_feed(moved).services == 10
    assert moved.asked[0].endswith("page=1")
    assert not FeedRecord.objects.exists()


def test_a_server_is_asked_after_growing_pauses_or_when_it_says(serve, monkeypatch):
    slept = []
    monkeypatch.setattr(client, "sleep", slept.append)
    server = serve(*TEN)
    server.instead["/services?page=1"] = [
        feed_server.broken(503),
        feed_server.broken(429, Retry_After="30"),
        feed_server.broken(503, Retry_After="99999"),
    ]
    import_feed(by=SYSTEM, mapping=MAPPING, api=Api(server.url))
    assert slept == [1, 30, 60]


@pytest.mark.parametrize("end", ["", "/", "/services", "/services/", "/services?x=1"])
def test_the_address_may_end_as_people_copy_it(end):
    assert Api(f"https://council.example.net/o/place{end}").address == "https://council.example.net/o/place"


def test_a_server_that_never_answers_or_drips_is_given_up(serve, monkeypatch):
    monkeypatch.setattr(client, "PATIENCE", (0.2, 0.2))
    monkeypatch.setattr(client, "LONGEST", 0.2)
    server = serve(*TEN)
    server.always = {path_of(3): feed_server.wait, path_of(4): feed_server.drip}
    done = take_feed(server)
    assert done.services == 8
    assert [reason.rpartition(": ")[2] for reason in done.broken] == [
        "it did not answer in time", "the answer takes longer than 0.2 seconds",
    ]  # fmt: skip


def test_no_answer_is_read_further_than_the_limit_however_small_it_was_packed(serve, monkeypatch):
    monkeypatch.setattr(client, "LARGEST", 1_000_000)
    server = serve(*TEN)
    server.always = {path_of(3): feed_server.packed(b'"' + b"a" * 50_000_000 + b'"')}
    done = take_feed(server)
    assert [reason.rpartition(": ")[2] for reason in done.broken] == ["the answer is larger than 1 MB"]


def test_packed_answers_are_read(serve):
    server = serve(*TEN)
    server.always = {path_of(3): feed_server.packed(json.dumps(service(3, name="Packed")).encode())}
    assert take_feed(server).services == 10
    assert Service.objects.filter(name="Packed").exists()


def test_sent_somewhere_else_it_goes_and_in_a_ring_it_does_not(serve):
    other = serve(*TEN)
    server = serve(*TEN)
    server.always = {
        path_of(3): feed_server.sent_to(f"{other.url}{path_of(3)}"),
        path_of(4): feed_server.sent_to(f"{server.url}{path_of(4)}"),
    }
    done = take_feed(server)
    assert done.services == 9
    assert "somewhere we do not go" in done.broken[0]
    assert other.asked == [f"/o/place{path_of(3)}"]


def test_an_id_is_asked_for_as_it_is_and_leads_nowhere_else(serve):
    odd = service(1, id="../../admin?x=1#y")
    server = serve(odd, service(2))
    assert take_feed(server).services == 2
    assert "/o/place/services/..%2F..%2Fadmin%3Fx%3D1%23y" in server.asked


def test_a_key_in_the_address_goes_with_each_request_and_is_kept_nowhere(serve):
    server = serve(*TEN[:1])
    import_feed(by=SYSTEM, mapping=MAPPING, api=Api(f"{server.url}/services/?apikey=secret"))
    assert all("apikey=secret" in path for path in server.asked)
    assert "secret" not in ImportRun.objects.get().origin


@pytest.mark.parametrize("address", ["ftp://x.org", "file:///etc/passwd", "https://", "javascript://x"])
def test_only_addresses_of_the_web_are_asked(address):
    with pytest.raises(ValueError, match="is no address of an API"):
        Api(address)

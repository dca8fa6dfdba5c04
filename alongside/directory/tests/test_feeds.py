"""Taking in an Open Referral UK API, with whatever is wrong with it."""

import json

import pytest
from django.core.management import CommandError, call_command

from alongside.directory.actions import import_feed
from alongside.directory.importing import client
from alongside.directory.importing.client import Api, Unreadable
from alongside.directory.importing.rows import Mapping
from alongside.directory.models import FeedRecord, ImportRun, Service, Source
from alongside.directory.tests import feed_server
from alongside.directory.tests.feed_bodies import by_the_book, vendors_own
from alongside.directory.tests.feed_server import FeedServer, service
from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent

MAPPING = Mapping({"key": "place", "name": "A place", "licence": "OGL v3", "attribution": "By a council"})
TEN = [service(number) for number in range(10)]


@pytest.fixture
def serve(db):
    """A server of these services."""
    servers = []

    def started(*services, **more):
        servers.append(FeedServer(list(services), **more))
        return servers[-1]

    yield started
    for server in servers:
        server.let_go.set()
        server.shutdown()
        server.server_close()


def take(server, **more):
    return import_feed(by=SYSTEM, mapping=MAPPING, api=Api(server.url, pauses=(0.01, 0.02)), **more)


def listed():
    return Service.objects.listed().count()


def path_of(number):
    return f"/services/{TEN[number]['id']}"


def test_all_pages_and_all_details_are_read(serve):
    server = serve(*TEN, by_the_book(), vendors_own())
    done = take(server)
    assert (done.services, done.new, done.broken, done.notes) == (12, 12, [], [])
    assert set(server.details_asked().values()) == {1}
    assert Service.objects.get(name="Tuesday Breathers").cost_options.get().amount == 2.5


def test_the_licence_is_kept_with_what_was_read(serve):
    take(serve(*TEN))
    source = Source.objects.get()
    assert (source.key, source.licence, source.attribution) == ("place", "OGL v3", "By a council")
    assert Service.objects.filter(source=source).count() == 10


def test_the_run_is_kept_with_its_report_and_what_it_read_is_not(serve):
    take(serve(*TEN, {"id": "1"}))
    run = ImportRun.objects.get()
    assert (run.report["services"], run.whole, run.origin.startswith("http://127.0.0.1")) == (10, True, True)
    assert run.report["broken"] == ["service 1: it has no name"]
    assert run.ended_at
    assert not FeedRecord.objects.exists()


def test_again_changes_nothing_at_all(serve):
    server = serve(*TEN, by_the_book(), vendors_own())
    take(server)
    before = sorted(Service.objects.values_list("pk", "updated_at"))
    rows = AuditEvent.objects.count()
    done = take(server)
    assert (done.services, done.new, done.changed, done.retired) == (12, 0, 0, 0)
    assert sorted(Service.objects.values_list("pk", "updated_at")) == before
    assert AuditEvent.objects.count() == rows + 1, "that there was an import, and nothing of each service"


def test_what_a_whole_feed_names_no_more_is_retired_and_comes_back_with_it(serve):
    server = serve(*TEN)
    take(server)
    gone = server.services.pop()
    server.total = 9
    assert take(server).retired == 1
    assert listed() == 9
    server.services.append(gone)
    assert take(server).changed == 1
    assert listed() == 10


def faults():
    def ignores_page(server):
        server.page_is_ignored = True

    def ignores_page_and_size(server):
        server.page_is_ignored = server.size_is_ignored = True

    def says_one_page(server):
        server.total_pages = 1

    def says_a_thousand_pages(server):
        server.total_pages = 1000

    def says_nothing_of_how_many(server):
        server.total = None

    def counts_from_0(server):
        server.counts_from_0 = True

    def beyond_is_404(server):
        server.beyond_is_404 = True

    def loops(server):
        server.loops_after = 2

    def ends_early(server):
        server.ends_after = 2

    def says_too_many(server):
        server.total = 50

    whole = [says_one_page, says_a_thousand_pages, says_nothing_of_how_many, counts_from_0, beyond_is_404]
    otherwise = [ignores_page, loops, ends_early]
    return [(fault, 10, "") for fault in whole + otherwise] + [
        (ignores_page_and_size, 3, "says it has"),
        (says_too_many, 10, "says it has"),
    ]


@pytest.mark.parametrize(("fault", "found", "note"), faults(), ids=lambda value: getattr(value, "__name__", ""))
def test_paging_gets_all_there_is_to_get_and_retires_nothing_it_did_not_look_for(serve, fault, found, note):
    take(serve(*TEN, service(99)))
    server = serve(*TEN)
    server.asked.clear()
    fault(server)
    done = take(server)
    assert done.services == found
    assert len(server.asked) < 2 * found + 10, "it did not go round and round"
    assert [note for each in done.notes if note in each] == ([note] if note else [])
    assert listed() == (11 if note else 10)


def test_a_feed_that_repeats_its_only_page_and_does_not_say_how_many_is_not_known_to_be_whole(serve):
    server = serve(*TEN)
    server.page_is_ignored, server.total = True, None
    take(server)
    assert listed() == 3
    assert not ImportRun.objects.get().whole


def test_a_feed_that_suddenly_has_few_retires_nothing_unless_asked(serve):
    server = serve(*TEN)
    take(server)
    server.services, server.total = TEN[:4], 4
    done = take(server)
    [note] = done.notes
    assert note.startswith("6 services are named no more and stay, for the source names only 4 where 10 were known")
    assert done.retired == 0
    assert take(server, retire=True).retired == 6
    assert listed() == 4


@pytest.mark.parametrize("fault", [feed_server.broken(500), feed_server.broken(503, Retry_After="0"), feed_server.html,
                                   feed_server.hang_up, feed_server.half, feed_server.broken(429)])  # fmt: skip
@pytest.mark.parametrize("where", ["/services?page=2", path_of(3)])
def test_a_server_out_of_order_for_a_moment_is_asked_again(serve, where, fault):
    server = serve(*TEN)
    server.instead[where] = [fault, fault]
    assert (take(server).services, listed()) == (10, 10)


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
    take(server)
    server.always[path_of(3)] = fault
    done = take(server)
    assert (done.services, done.retired, listed()) == (9, 0, 10)
    [left_out] = done.broken
    assert left_out.startswith(f"service {TEN[3]['id']}: ")
    assert reason in left_out


@pytest.mark.parametrize("entry", [{}, None, 7, "words", [], {"id": ""}, {"id": None}, {"id": "x" * 300}])
def test_entries_of_a_list_that_are_no_service_are_left_out_and_said(serve, entry):
    done = take(serve(*TEN[:3], entry))
    assert done.services == 3
    [reason] = done.broken
    assert reason.startswith("listed as ")


def test_a_page_of_which_nothing_can_be_taken_is_not_the_end(serve):
    nameless = [{"name": f"Group {number} without an id"} for number in range(3)]
    done = take(serve(*TEN[:3], *nameless, *TEN[3:]))
    assert (done.services, len(done.broken)) == (10, 3)
    assert done.broken[0] == "listed as Group 0 without an id: it has no id"


def test_a_server_that_says_the_same_whatever_is_asked_is_not_asked_for_ever_though_some_of_it_is_broken(serve):
    server = serve(TEN[0], {"name": "No id"}, TEN[1], *TEN[2:])
    server.page_is_ignored = server.size_is_ignored = True
    assert take(server).services == 2
    assert len(server.asked) < 10


def test_a_service_named_twice_is_read_once_and_the_feed_is_whole_all_the_same(serve):
    server = serve(*TEN[:3], TEN[0], *TEN[3:], size=4)
    assert take(server).services == 10
    assert set(server.details_asked().values()) == {1}
    assert ImportRun.objects.get().whole


def test_a_feed_with_no_service_changes_nothing(serve):
    server = serve(*TEN)
    take(server)
    server.services, server.total = [], 0
    assert take(server).services == 0
    assert listed() == 10
    server.services, server.total = TEN, 10
    assert take(server).services == 10, "and the next run begins anew"


def test_a_server_that_stops_answering_is_gone_on_with_where_it_stopped(serve):
    server = serve(*TEN)
    server.always = {path_of(number): feed_server.broken(502) for number in range(4, 10)}
    with pytest.raises(Unreadable):
        take(server)
    assert not Service.objects.exists()
    server.always = {}
    server.asked.clear()
    done = take(server)
    assert (done.services, ImportRun.objects.count()) == (10, 1)
    assert sorted(server.asked) == sorted(f"/o/place{path_of(number)}" for number in range(4, 10))


def test_a_list_that_broke_off_is_gone_on_with_at_the_page_where_it_broke(serve):
    server = serve(*TEN)
    server.always["/services?page=3"] = feed_server.broken(500)
    with pytest.raises(Unreadable, match="500"):
        take(server)
    assert (Service.objects.count(), FeedRecord.objects.count()) == (0, 6)
    server.always = {}
    server.asked.clear()
    assert take(server).services == 10
    assert server.asked[0].endswith("page=3")


def test_afresh_begins_with_the_first_page(serve):
    server = serve(*TEN)
    server.always["/services?page=3"] = feed_server.broken(500)
    with pytest.raises(Unreadable):
        take(server)
    server.always = {}
    server.asked.clear()
    take(server, afresh=True)
    assert server.asked[0].endswith("page=1")
    assert ImportRun.objects.filter(ended_at=None).count() == 1, "the one that stopped stays as it is"


def test_a_server_that_never_answers_or_drips_is_given_up(serve, monkeypatch):
    monkeypatch.setattr(client, "PATIENCE", (0.2, 0.2))
    monkeypatch.setattr(client, "LONGEST", 0.2)
    server = serve(*TEN)
    server.always = {path_of(3): feed_server.wait, path_of(4): feed_server.drip}
    done = take(server)
    assert done.services == 8
    assert [reason.rpartition(": ")[2] for reason in done.broken] == [
        "it did not answer in time", "the answer takes longer than 0.2 seconds",
    ]  # fmt: skip


def test_no_answer_is_read_further_than_the_limit_however_small_it_was_packed(serve, monkeypatch):
    monkeypatch.setattr(client, "LARGEST", 1_000_000)
    server = serve(*TEN)
    server.always = {path_of(3): feed_server.packed(b'"' + b"a" * 50_000_000 + b'"')}
    done = take(server)
    assert [reason.rpartition(": ")[2] for reason in done.broken] == ["the answer is larger than 1 MB"]


def test_packed_answers_are_read(serve):
    server = serve(*TEN)
    server.always = {path_of(3): feed_server.packed(json.dumps(service(3, name="Packed")).encode())}
    assert take(server).services == 10
    assert Service.objects.filter(name="Packed").exists()


def test_sent_somewhere_else_it_goes_and_in_a_ring_it_does_not(serve):
    other = serve(*TEN)
    server = serve(*TEN)
    server.always = {
        path_of(3): feed_server.sent_to(f"{other.url}{path_of(3)}"),
        path_of(4): feed_server.sent_to(f"{server.url}{path_of(4)}"),
    }
    done = take(server)
    assert done.services == 9
    assert "somewhere we do not go" in done.broken[0]
    assert other.asked == [f"/o/place{path_of(3)}"]


def test_an_id_is_asked_for_as_it_is_and_leads_nowhere_else(serve):
    odd = service(1, id="../../admin?x=1#y")
    server = serve(odd, service(2))
    assert take(server).services == 2
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


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "place.toml"
    lines = "\n".join(f'{name} = "{value}"' for name, value in MAPPING.source.items())
    path.write_text(f"[source]\n{lines}\n")
    return path


def test_the_command_says_what_it_did_and_what_it_left_out(serve, mapping, capsys):
    server = serve(*TEN, {"id": "1"})
    call_command("import_directory", server.url, mapping=mapping, source_key="elsewhere")
    said = capsys.readouterr()
    assert "10 services taken, 10 of them new" in said.out
    assert "Left out: service 1: it has no name." in said.err
    assert Source.objects.get().key == "elsewhere"


def test_the_command_says_how_to_go_on_when_the_server_is_down(serve, mapping, monkeypatch):
    monkeypatch.setattr(client, "sleep", lambda seconds: None)
    server = serve(*TEN)
    server.always["/services?page=1"] = feed_server.broken(503)
    with pytest.raises(CommandError, match=r"503. What was read is kept; the same command goes on from there"):
        call_command("import_directory", server.url, mapping=mapping)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("[source]\nkey = 'x'", "does not say: attribution, licence, name"), ("no toml", "cannot be used")],
)
def test_a_mapping_that_does_not_say_whose_it_is_is_refused(db, tmp_path, text, reason):
    path = tmp_path / "mapping.toml"
    path.write_text(text)
    with pytest.raises(CommandError, match=reason):
        call_command("import_directory", "https://127.0.0.1/x", mapping=path)


@pytest.mark.parametrize("shape", ["page", "list", "one", "folder", "packed"])
def test_files_of_the_same_are_taken_too(db, mapping, tmp_path, shape):
    path = tmp_path / "feed"
    full = by_the_book()
    if shape == "folder":
        path.mkdir()
        (path / "1.json").write_text(json.dumps({"contents": TEN}))
        (path / "2.json").write_text(json.dumps(full))
        (path / "notes.txt").write_text("nothing")
    elif shape == "packed":
        path = tmp_path / "feed.json.gz"
        path.write_bytes(feed_server.gzip.compress(json.dumps([*TEN, full]).encode()))
    else:
        bodies = {"page": {"contents": [*TEN, full], "total_items": 99}, "list": [*TEN, full], "one": full}
        path.write_text(json.dumps(bodies[shape]))
    call_command("import_directory", str(path), mapping=mapping)
    assert listed() == (1 if shape == "one" else 11)
    assert Service.objects.get(name="Tuesday Breathers").cost_options.count() == 1


def test_a_broken_service_in_a_file_is_said_with_where_it_stands(db, mapping, tmp_path, capsys):
    path = tmp_path / "feed.json"
    path.write_text(json.dumps([TEN[0], {"id": "x"}, 5]))
    call_command("import_directory", str(path), mapping=mapping)
    said = capsys.readouterr().err
    assert "Left out: feed.json, service 2: it has no name." in said
    assert "Left out: feed.json, service 3: it is not an object of names and values." in said


def test_a_file_that_is_no_json_has_nothing_that_could_be_taken(db, mapping, tmp_path):
    path = tmp_path / "feed.json"
    path.write_text("<html>")
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("import_directory", str(path), mapping=mapping)

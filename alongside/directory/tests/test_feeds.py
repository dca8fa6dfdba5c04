"""Taking in an Open Referral UK API: all of it, once, and nothing retired that may still be there."""

import pytest

from alongside.directory.actions import import_services
from alongside.directory.importing.open_referral import service_row
from alongside.directory.importing.rows import BrokenRow
from alongside.directory.models import FeedRecord, ImportRun, Service, Source
from alongside.directory.tests.conftest import MAPPING, listed, take_feed
from alongside.directory.tests.feed_bodies import by_the_book, vendors_own
from alongside.directory.tests.feed_server import TEN, service
from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent


def test_all_pages_and_all_details_are_read(serve):
    server = serve(*TEN, by_the_book(), vendors_own())
    done = take_feed(server)
    assert (done.services, done.new, done.broken, done.notes) == (12, 12, [], [])
    assert set(server.details_asked().values()) == {1}
    assert Service.objects.get(name="Tuesday Breathers").cost_options.get().amount == 2.5


def test_the_licence_is_kept_with_what_was_read(serve):
    take_feed(serve(*TEN))
    source = Source.objects.get()
    assert (source.key, source.licence, source.attribution) == ("place", "OGL v3", "By a council")
    assert Service.objects.filter(source=source).count() == 10


def test_the_run_is_kept_with_its_report_and_what_it_read_is_not(serve):
    take_feed(serve(*TEN, {"id": "1"}))
    run = ImportRun.objects.get()
    assert (run.report["services"], run.whole, run.origin.startswith("http://127.0.0.1")) == (10, True, True)
    assert run.report["broken"] == ["service 1: it has no name"]
    assert run.ended_at
    assert not FeedRecord.objects.exists()


def test_again_changes_nothing_at_all(serve):
    server = serve(*TEN, by_the_book(), vendors_own())
    take_feed(server)
    before = sorted(Service.objects.values_list("pk", "updated_at"))
    rows = AuditEvent.objects.count()
    done = take_feed(server)
    assert (done.services, done.new, done.changed, done.retired) == (12, 0, 0, 0)
    assert sorted(Service.objects.values_list("pk", "updated_at")) == before
    assert AuditEvent.objects.count() == rows + 1, "that there was an import, and nothing of each service"


def test_what_a_whole_feed_names_no_more_is_retired_and_comes_back_with_it(serve):
    server = serve(*TEN)
    take_feed(server)
    gone = server.services.pop()
    server.total = 9
    assert take_feed(server).retired == 1
    assert listed() == 9
    server.services.append(gone)
    assert take_feed(server).changed == 1
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
    take_feed(serve(*TEN, service(99)))
    server = serve(*TEN)
    server.asked.clear()
    fault(server)
    done = take_feed(server)
    assert done.services == found
    assert len(server.asked) < 2 * found + 10, "it did not go round and round"
    assert [note for each in done.notes if note in each] == ([note] if note else [])
    assert listed() == (11 if note else 10)


def test_a_feed_that_repeats_its_only_page_and_does_not_say_how_many_is_not_known_to_be_whole(serve):
    server = serve(*TEN)
    server.page_is_ignored, server.total = True, None
    take_feed(server)
    assert listed() == 3
    assert not ImportRun.objects.get().whole


def test_a_feed_that_suddenly_has_few_retires_nothing_unless_asked(serve):
    server = serve(*TEN)
    take_feed(server)
    server.services, server.total = TEN[:4], 4
    done = take_feed(server)
    [note] = done.notes
    assert note.startswith("6 services are named no more and stay, for the source names only 4 where 10 were known")
    assert done.retired == 0
    assert take_feed(server, retire=True).retired == 6
    assert listed() == 4


@pytest.mark.parametrize("entry", [{}, None, 7, "words", [], {"id": ""}, {"id": None}, {"id": "x" * 300}])
def test_entries_of_a_list_that_are_no_service_are_left_out_and_said(serve, entry):
    done = take_feed(serve(*TEN[:3], entry))
    assert done.services == 3
    [reason] = done.broken
    assert reason.startswith("listed as ")


def test_a_page_of_which_nothing_can_be_taken_is_not_the_end(serve):
    nameless = [{"name": f"Group {number} without an id"} for number in range(3)]
    done = take_feed(serve(*TEN[:3], *nameless, *TEN[3:]))
    assert (done.services, len(done.broken)) == (10, 3)
    assert done.broken[0] == "listed as Group 0 without an id: it has no id"


def test_a_server_that_says_the_same_whatever_is_asked_is_not_asked_for_ever_though_some_of_it_is_broken(serve):
    server = serve(TEN[0], {"name": "No id"}, TEN[1], *TEN[2:])
    server.page_is_ignored = server.size_is_ignored = True
    assert take_feed(server).services == 2
    assert len(server.asked) < 10


def test_a_service_named_twice_is_read_once_and_the_feed_is_whole_all_the_same(serve):
    server = serve(*TEN[:3], TEN[0], *TEN[3:], size=4)
    assert take_feed(server).services == 10
    assert set(server.details_asked().values()) == {1}
    assert ImportRun.objects.get().whole


def test_a_feed_with_no_service_changes_nothing(serve):
    server = serve(*TEN)
    take_feed(server)
    server.services, server.total = [], 0
    assert take_feed(server).services == 0
    assert listed() == 10
    server.services, server.total = TEN, 10
    assert take_feed(server).services == 10, "and the next run begins anew"


def test_a_report_of_a_feed_that_is_wrong_altogether_is_not_endless(db):
    many = (BrokenRow("it has no name", str(number)) for number in range(3000))
    done = import_services(by=SYSTEM, mapping=MAPPING, rows=[service_row(TEN[0]), *many])
    assert (len(done.broken), len(ImportRun.objects.get().report["broken"])) == (3000, 1000)

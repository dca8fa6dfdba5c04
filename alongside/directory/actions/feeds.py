"""Taking in an Open Referral UK API: its list page by page, then each service, then all of it at once."""

from collections.abc import Iterator

from alongside.directory.actions.importing import Imported, import_services
from alongside.directory.actions.runs import begin_run, end_list, keep_details, keep_page
from alongside.directory.importing.client import Api, NotThere, Unreadable
from alongside.directory.importing.encoding import decode_row
from alongside.directory.importing.open_referral import service_row
from alongside.directory.importing.pages import Page, page_of
from alongside.directory.importing.rows import BrokenRow, Mapping, Row
from alongside.directory.models import FeedRecord, ImportRun
from alongside.people.actors import Actor

MOST_PAGES = 10_000
# So many services that cannot be read one after the other, and the server is taken to be down.
IN_A_ROW = 5


def import_feed(*, by: Actor, mapping: Mapping, api: Api, afresh: bool = False, retire: bool = False) -> Imported:
    """Read an API to its end and take in what it has. What was read is kept on the way: when this is killed, or raises
    `Unreadable` because the server stopped answering, the next call goes on from there."""
    run = begin_run(by=by, mapping=mapping, origin=api.origin, afresh=afresh)
    if run.listed_at is None:
        _read_list(by, run, api)
    _read_details(by, run, api)
    return import_services(by=by, mapping=mapping, rows=_rows(run), run=run, retire=retire)


def _read_list(by: Actor, run: ImportRun, api: Api) -> None:
    """Ask for page after page until one brings nothing new. What the server says of pages is not relied on."""
    page, found = Page(), 1
    while found and run.next_page <= MOST_PAGES:
        page = _page(api, run.next_page)
        found = keep_page(by=by, run=run, page=page)
    if not _is_whole(run, page):
        _ask_otherwise(by, run, api)
    end_list(by=by, run=run, whole=_is_whole(run, page) and not found)


def _page(api: Api, number: int, size: int | None = None) -> Page:
    try:
        return page_of(api.page(number, size))
    except NotThere:
        if number == 1:
            raise
        return Page()


def _ask_otherwise(by: Actor, run: ImportRun, api: Api) -> None:
    """There are said to be more: the server may count from 0, or take no notice of `page` but of `per_page`."""
    total = run.report.get("total", 0)
    for number, size in ((0, None), (1, total)) if total else ():
        try:
            keep_page(by=by, run=run, page=_page(api, number, size), again=size is not None)
        except Unreadable:
            continue


def _is_whole(run: ImportRun, last: Page) -> bool:
    """As many as it says there are; where it does not say, an empty page is the end, and the same again is not."""
    seen, total = run.report.get("seen", 0), run.report.get("total", 0)
    return bool(seen >= total) if total else not last.keys


def _read_details(by: Actor, run: ImportRun, api: Api) -> None:
    failed: list[tuple[FeedRecord, str]] = []
    in_a_row = 0
    for record in run.records.filter(row__isnull=True, problem="").order_by("pk"):
        try:
            _read_one(by, record, api)
            in_a_row = 0
        except Unreadable as problem:
            failed.append((record, f"its details cannot be read: {problem}"))
            in_a_row += 1
            if in_a_row == IN_A_ROW:
                raise
    for record, reason in failed:
        keep_details(by=by, record=record, row=None, problem=reason)


def _read_one(by: Actor, record: FeedRecord, api: Api) -> None:
    """Raises `Unreadable` only for what may be readable another time."""
    row, problem = None, ""
    try:
        row = service_row(api.details(record.source_key))
        if row.id != record.source_key:
            row, problem = None, "the details are those of another service"
    except BrokenRow as broken:
        problem = str(broken)
    except Unreadable as unreadable:
        if unreadable.passing:
            raise
        problem = f"its details cannot be read: {unreadable}"
    keep_details(by=by, record=record, row=row, problem=problem)


def _rows(run: ImportRun) -> Iterator[Row | BrokenRow]:
    """All that was read, in the order of the list."""
    for reason in run.report.get("broken", []):
        yield BrokenRow(reason)
    for record in run.records.order_by("pk").iterator(chunk_size=500):
        if record.row is None:
            yield BrokenRow(f"service {record.source_key}: {record.problem}", record.source_key)
        else:
            yield decode_row(record.row)

"""An Open Referral UK API of our own on this machine, with the faults that real feeds have.

The protocol is that of the UK profile 3.0: `/services?page=&per_page=` with minimal services in `contents` and counts
around them, `/services/{id}` with everything. The faults are those seen in feeds in use. The content is made up.
"""

import gzip
import json
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

MINIMAL = ("id", "name", "description", "status", "organization")


class FeedServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, services: list[Any], *, size: int = 3) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.services, self.size = services, size
        self.asked: list[str] = []
        self.page_is_ignored = self.size_is_ignored = self.counts_from_0 = False
        self.total: int | None = len(services)  # what it says of itself; None: it does not say
        self.total_pages: int | None = None
        self.loops_after = 0  # pages, after which it begins again
        self.ends_after = 0  # pages, after which there is nothing
        self.beyond_is_404 = False
        # By path: what is said instead, each once, and then the truth; or always.
        self.instead: dict[str, list[Callable[[Handler], None]]] = {}
        self.always: dict[str, Callable[[Handler], None]] = {}
        self.let_go = Event()
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/o/place"

    def details_asked(self) -> Counter[str]:
        return Counter(path.rpartition("/")[2] for path in self.asked if "?" not in path)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asks may hang up; that is what is tested."""


class Handler(BaseHTTPRequestHandler):
    server: FeedServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or every answer waits 40 ms for the other side to say that it has the head

    def do_GET(self) -> None:
        server, parts = self.server, urlsplit(self.path)
        path = parts.path.removeprefix("/o/place")
        server.asked.append(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        key = f"{path}?page={query['page']}" if "page" in query else path
        if answer := self._fault(key) or self._fault(path):
            answer(self)
        elif path == "/services":
            self._list(int(query.get("page", 1)), int(query.get("per_page", server.size)))
        else:
            self._details(unquote(path.removeprefix("/services/")))

    def _fault(self, key: str) -> Callable[["Handler"], None] | None:
        waiting = self.server.instead.get(key)
        return waiting.pop(0) if waiting else self.server.always.get(key)

    def _list(self, page: int, size: int) -> None:
        server = self.server
        size = server.size if server.size_is_ignored else size
        number = 1 if server.page_is_ignored else page + server.counts_from_0
        if server.loops_after:
            number = (number - 1) % server.loops_after + 1
        begin = (number - 1) * size
        rows = server.services[max(begin, 0) : begin + size] if number > 0 else []
        if server.ends_after and number > server.ends_after:
            rows = []
        if not rows and server.beyond_is_404:
            self.answer(404, {"error": "no such page"})
            return
        said = {} if server.total is None else {"total_items": server.total}
        pages = server.total_pages if server.total_pages is not None else -(-len(server.services) // size)
        contents = [{k: row[k] for k in MINIMAL if k in row} if isinstance(row, dict) else row for row in rows]
        said |= {"total_pages": pages, "page_number": page, "size": len(rows), "contents": contents, "empty": not rows}
        self.answer(200, said)

    def _details(self, key: str) -> None:
        for service in self.server.services:
            if isinstance(service, dict) and str(service.get("id")) == key:
                self.answer(200, service)
                return
        self.answer(404, {"error": "not found"})

    def answer(self, status: int, body: Any, *, raw: bytes | None = None, **headers: str) -> None:
        data = json.dumps(body).encode() if raw is None else raw
        self.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Type": "application/json", "Content-Length": str(len(data))} | named).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


def broken(status: int = 500, **headers: str) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(status, {"error": "oh dear"}, **headers)


def html(handler: Handler) -> None:
    handler.answer(200, None, raw=b"<!DOCTYPE html><h1>We are making things better</h1>")


def hang_up(handler: Handler) -> None:
    handler.close_connection = True
    handler.connection.close()


def half(handler: Handler) -> None:
    """Less than was promised."""
    handler.answer(200, None, raw=b'{"contents": [', **{"Content-Length": "5000"})
    handler.close_connection = True


def wait(handler: Handler) -> None:
    handler.server.let_go.wait(20)
    hang_up(handler)


def drip(handler: Handler) -> None:
    """A letter now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    while not handler.server.let_go.wait(0.02):
        handler.wfile.write(b" ")


def packed(data: bytes) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(200, None, raw=gzip.compress(data), Content_Encoding="gzip")


def sent_to(address: str) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(302, None, Location=address)


def service(number: int, **more: Any) -> dict[str, Any]:
    """A service as most feeds have it, with little in it."""
    return {
        "id": f"5e7f1c00-0000-4000-8000-{number:012}",
        "name": f"Group {number}",
        "description": "A friendly group",
        "status": "active",
        "organization": {"id": "0f0f0f0f-0000-4000-8000-000000000001", "name": "Harbour Neighbours"},
        **more,
    }


TEN = [service(number) for number in range(10)]


def path_of(number: int) -> str:
    """Where one of the ten is asked for."""
    return f"/services/{TEN[number]['id']}"

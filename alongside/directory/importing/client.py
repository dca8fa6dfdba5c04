"""Asking an Open Referral UK API for its pages and services. No database.

Whatever it answers with, no answer is read for longer, or further, than the limits here.
"""

import json
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

LARGEST = 20_000_000  # bytes of an answer, unpacked
LONGEST = 120  # seconds for an answer
PATIENCE = (10, 30)  # seconds to connect, and between two parts of an answer
MOST_REDIRECTS = 5
MOST_TO_WAIT = 60
# A server that is busy or broken for a moment says one of these.
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
GONE = frozenset({400, 404, 410, 416, 422})
CHUNK = 65_536


class Unreadable(Exception):
    """What was asked for cannot be read; says why. `passing` where it may be readable another time."""

    def __init__(self, reason: str, *, passing: bool = False, wait: float = 0) -> None:
        super().__init__(reason)
        self.passing = passing
        self.wait = wait


class NotThere(Unreadable):
    """The server knows of no such page or service."""


@dataclass
class Api:
    """An API by its address, with or without the "/services" at its end; what follows a "?" goes with each request."""

    address: str
    pauses: tuple[float, ...] = (1, 5, 20)
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{self.address} is no address of an API; one begins with https:// or http://")
        path = parts.path.rstrip("/").removesuffix("/services")
        self.address = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
        # Without a password or a key in it, to be kept and shown.
        self.origin = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], path, "", ""))
        self._asked_with = dict(parse_qsl(parts.query))
        self.session.max_redirects = MOST_REDIRECTS
        self.session.headers.update({"Accept": "application/json", "User-Agent": "Alongside directory"})

    def page(self, number: int, size: int | None = None) -> Any:
        """One page of the list of services."""
        return self._get("/services", {"page": str(number)} | ({"per_page": str(size)} if size else {}))

    def details(self, key: str) -> Any:
        """A service with all that is known of it."""
        return self._get(f"/services/{quote(key, safe='')}", {})

    def _get(self, path: str, asked: dict[str, str]) -> Any:
        """JSON from the server, asked again after growing pauses while it is only out of order."""
        for pause in (*self.pauses, None):
            try:
                return self._once(path, asked)
            except Unreadable as problem:
                if pause is None or not problem.passing:
                    raise
                sleep(min(max(pause, problem.wait), MOST_TO_WAIT))
        raise AssertionError("the last try returns or raises")

    def _once(self, path: str, asked: dict[str, str]) -> Any:
        try:
            with self.session.get(
                self.address + path, params=self._asked_with | asked, timeout=PATIENCE, stream=True
            ) as answer:
                _refuse(answer)
                return _as_json(_body(answer))
        except (requests.Timeout, ReadTimeoutError) as problem:
            raise Unreadable("it did not answer in time", passing=True) from problem
        except (
            requests.TooManyRedirects,
            requests.exceptions.InvalidSchema,
            requests.exceptions.InvalidURL,
        ) as problem:
            raise Unreadable("it sends us to somewhere we do not go") from problem
        except (requests.RequestException, HTTPError) as problem:
            raise Unreadable("the connection broke", passing=True) from problem


def _refuse(answer: requests.Response) -> None:
    """Raise what is wrong with an answer before it is read."""
    code = answer.status_code
    if code in GONE:
        raise NotThere(f"the server answers {code}")
    if code != 200:
        waits = answer.headers.get("Retry-After", "")
        raise Unreadable(
            f"the server answers {code}", passing=code in PASSING, wait=int(waits) if waits.isdigit() else 0
        )


def _body(answer: requests.Response) -> bytes:
    """The whole answer, up to the limits."""
    body, until = bytearray(), monotonic() + LONGEST
    # What has come so far, however little: reading a whole chunk would wait for one that drips.
    while chunk := answer.raw.read1(CHUNK, decode_content=True):
        body += chunk
        if len(body) > LARGEST:
            raise Unreadable(f"the answer is larger than {LARGEST // 1_000_000} MB")
        if monotonic() > until:
            raise Unreadable(f"the answer takes longer than {LONGEST} seconds", passing=True)
    return bytes(body)


def _as_json(body: bytes) -> Any:
    """A page of HTML with an apology and "200 OK" is out of order, too."""
    try:
        return json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as problem:
        raise Unreadable("the answer is not JSON", passing=True) from problem

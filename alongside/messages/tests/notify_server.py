"""A GOV.UK Notify of our own on this machine: the real v2 protocol, which the official client talks to.

Checked against https://docs.notifications.service.gov.uk/rest-api.html: bearer token (JWT, HS256, `iss` the service id,
`iat` within 30 seconds), the three POST addresses, GET by reference, error bodies, what a letter's address must have.
Like the real one it takes the same reference as often as it is sent, so a message sent twice shows.
"""

import json
import random
import re
import time
import uuid
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlparse

from notifications_python_client.authentication import decode_jwt_token, get_token_issuer
from notifications_python_client.errors import TokenError

from alongside.messages.senders.protocol import PATIENCE

SERVICE, SECRET = str(uuid.uuid4()), str(uuid.uuid4())
API_KEY = f"a_test_key-{SERVICE}-{SECRET}"
NEEDS = {
    "sms": ["phone_number", "template_id"],
    "email": ["email_address", "template_id"],
    "letter": ["template_id", "personalisation"],
}

POSTCODE = re.compile("[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-BD-HJLNP-UW-Z]{2}")
NEVER_FIRST = set('@()=[]"”\\/,<>~')


def wrong_with_address(personalisation: dict[str, str]) -> str:
    """What the real one says about an address it cannot print; empty for one it can."""
    if "address_line_1" not in personalisation:
        return "personalisation address_line_1 is a required property"
    lines = [personalisation.get(f"address_line_{number}", "").strip() for number in range(1, 8)]
    lines = [line for line in lines if line]
    if len(lines) < 3:
        return "Address must be at least 3 lines"
    if not POSTCODE.fullmatch(lines[-1].replace(" ", "").upper()):
        return "Must be a real UK postcode"
    if any(line[0] in NEVER_FIRST for line in lines):
        return "Address lines must not start with any of the following characters: @ ( ) = [ ] ” \\ / , < > ~"
    return ""


class NotifyServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *, slowness: float = 0) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.slowness, self.lock = slowness, Lock()
        self.accepted: list[dict[str, Any]] = []
        self.found: Counter[str] = Counter()  # references asked about and known
        self.answer_next_with: list[tuple[int, dict[str, Any]]] = []
        self.lose_next_answer = False
        self.answers = Event()  # cleared, it takes what it is given and leaves everybody waiting
        self.answers.set()
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def times_accepted(self) -> Counter[str]:
        with self.lock:
            return Counter(row["reference"] for row in self.accepted)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A killed worker leaves its line open; that is what is tested."""


class Handler(BaseHTTPRequestHandler):
    server: NotifyServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or every answer waits 40 ms for the other side to say that it has the head

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        kind = self.path.removeprefix("/v2/notifications/")
        if self.refused() or self.told_to_refuse():
            return
        missing = [name for name in NEEDS[kind] if name not in body]
        if missing:
            self.mistakes(400, [("ValidationError", f"{name} is a required property") for name in missing])
        elif kind == "sms" and sum(letter.isdigit() for letter in body["phone_number"]) < 11:
            self.mistakes(400, [("ValidationError", "phone_number Not enough digits")])
        elif kind == "letter" and (wrong := wrong_with_address(body["personalisation"])):
            self.mistakes(400, [("ValidationError", wrong)])
        else:
            self.accept(kind, body)

    def accept(self, kind: str, body: dict[str, Any]) -> None:
        self.linger()
        row = {"id": str(uuid.uuid4()), "type": kind, "reference": body.get("reference"), "sent": body}
        with self.server.lock:
            self.server.accepted.append(row)
        self.linger()
        self.server.answers.wait(PATIENCE)
        if self.server.lose_next_answer:
            self.server.lose_next_answer = False
            self.close_connection = True
            self.connection.close()
            return
        template = {"id": body["template_id"], "version": 1, "uri": f"{self.server.url}/v2/template/x"}
        uri = f"{self.server.url}/v2/notifications/{row['id']}"
        self.answer(201, {"id": row["id"], "reference": row["reference"], "uri": uri, "template": template})

    def do_GET(self) -> None:
        address = urlparse(self.path)
        assert address.path == "/v2/notifications"
        if self.refused() or self.told_to_refuse():
            return
        [reference] = parse_qs(address.query)["reference"]
        with self.server.lock:
            known = [row for row in self.server.accepted if row["reference"] == reference]
            self.server.found[reference] += bool(known)
        rows = [{key: row[key] for key in ("id", "type", "reference")} | {"status": "sending"} for row in known]
        self.answer(200, {"notifications": rows, "links": {"current": self.path}})

    def refused(self) -> bool:
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        try:
            if scheme != "Bearer" or get_token_issuer(token) != SERVICE:
                raise TokenError
            decode_jwt_token(token, SECRET)
        except TokenError:
            self.mistakes(403, [("AuthError", "Invalid token: API key not found")])
            return True
        return False

    def told_to_refuse(self) -> bool:
        if self.server.answer_next_with:
            self.answer(*self.server.answer_next_with.pop(0))
            return True
        return False

    def mistakes(self, status: int, errors: list[tuple[str, str]]) -> None:
        rows = [{"error": error, "message": message} for error, message in errors]
        self.answer(status, {"status_code": status, "errors": rows})

    def answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def linger(self) -> None:
        if self.server.slowness:
            time.sleep(random.uniform(0, self.server.slowness))

    def log_message(self, format: str, *args: Any) -> None:
        pass

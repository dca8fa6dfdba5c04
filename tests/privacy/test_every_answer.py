"""What every answer of the program carries, and that nothing is changed by a page of somebody else's making."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.agenda.actions import book_appointment
from alongside.messages.links import token_of
from alongside.messages.models import SignedLink
from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent
from conftest import BIRTHDAY, Cast
from tests.architecture.matrix import (
    ADDRESSES,
    ANYBODY,
    BY_LINK,
    BY_TOKEN,
    EXPECTED,
    About,
    Held,
    Led,
    Rung,
    Whoever,
)
from tests.architecture.things import (
    SEEN,
    address_about,
    address_at,
    address_of_anything,
    rung_by_the_buddy,
    session_led,
    things_about,
)
from tests.everything import everything

pytestmark = pytest.mark.shown

STRICT = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
# Who reaches most; the person herself the rest.
WHO = ["rosa", "nurse", "receptionist", "manager", "administrator"]


def addresses(cast: Cast) -> Iterator[str]:
    """One of every address, of Rosa's wherever it is about somebody, and one of every kind that is refused."""
    things = things_about(cast, *SEEN[0])
    link = SignedLink.objects.get(person=cast.rosa, subject_id=things.appointment.pk, revoked_at=None)
    for name, pattern in ADDRESSES.items():
        asked, rule = set(pattern.pattern.converters), EXPECTED.get(name)
        if rule == BY_LINK:
            steps = ["mind", "done"] if name == "portal:prepare" else ["going"]
            about = {"token": token_of(link), "pk": things.signposting.pk, "session": things.enrolment.pk}
            kwargs = [{key: (about | {"step": step})[key] for key in asked} for step in steps]
            yield from (reverse(name, kwargs=each) for each in kwargs)
        elif isinstance(rule, About | Held):
            yield address_about(name, things)
        elif isinstance(rule, Rung):
            yield rung_by_the_buddy(cast, name)
        elif isinstance(rule, Led):
            yield reverse(name, args=[session_led(cast).pk])
        elif rule in {ANYBODY, BY_TOKEN} or isinstance(rule, Whoever):
            yield address_of_anything(name)
        elif asked and name != "worklist:task":
            yield address_at(name, cast.elm_bank)
        elif not asked:
            yield reverse(name)
    yield from ("/no/such/page", "/l/nothing/", "/accounts/login/", "/accounts/password/reset/", "/health")


def browsers(cast: Cast) -> dict[str, Client]:
    return {name: cast.client(name) for name in WHO} | {"stranger": Client()}


def test_every_answer_tells_the_browser_to_run_frame_and_keep_nothing(cast: Cast) -> None:
    clients, seen = browsers(cast), set()
    for address in addresses(cast):
        for who, client in clients.items():
            answer = client.get(address)
            seen.add(answer.status_code)
            for header, value in STRICT.items():
                assert value in answer.headers.get(header, ""), f"{who} at {address}, {answer.status_code}: no {header}"
            assert "Access-Control-Allow-Origin" not in answer.headers
    assert seen >= {200, 302, 404, 405}


def test_nothing_sent_without_a_pages_own_token_is_taken(cast: Cast) -> None:
    """A page of somebody else's making can send a form in a signed-in person's name, but it has not seen the token."""
    wanted = list(addresses(cast))
    clients = browsers(cast)
    link = SignedLink.objects.filter(person=cast.rosa, revoked_at=None).order_by("-created_at")[0]
    clients["stranger"].post(f"/l/{token_of(link)}/", BIRTHDAY)
    before, refused = everything(), 0
    for address in wanted:
        for who, client in clients.items():
            client.handler.enforce_csrf_checks = True
            answer = client.post(address, {"words": "x", "areas": "sleep", "do": "done"})
            assert answer.status_code in {403, 404}, f"{who} sending to {address}: {answer.status_code}"
            refused += answer.status_code == 403
    assert refused > 100
    assert everything() == before


@pytest.mark.parametrize("method", ["head", "options", "put", "patch", "delete", "trace"])
def test_no_other_method_is_a_way_in_or_past_the_trail(cast: Cast, method: str) -> None:
    """Whatever asks, either it is refused, or it is noted like any look."""
    soon = timezone.now() + timedelta(days=2)
    book_appointment(by=SYSTEM, person=cast.rosa, organisation=cast.elm_bank, starts_at=soon)
    nurse, other = cast.client("nurse"), cast.client("other_gp")
    for address in (f"/plans/{cast.rosa.pk}/", f"/people/{cast.rosa.pk}/details/", f"/plans/{cast.rosa.pk}/goals/add"):
        before = AuditEvent.objects.filter(person_id=cast.rosa.pk).count()
        answer = getattr(nurse, method)(address)
        noted = AuditEvent.objects.filter(person_id=cast.rosa.pk).count() > before
        assert noted or answer.status_code == 405
        assert getattr(other, method)(address).status_code in {404, 405}

"""Every address, asked for by every member of the cast and by somebody not signed in, against the access table."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.agenda.models import Appointment
from alongside.messages.links import token_of
from alongside.messages.models import SignedLink
from alongside.people.access import Can, held_at, organisations_for, visible_people
from alongside.people.actors import SYSTEM
from alongside.people.models import AuditEvent
from alongside.worklist.actions import add_task
from conftest import Cast, make_cast, signed_in
from tests.architecture.addresses import addresses
from tests.architecture.matrix import (
    ADDRESSES,
    ANYBODY,
    BY_LINK,
    BY_TOKEN,
    EXPECTED,
    NOT_WALKED,
    RULED,
    About,
    At,
    Held,
    Led,
    Rung,
    Whoever,
)
from tests.architecture.things import (
    LEFT_BEHIND,
    SEEN,
    SEEN_BY_A_TEAM,
    Things,
    address_about,
    address_at,
    address_of_anything,
    rung_by_the_buddy,
    session_led,
    session_of,
    things_about,
)
from tests.everything import everything


def test_every_address_has_a_rule():
    assert not sorted(set(ADDRESSES) - set(EXPECTED)), "say in EXPECTED who may see these"


def test_no_address_shares_its_name_with_another():
    names = [name for name, _pattern in addresses(leave_out=NOT_WALKED)]
    assert len(names) == len(set(names))


@dataclass
class World:
    """The cast, what there is about three of them, and everybody's session."""

    cast: Cast
    things: list[Things]
    sessions: dict[str, str]
    reached: dict[tuple[Any, ...], set[UUID]] = field(default_factory=dict)

    def reach(self, of: Callable[[Any, Can], Any], can: Can) -> Callable[[Any], set[UUID]]:
        """What each account reaches, asked once: no test lets anything change it."""

        def of_whom(user: Any) -> set[UUID]:
            key = (of, can, user.pk)
            if key not in self.reached:
                self.reached[key] = set(of(user, can))
            return self.reached[key]

        return of_whom


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for all addresses, for to make it takes longer than to walk one; what a test does to it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast()
        things = [things_about(cast, *seen) for seen in SEEN + SEEN_BY_A_TEAM + LEFT_BEHIND]
        yield World(cast, things, {name: signed_in(user) for name, user in cast.users.items()})
        transaction.set_rollback(True)


# That the access table holds on either database is in people/tests/test_access.py.
pytestmark = [pytest.mark.django_db, pytest.mark.shown]


@pytest.fixture(autouse=True)
def sessions_last(settings: Any) -> None:
    """That each page lengthens a session is tried elsewhere, and took a tenth of the time here."""
    settings.SESSION_SAVE_EVERY_REQUEST = False


@dataclass
class Visitor:
    name: str
    client: Client
    user: Any


def _visitors(world: World) -> list[Visitor]:
    visitors = [Visitor(name, _browser(world, name), user) for name, user in world.cast.users.items()]
    return [*visitors, Visitor("stranger", Client(), AnonymousUser())]


def _browser(world: World, name: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[name]
    return client


Target = tuple[str, Callable[[Any], bool]]  # an address, and who gets in


def _targets(name: str, world: World) -> Iterator[Target]:
    rule, cast = EXPECTED[name], world.cast
    match rule:
        case About():
            reached = world.reach(_people, rule.can)
            for things in (world.things[0], world.things[2]):  # Rosa, whose things are shared, and Priya elsewhere
                yield address_about(name, things), lambda user, pk=things.person.pk: pk in reached(user)
        case Held():
            reached = world.reach(_appointments, rule.can)
            for things in world.things:
                yield address_about(name, things), lambda user, pk=things.appointment.pk: pk in reached(user)
        case At(of="task"):  # its team's, about people the member may know of: to reach down is not to read its tasks
            teams, people = world.reach(organisations_for, Can.WORK), world.reach(_people, Can.SEE_PERSON)
            for team, person in ((cast.elm_bank, cast.rosa), (cast.harbour_road, cast.priya)):
                today = timezone.localdate()
                task = add_task(by=SYSTEM, kind="call_back", person=person, title="Phone", team=team, due=today)
                yield (
                    reverse(name, args=[task.pk]),
                    lambda user, t=task: t.team_id in teams(user) and t.person_id in people(user),
                )
        case Led():
            leads = {cast[name].pk for name in ("lay_tutor", "clinical_tutor", "coordinator")}
            yield reverse(name, args=[session_led(cast).pk]), lambda user: user.pk in leads
        case Rung():
            yield rung_by_the_buddy(cast, name), lambda user: user.pk == cast["buddy"].pk
        case At():
            reached = world.reach(organisations_for, rule.can)
            # A practice and a team, and of organisations the top: each is somebody else's to all of the others.
            top = [cast.economy] if rule.of == "organisation" else []
            for place in (*top, cast.elm_bank, cast.breathing_team):
                yield address_at(name, place), lambda user, pk=place.pk: pk in reached(user)
        case Whoever():
            yield address_of_anything(name), lambda user: bool(rule.where(user, rule.can))
        case "anybody":
            yield address_of_anything(name), lambda user: True


def _people(user: Any, can: Can) -> set[UUID]:
    return set(visible_people(user, can).values_list("pk", flat=True))


def _appointments(user: Any, can: Can) -> set[UUID]:
    return set(Appointment.objects.filter(held_at(user, can)).values_list("pk", flat=True))


def _sent_to_sign_in(visitor: Visitor, answer: Any) -> bool:
    """Redirected there, or shown the way beside what was typed, so that a session's end loses no words."""
    if visitor.name != "stranger" or answer.status_code not in {302, 409}:
        return False
    return "/accounts/login/" in (answer["Location"] if answer.status_code == 302 else answer.content.decode())


WALKED = [name for name in RULED if EXPECTED[name] not in {BY_LINK, BY_TOKEN}]


@pytest.mark.parametrize("name", WALKED)
def test_an_address_answers_those_the_table_lets_in_and_nobody_else(world, name):
    targets, visitors = list(_targets(name, world)), _visitors(world)
    let_in = 0
    for address, may_enter in targets:
        for visitor in visitors:
            answer = visitor.client.get(address)
            who = f"{visitor.name} at {address}: {answer.status_code}"
            if answer.status_code == 405:
                continue  # takes only what is sent; the next test sends
            if may_enter(visitor.user):
                let_in += 1
                assert answer.status_code in {200, 302}, who
                assert not _sent_to_sign_in(visitor, answer), who
                checked = getattr(answer.wsgi_request, "access_checked", EXPECTED[name])
                assert checked in {EXPECTED[name], getattr(EXPECTED[name], "can", None)}, f"{who} asked for {checked}"
                unnoted = _shown_unnoted(visitor, answer, world.cast)
                assert not unnoted, f"{who} shows somebody, and the trail does not say so"
            else:
                assert answer.status_code == 404 or _sent_to_sign_in(visitor, answer), who
    assert let_in or all(visitors[0].client.get(address).status_code == 405 for address, _ in targets)


def _shown_unnoted(visitor: Visitor, answer: Any, cast: Cast) -> list[str]:
    """Whose name a page shows to somebody else without a row in their trail that says who saw it."""
    people = {cast.rosa, cast.winston, cast.priya} - {getattr(visitor.user, "person", None)}
    text = answer.content.decode()
    noted = AuditEvent.objects.filter(user_id=visitor.user.pk, verb__endswith=".seen")
    return [p.name for p in people if p.name in text and not noted.filter(person_id=p.pk).exists()]


@pytest.mark.parametrize("name", [name for name in WALKED if EXPECTED[name] != ANYBODY])
def test_whoever_may_not_enter_changes_nothing_by_sending_either(world, name):
    targets, visitors = list(_targets(name, world)), _visitors(world)
    # A page that was asked for above fetches the same way whatever is sent, so few try there; what can only be sent is
    # tried everywhere and by everybody.
    only_sent = visitors[0].client.get(targets[0][0]).status_code == 405
    before, refused = everything(), 0
    for address, may_enter in targets if only_sent else targets[:1]:
        kept_out = [visitor for visitor in visitors if not may_enter(visitor.user)]
        for visitor in kept_out if only_sent else kept_out[::5]:
            answer = visitor.client.post(address, {"words": "x", "yes": "on", "confirm": "on"})
            refused += 1
            ok = answer.status_code in {404, 405} or _sent_to_sign_in(visitor, answer)
            assert ok, f"{visitor.name} sending to {address}: {answer.status_code}"
    assert refused
    assert everything() == before


@pytest.mark.parametrize("name", [name for name in RULED if EXPECTED[name] == BY_LINK])
def test_a_link_shows_nothing_of_the_person_before_its_date_of_birth_was_given(world, name):
    things = world.things[0]
    about_a_course = {"course": things.enrolment.pk, "chosen": things.signposting.handover_id}
    subject = next((pk for part, pk in about_a_course.items() if part in name), things.appointment.pk)
    link = SignedLink.objects.filter(person=things.person, subject_id=subject).get()
    asked = ADDRESSES[name].pattern.converters
    about = {"step": "went", "pk": things.signposting.pk} if "pk" in asked else {"step": "start"}
    about["session"] = session_of(name, things.enrolment.cohort).pk
    address = reverse(name, kwargs={"token": token_of(link)} | {key: about[key] for key in about if key in asked})
    others = [visitor for visitor in _visitors(world) if visitor.name not in {"rosa", "daughter"}]
    for visitor in others:
        answer = visitor.client.get(address)
        assert answer.status_code in {200, 302, 404, 405}, visitor.name
        for secret in ("Ashworth", "Rosa", "sleep", "Singing"):
            assert secret.encode() not in answer.content, visitor.name
        assert visitor.client.get(address.replace(token_of(link), "x" * 34)).status_code in {200, 302, 404, 405}


def test_nobody_sees_nobody(world):
    client, seen = _browser(world, "nobody"), []
    for name in WALKED:
        rule = EXPECTED[name]
        addresses = [address_about(name, t) for t in world.things] if isinstance(rule, About | Held) else []
        for address in addresses or ([reverse(name)] if not ADDRESSES[name].pattern.converters else []):
            text = client.get(address).content.decode()
            seen += [f"{address}: {word}" for word in ("Ashworth", "Bright", "Chandra") if word in text]
    assert not seen

"""Every address, asked for by every member of the cast and by somebody not signed in, against the access table.

An address that has no row in EXPECTED fails: whoever adds a page says here who may see it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.agenda.actions import book_appointment, choose_areas, rank_concerns, start_preparation, start_visit
from alongside.messages.links import token_of
from alongside.messages.models import SignedLink
from alongside.people.access import Can, desks_for, held_at, may, organisations_for, practices_for
from alongside.people.actors import SYSTEM, actor_for, link_holder
from alongside.people.models import AuditEvent, Membership
from alongside.plans.actions import add_contact, agree_goal, agree_warning_sign
from alongside.worklist.actions import add_task
from conftest import Cast
from tests.architecture.addresses import addresses


@dataclass(frozen=True)
class About:
    """An address about a person, by way of `of`: whoever holds `can` about them gets in."""

    can: Can
    of: str = "person"


@dataclass(frozen=True)
class Held:
    """An address about an appointment or a visit: whoever holds `can` about its person, where it takes place."""

    can: Can
    of: str = "appointment"


@dataclass(frozen=True)
class At:
    """An address about an organisation, or something that belongs to one."""

    can: Can
    of: str = "organisation"


@dataclass(frozen=True)
class Whoever:
    """A list: whoever holds the capability anywhere, among their patients or their organisations."""

    can: Can
    where: Callable[[Any, Can], Any]


ANYBODY, BY_LINK = "anybody", "by link"
Rule = About | Held | At | Whoever | str

EXPECTED: dict[str, Rule] = {
    "health": ANYBODY,
    "health_of_messages": ANYBODY,
    "portal:home": ANYBODY,
    "portal:person": About(Can.PREPARE),
    "portal:said": About(Can.PREPARE),
    "portal:prepare_start": Held(Can.PREPARE),
    "portal:prepare_own": Held(Can.PREPARE),
    "portal:calendar_own": Held(Can.PREPARE),
    "portal:door": BY_LINK,
    "portal:prepare": BY_LINK,
    "portal:calendar": BY_LINK,
    "portal:check_in": BY_LINK,
    "people:organisations": Whoever(Can.SEE_ORGANISATION, organisations_for),
    "people:vacancies": Whoever(Can.SEE_VACANCIES, organisations_for),
    "people:organisation": At(Can.SEE_ORGANISATION),
    "people:organisation_details": At(Can.MANAGE_ORGANISATION),
    "people:add_organisation": At(Can.ADD_ORGANISATION),
    "people:duty": At(Can.MANAGE_ORGANISATION),
    "people:add_member": At(Can.MANAGE_ORGANISATION),
    "people:end_membership": At(Can.MANAGE_ORGANISATION),
    # Whom they may do it to is narrower: people/tests/test_lost_second_factor.py.
    "people:reset_second_factor": At(Can.MANAGE_ORGANISATION),
    "people:find": Whoever(Can.CORRECT_PERSON, practices_for),
    "people:add": Whoever(Can.CORRECT_PERSON, practices_for),
    "people:details": About(Can.CORRECT_PERSON),
    "people:seen_by": About(Can.SEE_TRAIL),
    "people:sharing": About(Can.MANAGE_CONSENT),
    "people:share": About(Can.MANAGE_CONSENT),
    "people:add_carer": About(Can.MANAGE_CONSENT),
    "people:carers": About(Can.END_CARER),
    # What somebody was asked themselves, empty for most: people/tests/test_carers.py.
    "people:asked": Whoever(Can.PREPARE, lambda user, can: user.is_authenticated),
    "people:contact": About(Can.MANAGE_CONTACT),
    "people:ask_erasure": About(Can.MANAGE_CONSENT),
    "people:erase": About(Can.ERASE),
    "worklist:list": Whoever(Can.WORK, organisations_for),
    "worklist:task": At(Can.WORK, of="task"),
    "agenda:desk": Whoever(Can.SEE_APPOINTMENTS, desks_for),
    "agenda:book": Whoever(Can.MANAGE_APPOINTMENTS, desks_for),
    "agenda:book_for": About(Can.MANAGE_APPOINTMENTS),
    "agenda:appointment": Held(Can.MANAGE_APPOINTMENTS),
    "agenda:move": Held(Can.MANAGE_APPOINTMENTS),
    "agenda:cancel": Held(Can.MANAGE_APPOINTMENTS),
    "agenda:missed": Held(Can.MANAGE_APPOINTMENTS),
    "agenda:send_link": Held(Can.MANAGE_LINKS),
    "agenda:consent": Held(Can.MANAGE_APPOINTMENTS),
    "agenda:paper": Held(Can.MANAGE_APPOINTMENTS),
    "agenda:type": Held(Can.TYPE_ANSWERS),
    "consultation:start": Held(Can.RUN_VISIT),
    "consultation:see_now": Held(Can.RUN_VISIT, of="person"),
    "consultation:visit": Held(Can.RUN_VISIT, of="visit"),
    "consultation:dispose": Held(Can.RUN_VISIT, of="item"),
    "consultation:raise": Held(Can.RUN_VISIT, of="visit"),
    "consultation:close": Held(Can.RUN_VISIT, of="visit"),
    # Everybody's own list, empty for most; test_nobody_sees_nobody reads it.
    "plans:shared": Whoever(Can.SEE_PLAN, lambda user, can: user.is_authenticated),
    "plans:plan": About(Can.SEE_PLAN),
    "plans:booklet": About(Can.SEE_PLAN),
    "plans:text": About(Can.SEE_PLAN),
    "plans:scales": About(Can.SEE_PLAN),
    "plans:what_matters": About(Can.EDIT_PLAN),
    "plans:review": About(Can.EDIT_PLAN),
    "plans:add_sign": About(Can.EDIT_PLAN),
    "plans:sign": About(Can.EDIT_PLAN),
    "plans:add_contact": About(Can.EDIT_PLAN),
    "plans:contact": About(Can.EDIT_PLAN),
    "plans:add_goal": About(Can.EDIT_PLAN),
    "plans:goal": About(Can.SEE_PLAN, of="goal"),
    "plans:change_goal": About(Can.EDIT_PLAN, of="goal"),
    "plans:would_raise": About(Can.EDIT_PLAN, of="goal"),
    "plans:end_goal": About(Can.EDIT_PLAN, of="goal"),
    "plans:ask_now": About(Can.EDIT_PLAN, of="goal"),
    "plans:answer": About(Can.EDIT_PLAN, of="goal"),
    "plans:levels": About(Can.EDIT_PLAN, of="goal"),
    "plans:reached": About(Can.EDIT_PLAN, of="goal"),
    "interop:export": About(Can.EXPORT),
    "interop:export_bundle": About(Can.EXPORT),
}
# allauth's own pages are let in by allauth's rules and tested with signing in; the demo's exist only in the demo.
NOT_WALKED = ("accounts/", "demo/")


ADDRESSES = dict(addresses(leave_out=NOT_WALKED))
RULED = [name for name in ADDRESSES if name in EXPECTED]


def test_every_address_has_a_rule():
    assert not sorted(set(ADDRESSES) - set(EXPECTED)), "say in EXPECTED who may see these"


def test_no_address_shares_its_name_with_another():
    names = [name for name, _pattern in addresses(leave_out=NOT_WALKED)]
    assert len(names) == len(set(names))


@dataclass
class Things:
    """What there is about one person, for the addresses about such things."""

    person: Any
    appointment: Any
    visit: Any
    item: Any
    goal: Any
    sign: Any
    contact: Any


# Each with where they are seen and by whom; Rosa also by the team she shares with.
SEEN = [("rosa", "elm_bank", "gp"), ("winston", "elm_bank", "gp"), ("priya", "harbour_road", "other_gp")]
SEEN_BY_A_TEAM = [("rosa", "breathing_team", "breathing_nurse")]


def _things(cast: Cast, name: str, place: str, seen_by: str) -> Things:
    person, practice = getattr(cast, name), getattr(cast, place)
    by, own = actor_for(cast[seen_by]), link_holder(person)
    soon = timezone.now() + timedelta(days=1)
    seen = book_appointment(by=by, person=person, organisation=practice, starts_at=soon)
    preparation = start_preparation(by=own, appointment=seen)
    choose_areas(by=own, preparation=preparation, areas=["sleep"])
    rank_concerns(by=own, preparation=preparation, areas=["sleep"])
    visit = start_visit(by=by, appointment=seen)
    later = book_appointment(by=by, person=person, organisation=practice, starts_at=soon + timedelta(days=30))
    return Things(
        person=person,
        appointment=later,
        visit=visit,
        item=visit.items.first(),
        goal=agree_goal(by=by, person=person, words="walk to the shop", confidence=7),
        sign=agree_warning_sign(by=by, person=person, sign="short of breath", what_to_do="phone the practice"),
        contact=add_contact(by=by, person=person, name="Tuesday Walkers"),
    )


@dataclass
class Visitor:
    name: str
    client: Client
    user: Any


def _visitors(cast: Cast) -> list[Visitor]:
    signed_in = [Visitor(name, cast.client(name), user) for name, user in cast.users.items()]
    return [*signed_in, Visitor("stranger", Client(), AnonymousUser())]


Target = tuple[str, Callable[[Any], bool]]  # an address, and who gets in


def _targets(name: str, cast: Cast) -> Iterator[Target]:
    rule = EXPECTED[name]
    match rule:
        case About():
            for seen in SEEN:
                things = _things(cast, *seen)
                yield _about(name, rule, things), lambda user, p=things.person: may(user, rule.can, p)
        case Held():
            for seen in SEEN + SEEN_BY_A_TEAM:
                things = _things(cast, *seen)
                yield _about(name, rule, things), lambda user, a=things.appointment: _reaches(user, rule.can, a)
        case At(of="task"):
            for team, person in ((cast.elm_bank, cast.rosa), (cast.harbour_road, cast.priya)):
                today = timezone.localdate()
                task = add_task(by=SYSTEM, kind="call_back", person=person, title="Phone", team=team, due=today)
                yield reverse(name, args=[task.pk]), lambda user, t=task: _works_on(user, t)
        case At():
            for place in (cast.economy, cast.elm_bank, cast.harbour_road, cast.walkers):
                yield _at(name, place), lambda user, p=place: p.pk in organisations_for(user, rule.can)
        case Whoever():
            yield reverse(name), lambda user: bool(rule.where(user, rule.can))
        case "anybody":
            yield reverse(name), lambda user: True


def _reaches(user: Any, can: Can, appointment: Any) -> bool:
    return type(appointment).objects.filter(held_at(user, can), pk=appointment.pk).exists()


def _works_on(user: Any, task: Any) -> bool:
    """A task is its team's, about people the member may know of: reaching down to a team is not to read its tasks."""
    return task.team_id in organisations_for(user, Can.WORK) and may(user, Can.SEE_PERSON, task.person)


def _about(name: str, rule: About | Held, things: Things) -> str:
    asked = set(ADDRESSES[name].pattern.converters)
    own = {"plans:sign": things.sign, "plans:contact": things.contact}
    kwargs = {"pk": getattr(things, rule.of).pk} | ({"row": own[name].pk} if "row" in asked else {})
    kwargs |= {"step": "mind"} if "step" in asked else {}
    kwargs |= {"place": things.appointment.organisation_id} if "place" in asked else {}
    return reverse(name, kwargs=kwargs)


def _at(name: str, place: Any) -> str:
    asked = set(ADDRESSES[name].pattern.converters)
    member = Membership.objects.filter(organisation=place).first() or Membership.objects.first()
    known = {"pk": place.pk, "duty": "owner", "membership": member.pk}
    return reverse(name, kwargs={key: known[key] for key in asked})


def _sent_to_sign_in(visitor: Visitor, answer: Any) -> bool:
    """Redirected there, or shown the way beside what was typed, so that a session's end loses no words."""
    if visitor.name != "stranger" or answer.status_code not in {302, 409}:
        return False
    return "/accounts/login/" in (answer["Location"] if answer.status_code == 302 else answer.content.decode())


WALKED = [name for name in RULED if EXPECTED[name] != BY_LINK]


@pytest.mark.parametrize("name", WALKED)
def test_an_address_answers_those_the_table_lets_in_and_nobody_else(cast, name):
    targets, visitors = list(_targets(name, cast)), _visitors(cast)
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
                assert not _shown_unnoted(visitor, answer, cast), f"{who} shows somebody, and the trail does not say so"
            else:
                assert answer.status_code == 404 or _sent_to_sign_in(visitor, answer), who
    assert let_in or all(visitors[0].client.get(address).status_code == 405 for address, _ in targets)


def _shown_unnoted(visitor: Visitor, answer: Any, cast: Cast) -> list[str]:
    """Whose name a page shows to somebody else without a row in their trail that says who saw it."""
    people = {cast.rosa, cast.winston, cast.priya} - {getattr(visitor.user, "person", None)}
    text = answer.content.decode()
    noted = AuditEvent.objects.filter(user_id=visitor.user.pk, verb__endswith=".seen")
    return [p.name for p in people if p.name in text and not noted.filter(person_id=p.pk).exists()]


def _everything() -> dict[str, list[Any]]:
    """All rows of the product but the trail, and what signing in itself writes."""
    models = [model for model in apps.get_models() if model.__module__.startswith("alongside.")]
    trail = {"AuditEvent", "UnsealedEvent", "AuditSeal", "SealedEvent"}
    left = [model for model in models if model.__name__ not in trail]
    return {model.__name__: sorted(map(repr, model._default_manager.values_list())) for model in left}


@pytest.mark.parametrize("name", [name for name in WALKED if EXPECTED[name] != ANYBODY])
def test_whoever_may_not_enter_changes_nothing_by_sending_either(cast, name):
    targets, visitors = list(_targets(name, cast)), _visitors(cast)
    before, refused = _everything(), 0
    for address, may_enter in targets:
        for visitor in (visitor for visitor in visitors if not may_enter(visitor.user)):
            answer = visitor.client.post(address, {"words": "x", "yes": "on", "confirm": "on"})
            refused += 1
            ok = answer.status_code in {404, 405} or _sent_to_sign_in(visitor, answer)
            assert ok, f"{visitor.name} sending to {address}: {answer.status_code}"
    assert refused
    assert _everything() == before


@pytest.mark.parametrize("name", [name for name in RULED if EXPECTED[name] == BY_LINK])
def test_a_link_shows_nothing_of_the_person_before_its_date_of_birth_was_given(cast, name):
    things = _things(cast, *SEEN[0])
    link = SignedLink.objects.filter(person=cast.rosa, subject_id=things.appointment.pk).get()
    asked = ADDRESSES[name].pattern.converters
    address = reverse(name, kwargs={"token": token_of(link)} | ({"step": "start"} if "step" in asked else {}))
    others = [visitor for visitor in _visitors(cast) if visitor.name not in {"rosa", "daughter"}]
    for visitor in others:
        answer = visitor.client.get(address)
        assert answer.status_code in {200, 302, 404}, visitor.name
        for secret in ("Ashworth", "Rosa", "sleep"):
            assert secret.encode() not in answer.content, visitor.name
        assert visitor.client.get(address.replace(token_of(link), "x" * 34)).status_code in {200, 302, 404}


def test_nobody_sees_nobody(cast):
    things = [_things(cast, *seen) for seen in SEEN + SEEN_BY_A_TEAM]
    client, seen = cast.client("nobody"), []
    for name in WALKED:
        rule = EXPECTED[name]
        addresses = [_about(name, rule, t) for t in things] if isinstance(rule, About | Held) else []
        for address in addresses or ([reverse(name)] if not ADDRESSES[name].pattern.converters else []):
            text = client.get(address).content.decode()
            seen += [f"{address}: {word}" for word in ("Ashworth", "Bright", "Chandra") if word in text]
    assert not seen

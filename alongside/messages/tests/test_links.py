from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alongside.messages.links import (
    Opening,
    address_of,
    link_from,
    make_link,
    open_link,
    opened_link,
    remember_opened,
    revoke_links,
    token_of,
    tries_left,
)
from alongside.messages.models import SignedLink
from alongside.people.actors import SYSTEM, link_holder
from alongside.people.models import Person
from conftest import Cast

RIGHT, WRONG = date(1968, 3, 9), date(1970, 1, 1)


@pytest.fixture
def link(cast: Cast) -> SignedLink:
    return made_for(cast)


def made_for(cast: Cast, **more: object) -> SignedLink:
    given = {"purpose": "prepare", "subject_id": uuid4(), "expires_at": timezone.now() + timedelta(days=1), **more}
    return make_link(by=SYSTEM, person=cast.rosa, **given)


def try_it(link: SignedLink, day: date) -> Opening:
    return open_link(by=link_holder(link.person), link=link, date_of_birth=day)


def visit() -> object:
    request = RequestFactory().get("/")
    request.session, request.user = SessionStore(), AnonymousUser()
    return request


def test_an_address_leads_back_to_its_link(link: SignedLink) -> None:
    assert link_from(address_of(link).rstrip("/").rsplit("/", 1)[1]) == link


def test_a_forged_token_leads_nowhere(link: SignedLink) -> None:
    token = token_of(link)
    for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), "A" * 34, token[:-12], token + "x", "", "é" * 34):
        with pytest.raises(signing.BadSignature):
            link_from(forged)


@given(token=st.text(max_size=60))
def test_any_other_words_are_never_a_link(token: str) -> None:
    with pytest.raises(signing.BadSignature):
        link_from(token)


def test_a_link_that_was_deleted_leads_nowhere(link: SignedLink) -> None:
    token = token_of(link)
    link.delete()
    with pytest.raises(signing.BadSignature):
        link_from(token)


def test_the_right_date_opens_it_for_this_browser_and_this_purpose_only(link: SignedLink) -> None:
    request = visit()
    assert opened_link(request, token_of(link), "prepare") is None
    assert try_it(link, RIGHT) == Opening.OPENED
    remember_opened(request, link)
    assert opened_link(request, token_of(link), "prepare") == link
    assert opened_link(request, token_of(link), "check_in") is None
    assert opened_link(visit(), token_of(link), "prepare") is None


def test_opening_gives_the_session_a_new_key(link: SignedLink) -> None:
    request = visit()
    request.session.create()
    before = request.session.session_key
    remember_opened(request, link)
    assert request.session.session_key != before


@pytest.mark.parametrize("ended", ["revoked_at", "expires_at", "locked_at"])
def test_a_link_that_ended_or_locked_stops_even_for_a_browser_that_opened_it(link: SignedLink, ended: str) -> None:
    request = visit()
    remember_opened(request, link)
    SignedLink.objects.filter(pk=link.pk).update(**{ended: timezone.now()})
    assert opened_link(request, token_of(link), "prepare") is None
    assert try_it(link, RIGHT) == (Opening.LOCKED if ended == "locked_at" else Opening.ENDED)


@pytest.mark.parametrize("change", [{"died_on": date(2026, 3, 1)}, {"restricted_at": timezone.now()}])
def test_nobody_comes_in_with_the_link_of_somebody_who_died_or_is_forgotten(
    link: SignedLink, change: dict[str, object]
) -> None:
    request = visit()
    remember_opened(request, link)
    Person.objects.filter(pk=link.person_id).update(**change)
    assert opened_link(request, token_of(link), "prepare") is None
    assert try_it(link, RIGHT) == Opening.ENDED


def test_five_wrong_dates_lock_it_and_the_right_one_comes_too_late(link: SignedLink) -> None:
    assert [try_it(link, WRONG) for _ in range(5)] == [Opening.WRONG] * 4 + [Opening.LOCKED_NOW]
    assert try_it(link, RIGHT) == Opening.LOCKED
    assert try_it(link, WRONG) == Opening.LOCKED


def test_tries_with_a_link_read_earlier_count_all_the_same(link: SignedLink) -> None:
    copies = [SignedLink.objects.get(pk=link.pk) for _ in range(8)]
    tried = [try_it(copy, WRONG) for copy in copies]
    assert tried.count(Opening.WRONG) == 4
    assert tried[4:] == [Opening.LOCKED_NOW] + [Opening.LOCKED] * 3


def test_several_links_of_one_person_give_no_more_guesses_than_one(cast: Cast, link: SignedLink) -> None:
    others = [made_for(cast) for _ in range(3)]
    assert [try_it(others[0], WRONG), *(try_it(link, WRONG) for _ in range(3))] == [Opening.WRONG] * 4
    assert tries_left(others[1]) == 1
    assert [try_it(other, WRONG) for other in others] == [Opening.LOCKED_NOW] * 3
    assert try_it(link, RIGHT) == Opening.OPENED, "whoever knows the date still gets in where nothing is locked"


def test_opening_a_link_gives_no_guesses_back(link: SignedLink) -> None:
    for _ in range(4):
        try_it(link, WRONG)
    assert try_it(link, RIGHT) == Opening.OPENED
    assert try_it(link, WRONG) == Opening.LOCKED_NOW


def test_guesses_come_back_after_a_day(link: SignedLink) -> None:
    for _ in range(4):
        try_it(link, WRONG)
    try_it(link, RIGHT)
    with time_machine.travel(timezone.now() + timedelta(hours=23, minutes=59)):
        assert tries_left(link) == 1
    SignedLink.objects.update(expires_at=timezone.now() + timedelta(days=3))
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert try_it(SignedLink.objects.get(pk=link.pk), WRONG) == Opening.WRONG


def test_guesses_at_one_persons_links_cost_another_none(cast: Cast, link: SignedLink) -> None:
    for _ in range(5):
        try_it(link, WRONG)
    facts = {"purpose": "prepare", "subject_id": uuid4(), "expires_at": timezone.now() + timedelta(days=1)}
    assert tries_left(make_link(by=SYSTEM, person=cast.winston, **facts)) == 5


def test_the_database_refuses_a_sixth_wrong_try(link: SignedLink) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SignedLink.objects.filter(pk=link.pk).update(wrong_tries=6)


def test_a_new_link_to_the_same_thing_ends_the_earlier_one_and_starts_afresh(cast: Cast, link: SignedLink) -> None:
    for _ in range(5):
        try_it(link, WRONG)
    fresh = made_for(cast, subject_id=link.subject_id)
    assert try_it(link, RIGHT) == Opening.ENDED
    assert try_it(fresh, RIGHT) == Opening.OPENED


def test_the_database_keeps_one_link_in_use_for_a_thing(cast: Cast, link: SignedLink) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SignedLink.objects.create(
            person=cast.rosa, purpose="prepare", subject_id=link.subject_id, expires_at=link.expires_at
        )


def test_revoking_ends_every_link_to_a_thing_once(cast: Cast, link: SignedLink) -> None:
    assert revoke_links(by=SYSTEM, subject_id=link.subject_id) == 1
    assert revoke_links(by=SYSTEM, subject_id=link.subject_id) == 0
    assert try_it(link, RIGHT) == Opening.ENDED

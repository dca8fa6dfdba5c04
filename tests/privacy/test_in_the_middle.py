"""What somebody may do ends while they are doing it: the next click finds nothing, and changes nothing."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.people.actions import (
    end_carer,
    end_membership,
    erase_person,
    keep_care_record_only,
    share_with,
    stop_sharing,
)
from alongside.people.actors import SYSTEM
from alongside.people.models import CarerAgreement, Consent, Membership, Person, Registration, User
from alongside.worklist.actions import add_task
from conftest import Cast
from tests.architecture.things import SEEN, SEEN_BY_A_TEAM, things_about
from tests.everything import everything

Ends = Callable[[Cast], object]


def moves(cast: Cast) -> None:
    Registration.objects.filter(person=cast.rosa).update(until=timezone.localdate() - timedelta(days=1))
    Registration.objects.create(person=cast.rosa, practice=cast.harbour_road)


def becomes_a_buddy(cast: Cast) -> None:
    Membership.objects.filter(user=cast["nurse"]).update(role="buddy")


def membership_ends(who: str) -> Ends:
    return lambda cast: end_membership(by=SYSTEM, membership=Membership.objects.get(user=cast[who]))


def account_closes(who: str) -> Ends:
    return lambda cast: User.objects.filter(pk=cast[who].pk).update(is_active=False)


def dies(cast: Cast) -> None:
    Person.objects.filter(pk=cast.rosa.pk).update(died_on=timezone.localdate())


def is_restricted(cast: Cast) -> None:
    keep_care_record_only(by=SYSTEM, person=Person.objects.get(pk=cast.rosa.pk))


def is_erased(cast: Cast) -> None:
    erase_person(by=SYSTEM, person=Person.objects.get(pk=cast.rosa.pk))


def sharing_stops(cast: Cast) -> None:
    stop_sharing(by=SYSTEM, person=cast.rosa, organisation=cast.breathing_team)


def agreement_ends(cast: Cast) -> None:
    end_carer(by=SYSTEM, agreement=CarerAgreement.objects.get())


CASES: list[tuple[str, Ends]] = [
    *(("nurse", ends) for ends in (moves, is_erased, membership_ends("nurse"), account_closes("nurse"))),
    ("nurse", becomes_a_buddy),
    *(("breathing_nurse", ends) for ends in (sharing_stops, dies, is_restricted, is_erased)),
    ("breathing_nurse", membership_ends("breathing_nurse")),
    *(("daughter", ends) for ends in (agreement_ends, dies, is_restricted, is_erased, account_closes("daughter"))),
    *(("rosa", ends) for ends in (dies, is_restricted, is_erased, account_closes("rosa"))),
]


def doings(cast: Cast, team: bool) -> list[tuple[str, dict[str, Any]]]:
    """What they were about to send: about her plan, a goal, her visit, something on it, a task."""
    things = things_about(cast, *(SEEN_BY_A_TEAM if team else SEEN)[0])
    place = cast.breathing_team if team else cast.elm_bank
    facts = {"person": cast.rosa, "team": place, "due": timezone.localdate()}
    task = add_task(by=SYSTEM, kind="call_back", title="Ring", note="x", **facts)
    return [
        (reverse("plans:what_matters", args=[cast.rosa.pk]), {"words": "mine"}),
        (reverse("plans:end_goal", args=[things.goal.pk]), {"state": "set_aside"}),
        (reverse("plans:sign", args=[cast.rosa.pk, things.sign.pk]), {"remove": "1"}),
        (reverse("consultation:dispose", args=[things.item.pk]), {"disposition": "done"}),
        (reverse("consultation:raise", args=[things.visit.pk]), {"area": "mood"}),
        (reverse("portal:prepare_own", args=[things.appointment.pk, "mind"]), {"areas": ["pain"]}),
        (reverse("worklist:task", args=[task.pk]), {"do": "done"}),
    ]


def sees(client: Client, addresses: list[str]) -> list[str]:
    """Which of the addresses a browser is shown."""
    return [address for address in addresses if client.get(address).status_code == 200]


@pytest.mark.parametrize(("who", "ends"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_the_next_click_finds_and_changes_nothing(cast: Cast, who: str, ends: Ends) -> None:
    sent = doings(cast, team=who == "breathing_nurse")
    client, addresses = cast.client(who), [address for address, _given in sent]
    assert sees(client, addresses), "before, some of it is theirs to do"
    ends(cast)
    before = everything()
    assert not sees(client, addresses)
    for address, given in sent:
        client.post(address, given)
    assert {name for name, rows in everything().items() if rows != before[name]} == set()


def test_a_nurse_who_becomes_a_receptionist_keeps_the_desks_part_only(cast: Cast) -> None:
    sent = doings(cast, team=False)
    client, addresses = cast.client("nurse"), [address for address, _given in sent]
    Membership.objects.filter(user=cast["nurse"]).update(role="receptionist")
    assert [address.split("/")[1] for address in sees(client, addresses)] == ["work"]
    before = everything()
    for address, given in sent[:-1]:
        client.post(address, given)
    assert {name for name, rows in everything().items() if rows != before[name]} == set()


def test_sharing_until_today_ends_at_midnight_of_the_place(cast: Cast) -> None:
    Consent.objects.filter(organisation=cast.breathing_team).delete()
    share_with(by=SYSTEM, person=cast.rosa, organisation=cast.breathing_team, until=timezone.localdate())
    client, plan = cast.client("breathing_nurse"), reverse("plans:plan", args=[cast.rosa.pk])
    midnight = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=1), time.min))
    with time_machine.travel(midnight - timedelta(minutes=1)):
        assert cast.client("breathing_nurse").get(plan).status_code == 200
    with time_machine.travel(midnight + timedelta(minutes=1)):
        assert cast.client("breathing_nurse").get(plan).status_code == 404
    assert client.get(plan).status_code == 200

"""Groups as their pages have them, and what nobody gets at by way of an address."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alongside.messages.models import Message
from alongside.peers.actions import groups as actions
from alongside.peers.actions.groups.support import MOST_OPEN
from alongside.peers.models import Group, Member, SupportRequest
from alongside.people.models import AuditEvent
from tests.strollers import make_strollers

pytestmark = pytest.mark.shown
HELP = "116 123"
WHAT = {"name": "Soup", "kind": "cooking", "about": "One pot", "how_to_come": "turn_up", "called": "Rosie"}


def day(number: int) -> dict[str, str]:
    on = timezone.localdate() + timedelta(days=number)
    return {"first_day": str(on.day), "first_month": str(on.month), "first_year": str(on.year)}


def where(**facts: str) -> dict[str, str]:
    usual = {"where": "Church kitchen", "postcode": "m337zf", "step_free": "yes", "often": "weekly", "begins": "17:00"}
    return {**usual, **day(3), **facts}


def test_from_start_to_listed_by_page(cast):
    rosa, desk = cast.client("rosa"), cast.client("coordinator")
    made = rosa.post(reverse("peers:start_group", args=[cast.rosa.pk]), WHAT)
    member = Member.objects.get()
    assert made.url == reverse("peers:group_where", args=[member.pk])
    own = reverse("peers:group", args=[member.pk])
    assert "does not say where and when yet" in rosa.get(own).text
    early = rosa.post(reverse("peers:group_send", args=[member.pk]), follow=True).text
    assert "Say where and when you meet first" in early
    rosa.post(made.url, where())
    assert "it can be found. You are told" in rosa.post(reverse("peers:group_send", args=[member.pk]), follow=True).text
    assert "Soup" in desk.get(reverse("peers:group_desk")).text
    group = member.group
    read = reverse("peers:group_read", args=[group.pk])
    page = desk.get(read).text
    assert "Church kitchen" in page
    assert "Rosa Ashworth" in page
    assert AuditEvent.objects.filter(verb="list.group.seen", person_id=cast.rosa.pk).exists()
    seen = Group.objects.get().changed_at.isoformat()
    desk.post(reverse("peers:group_list", args=[group.pk]), {"seen": seen})
    assert Group.objects.get().state == "listed"
    assert "The next times" in rosa.get(own).text


@pytest.mark.parametrize("seen", ["", "rubbish", "2020-01-01T10:00:00+00:00", "2026-13-45T99:99:99"])
def test_what_was_not_seen_as_it_is_now_is_not_listed(cast, seen):
    strollers = make_strollers(cast, started=False)
    actions.send_group(by=strollers.runs, group=strollers.group)
    cast.client("coordinator").post(reverse("peers:group_list", args=[strollers.group.pk]), {"seen": seen})
    assert strollers.group.state == "sent"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"first_year": "2020"}, "That day is past"),
        ({"first_year": "2099"}, "more than a year away"),
        ({"ends": "16:00"}, "It ends before it begins"),
        ({"begins": "five"}, "Enter a time like"),
        ({"postcode": "Sale"}, "Enter a full postcode"),
        ({"often": "never"}, "never"),
        ({"where": ""}, "Write where you meet"),
    ],
)
def test_a_mistake_about_where_and_when_is_said_and_what_was_typed_is_kept(cast, wrong, says):
    strollers = make_strollers(cast, started=False)
    address = reverse("peers:group_where", args=[strollers.member.pk])
    page = cast.client("winston").post(address, where(**wrong))
    assert page.status_code == 200
    assert says in page.text or says == "never"
    assert "Church kitchen" in page.text or "where" in wrong


def test_where_and_when_are_kept_on_the_form(cast):
    strollers = make_strollers(cast, often="fortnightly", step_free="no")
    page = cast.client("winston").get(reverse("peers:group_where", args=[strollers.member.pk])).text
    assert 'value="M33 7ZF"' in page
    assert 'value="14:00"' in page
    for chosen in ("fortnightly", "no"):
        before = page.index(f'value="{chosen}"')
        assert "checked" in page[before : before + 120]


def test_finding_it_leads_to_coming(strollers):
    cast = strollers.cast
    rosa = cast.client("rosa")
    service = reverse("portal:service", args=[strollers.group.service_id])
    join = reverse("peers:join_group", args=[cast.rosa.pk, strollers.group.pk])
    assert join in rosa.get(service).text
    stranger = Client().get(service).text
    assert "once you are signed in" in stranger
    assert "Winston" not in stranger
    made = rosa.post(join, {"called": "Rosie"})
    assert made.url == reverse("peers:group", args=[Member.objects.get(person=cast.rosa).pk])


def test_saying_whether_one_comes_calling_off_and_noting_that_it_met(strollers):
    cast = strollers.cast
    member = strollers.comes()
    rosa, winston = cast.client("rosa"), cast.client("winston")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    coming = reverse("peers:group_coming", args=[member.pk])
    assert "see you there" in rosa.post(coming, {"on": tomorrow, "come": "yes"}, follow=True).text
    assert "Rosie is coming." in winston.get(reverse("peers:group", args=[strollers.member.pk])).text
    assert "changed meanwhile" in rosa.post(coming, {"on": "soon", "come": "yes"}, follow=True).text
    off = reverse("peers:group_off", args=[strollers.member.pk])
    assert "does not meet on" in winston.get(off, {"on": tomorrow}).text
    assert "Called off" in winston.post(off, {"on": tomorrow}, follow=True).text
    assert "called off" in rosa.get(reverse("peers:group", args=[member.pk])).text
    met = reverse("peers:group_met", args=[strollers.member.pk])
    assert "as a number" in winston.post(met, {"on": tomorrow, "came": "many"}, follow=True).text
    for day in (tomorrow, "9999-12-31", "soon"):
        assert "changed meanwhile" in winston.post(met, {"on": day}, follow=True).text


def test_whoever_only_comes_gets_at_nothing_of_those_who_run_it(strollers):
    member, rosa = strollers.comes(), strollers.cast.client("rosa")
    for name in ("what", "where", "off", "with", "support", "end"):
        assert rosa.get(reverse(f"peers:group_{name}", args=[member.pk])).status_code == 404, name
        assert rosa.get(reverse(f"peers:group_{name}", args=[strollers.member.pk])).status_code == 404, name
    for name in ("send", "met", "still", "end", "off"):
        assert rosa.post(reverse(f"peers:group_{name}", args=[member.pk])).status_code == 404, name
    assert strollers.group.state == "listed"


def test_nobody_thinks_of_or_hands_on_to_somebody_of_another_group(strollers):
    other = make_strollers(strollers.cast)
    elsewhere = other.comes(strollers.cast.priya, "Priya")
    winston = strollers.cast.client("winston")
    think = reverse("peers:group_think", args=[strollers.member.pk, elsewhere.pk])
    assert winston.post(think).status_code == 404
    assert (
        winston.post(reverse("peers:group_with", args=[strollers.member.pk]), {"member": elsewhere.pk}).status_code
        == 200
    )
    assert Message.objects.filter(template="group.thinking").count() == 0
    assert not Member.objects.get(pk=elsewhere.pk).runs_it


def test_nobody_sees_who_comes_by_joining_what_cannot_be_found(cast):
    strollers = make_strollers(cast, started=False)
    join = reverse("peers:join_group", args=[cast.rosa.pk, strollers.group.pk])
    assert cast.client("rosa").get(join).status_code == 404
    assert cast.client("coordinator").get(reverse("peers:group_read", args=[strollers.group.pk])).status_code == 404


def test_whoever_left_or_ended_it_has_no_page_of_it(strollers):
    member, rosa = strollers.comes(), strollers.cast.client("rosa")
    rosa.post(reverse("peers:group_leave", args=[member.pk]))
    assert rosa.get(reverse("peers:group", args=[member.pk])).status_code == 404
    winston = strollers.cast.client("winston")
    said = winston.post(reverse("peers:group_leave", args=[strollers.member.pk]), follow=True).text
    assert "Nobody else runs it yet" in said
    winston.post(reverse("peers:group_end", args=[strollers.member.pk]))
    assert Group.objects.get().state == "ended"
    assert "You are in no group yet" in winston.get(reverse("peers:groups", args=[strollers.cast.winston.pk])).text


def test_a_carer_comes_for_somebody_and_the_page_says_for_whom(strollers):
    daughter = strollers.cast.client("daughter")
    daughter.post(reverse("peers:join_group", args=[strollers.cast.rosa.pk, strollers.group.pk]), {"called": "Rosie"})
    page = daughter.get(reverse("peers:group", args=[Member.objects.get(called="Rosie").pk])).text
    assert "Rosa Ashworth" in page
    assert "They are coming" in page


def test_words_that_suggest_harm_show_where_to_get_help_before_and_after_saving(strollers):
    winston, words = strollers.cast.client("winston"), "I want to kill myself"
    address = reverse("peers:group_support", args=[strollers.member.pk])
    assert HELP in winston.post(address, {"words": words + " x" * 1000}).text
    assert HELP in winston.post(address, {"words": words}, follow=True).text
    asked = reverse("peers:group_answer", args=[SupportRequest.objects.get().pk])
    assert HELP in strollers.cast.client("coordinator").get(asked).text


def test_what_was_asked_while_earlier_questions_wait_stays_on_the_page(strollers):
    winston = strollers.cast.client("winston")
    address = reverse("peers:group_support", args=[strollers.member.pk])
    for number in range(MOST_OPEN):
        winston.post(address, {"words": f"Question {number}"})
    page = winston.post(address, {"words": "Who has the key?"}).text
    assert "has no answer yet" in page
    assert "Who has the key?" in page


def test_wherever_somebody_writes_the_page_says_that_nobody_reads_at_once(strollers):
    winston = strollers.cast.client("winston")
    own = [reverse(f"peers:group_{name}", args=[strollers.member.pk]) for name in ("what", "support")]
    for address in [*own, reverse("peers:start_group", args=[strollers.cast.winston.pk])]:
        assert "Nobody reads this straight away" in winston.get(address).text, address


def test_where_nobody_gives_groups_a_hand_none_is_started(cast):
    cast["coordinator"].memberships.all().delete()
    address = reverse("peers:start_group", args=[cast.rosa.pk])
    assert "none can be started here" in cast.client("rosa").post(address, WHAT).text
    assert not Group.objects.exists()


def test_a_name_that_is_far_too_long_or_strange_is_refused_or_shown_as_it_is(strollers):
    join = reverse("peers:join_group", args=[strollers.cast.rosa.pk, strollers.group.pk])
    rosa = strollers.cast.client("rosa")
    assert "40 characters" in rosa.post(join, {"called": "x" * 500}).text
    rosa.post(join, {"called": "<b>Ro</b>"})
    page = strollers.cast.client("winston").get(reverse("peers:group", args=[strollers.member.pk])).text
    assert "&lt;b&gt;Ro" in page


def test_an_id_of_nothing_is_not_there(cast):
    for name in ("group", "group_end"):
        assert cast.client("rosa").get(reverse(f"peers:{name}", args=[uuid4()])).status_code == 404

"""A term: what could be held, that it goes together, and why the rest could not."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.messages.models import Message
from alongside.people.actors import SYSTEM
from alongside.programmes.actions import (
    add_venue,
    approve_tutor,
    assign_tutor,
    end_variant,
    go_away,
    propose_term,
    say_when,
    set_up,
)
from alongside.programmes.actions.terms import Wanted
from alongside.programmes.courses import course_of
from alongside.programmes.hours import PARTS, part_of
from alongside.programmes.models import Cohort, Session, Term, TermLine
from alongside.programmes.queries.terms import leaders_from
from alongside.programmes.refusals import AlreadyUsed, CannotLead
from alongside.programmes.term import Leader, Room, Wish, propose, proposing, ways
from alongside.programmes.term.starts import monday

FIRST, LAST = date(2027, 1, 4), date(2027, 3, 26)
ALWAYS = date(2020, 1, 1)


def room(**facts):
    return Room(uuid4(), **{"holds": 20, **facts})


def leader(kind, **facts):
    return Leader(uuid4(), uuid4(), kind, **{"most_a_week": 2, "since": ALWAYS, **facts})


def proposed(wishes, rooms, leaders, **more):
    given = {"first": FIRST, "last": LAST, "times": [time(10), time(14)], **more}
    return propose([Wish(key, course_of(key), count) for key, count in wishes], rooms, leaders, **given)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_proposed_goes_together(seed):
    chance = Random(seed)
    week = [part for part in PARTS if part[0] < "5" and "eve" not in part]
    busy = [span(2027, 1, 5 + chance.randrange(20), 9 + chance.randrange(6)) for _each in range(10)]
    rooms = [room(busy=busy[:3]), room(holds=14)]
    leaders = [
        leader(
            kind, most_a_week=chance.choice([1, 2]), usual=chance.sample(week, 5), busy=busy[3 + number : 4 + number]
        )
        for kind in ("lay", "clinical")
        for number in range(3)
    ]
    found = proposed([("self_management", 4), ("breathing", 3), ("mini", 3), ("pdp_bronze", 2)], rooms, leaders)
    assert found.placed
    used, led = [], Counter()
    for row in found.placed:
        used += [(row.room.pk, slot.starts_at, slot.ends_at) for slot in row.start.slots]
        for who in filter(None, (row.lay, row.clinical)):
            own = row.start.led_by(who.kind)
            used += [(who.user, slot.starts_at, slot.ends_at) for slot in own]
            led.update((who.user, monday(timezone.localdate(slot.starts_at))) for slot in own)
            assert all(part_of(timezone.localtime(slot.starts_at)) in who.usual for slot in own)
    used += [(row.pk, *each) for row in rooms for each in row.busy]
    used += [(row.user, *each) for row in leaders for each in row.busy]
    assert not overlapping(used)
    most = {row.user: row.most_a_week for row in leaders}
    assert all(count <= most[user] for (user, _week), count in led.items())
    assert len(found.placed) + sum(row.groups for row in found.unplaced) == 12


def span(year, month, day, hour):
    begins = datetime(year, month, day, hour, tzinfo=timezone.get_current_timezone())
    return begins, begins + timedelta(hours=3)


def overlapping(used):
    rows = sorted(set(used), key=lambda row: (str(row[0]), row[1]))
    return [(a, b) for a, b in pairwise(rows) if a[0] == b[0] and b[1] < a[2]]


def test_all_is_placed_where_all_can_be_and_both_tutors_are_two_people():
    both = uuid4()
    leaders = [Leader(uuid4(), both, "lay", 2, ALWAYS), Leader(uuid4(), both, "clinical", 2, ALWAYS), leader("lay")]
    found = proposed([("self_management", 1)], [room()], leaders)
    [row] = found.placed
    assert row.lay.user != row.clinical.user
    assert (found.unplaced, found.of_best) == ([], 100)


def test_two_tutors_who_are_one_person_are_not_enough():
    both = uuid4()
    leaders = [Leader(uuid4(), both, "lay", 2, ALWAYS), Leader(uuid4(), both, "clinical", 2, ALWAYS)]
    found = proposed([("self_management", 1)], [room()], leaders)
    assert found.placed == []
    assert found.unplaced[0].why == "The only lay tutor and the only clinical tutor who are free are one person."


@pytest.mark.parametrize(
    ("rooms", "leaders", "why"),
    [
        ([], ["lay", "clinical"], "No room holds 6 people."),
        ([4], ["lay", "clinical"], "No room holds 6 people."),
        ([20], ["lay"], "Nobody is approved as a clinical tutor."),
        ([20], [], "Nobody is approved as a lay tutor and a clinical tutor."),
    ],
)
def test_what_there_is_none_of_is_said(rooms, leaders, why):
    found = proposed(
        [("self_management", 2)], [room(holds=holds) for holds in rooms], [leader(kind) for kind in leaders]
    )
    assert [(row.groups, row.why) for row in found.unplaced] == [(2, why)]


def test_what_others_took_is_said_with_the_start_that_came_nearest():
    found = proposed(
        [("self_management", 3)],
        [room(), room()],
        [leader("lay"), leader("lay"), leader("clinical", most_a_week=1)],
        last=date(2027, 1, 22),
    )
    assert len(found.placed) == 1
    assert found.unplaced[0].why.startswith("It came nearest from ")
    assert "It lacked only a clinical tutor" in found.unplaced[0].why


def test_who_is_away_in_the_middle_leads_none_of_it():
    away = leader("clinical", away=[(date(2027, 1, 20), date(2027, 4, 20))])
    found = proposed([("self_management", 1)], [room()], [leader("lay"), away])
    assert found.placed == []
    assert found.unplaced[0].why == "At no time is a clinical tutor free for every session."


def test_the_room_with_a_chair_for_everybody_is_taken():
    found = proposed([("self_management", 1)], [room(holds=6), room(holds=14)], [leader("lay"), leader("clinical")])
    assert found.placed[0].room.holds == 14


def test_one_person_approved_twice_is_one_person():
    both = uuid4()
    leaders = [Leader(uuid4(), both, kind, 2, ALWAYS) for kind in ("lay", "lay", "clinical")] + [leader("lay")]
    assert len(proposed([("self_management", 1)], [room()], leaders).placed) == 1


def test_of_two_approvals_of_one_person_the_cheaper_is_taken():
    one = uuid4()
    pool = [Leader(uuid4(), user, "lay", 2, ALWAYS) for user in (one, uuid4(), uuid4(), one)]
    cost = {(1,): 1.0, (2,): 2.0, (3,): 3.0, (9,): 9.0}
    uses = dict(zip((row.pk for row in pool), cost, strict=True))

    class Known:
        def of_leader(self, row, start):
            return uses[row.pk]

    assert ways._cheapest(None, pool, Known(), cost.get) == pool[:2]


def test_many_teams_are_placed_as_well_as_many_groups():
    rooms, leaders = [room(), room()], [leader(kind) for kind in ("lay", "clinical") for _each in range(3)]
    wishes = [Wish(str(number), course_of("pdp_bronze"), 1) for number in range(12)]
    found = propose(wishes, rooms, leaders, first=FIRST, last=LAST, times=[time(10), time(14)])
    assert {row.wish.key for row in found.placed} == {str(number) for number in range(12)}


def test_out_of_time_at_once_still_fills_up_one_after_the_other(monkeypatch):
    monkeypatch.setattr(proposing, "LOOKING", -1.0)
    assert len(proposed([("self_management", 1)], [room()], [leader("lay"), leader("clinical")]).placed) == 1


def test_a_term_of_holidays_has_no_day_to_begin_on():
    found = proposed(
        [("mini", 1)], [room()], [leader("lay"), leader("clinical")], first=date(2027, 1, 2), last=date(2027, 1, 3)
    )
    assert "No working day" in found.unplaced[0].why


# With the database


def test_nobody_is_told_before_a_group_is_set_up_and_then_it_has_its_tutors(campus):
    term = campus.term(groups=1)
    assert not Cohort.objects.exists()
    cohort = set_up(by=campus.by, line=term.lines.get())
    assert cohort == set_up(by=campus.by, line=term.lines.get())
    assert all(session.missing == [] for session in cohort.sessions.all())
    assert not Message.objects.exists()


def test_what_is_planned_already_stays_and_is_gone_round(campus):
    first = timezone.localdate() + timedelta(days=30)
    campus.staff(campus.plan(days=30))
    before = list(Session.objects.values_list("pk", "starts_at", "venue", "lay_tutor").order_by("pk"))
    term = campus.term(first=first, last=first + timedelta(days=20))
    for line in term.lines.filter(starts_at__isnull=False):
        set_up(by=campus.by, line=line)
    known = {pk for pk, *_rest in before}
    assert [
        row
        for row in Session.objects.values_list("pk", "starts_at", "venue", "lay_tutor").order_by("pk")
        if row[0] in known
    ] == before


def test_it_goes_by_when_tutors_can_and_are_away(campus):
    say_when(by=SYSTEM, user=campus.cast["clinical_tutor"], usual=["2am"], most_a_week=5)
    lines = campus.term(course="self_management", groups=2).lines.filter(starts_at__isnull=False)
    assert {timezone.localtime(line.starts_at).weekday() for line in lines} == {2}
    today = timezone.localdate()
    go_away(by=SYSTEM, user=campus.cast["clinical_tutor"], first=today, last=today + timedelta(days=300))
    assert (
        campus.term(course="self_management", groups=2).lines.get().why_not.startswith("At no time is a clinical tutor")
    )


def test_a_tutor_approved_by_several_leads_as_approved_by_whoever_plans_the_term(campus):
    known = {"by": SYSTEM, "user": campus.clinical.user, "kind": "clinical", "trained_on": date(2024, 5, 1)}
    own = approve_tutor(organisation=campus.cast.breathing_team, **known)
    theirs = approve_tutor(organisation=campus.cast.walkers, **known)
    for tutor in (own, theirs):
        first, *_others = leaders_from(tutor.organisation, timezone.localdate())
        assert first.pk == tutor.pk
    assert campus.term(groups=1).lines.get().clinical_tutor == own


def test_what_was_given_to_others_since_is_refused_and_leaves_nothing_behind(campus):
    line = campus.term(groups=1).lines.get()
    elsewhere = add_venue(
        by=SYSTEM, organisation=campus.cast.breathing_team, name="B", address="x", postcode="M33 7ZF", holds=20
    )
    other = campus.plan(course="breathing", venue=elsewhere, starts_at=line.starts_at)
    for session in other.sessions.all():
        assign_tutor(by=SYSTEM, session=session, tutor=campus.clinical)
    with pytest.raises(CannotLead):
        set_up(by=campus.by, line=line)
    campus.plan(starts_at=line.starts_at)
    with pytest.raises(AlreadyUsed):
        set_up(by=campus.by, line=line)
    assert Cohort.objects.count() == 2


def test_what_is_over_and_a_version_that_was_ended_are_not_set_up(campus):
    first = timezone.localdate() + timedelta(days=14)
    given = {"first": first, "last": first + timedelta(days=30), "times": [time(10)]}
    variant = campus.shorter()
    facts = {"by": campus.by, "organisation": campus.cast.breathing_team, **given}
    term = propose_term(wanted=[Wanted("self_management", 1, variant), Wanted("mini", 1)], **facts)
    end_variant(by=campus.by, variant=variant)
    TermLine.objects.filter(course_key="mini").update(starts_at=timezone.now())
    page = campus.cast.client("coordinator").post(reverse("programmes:set_up_all", args=[term.pk]), follow=True).text
    assert "its first day is over, or its version" in page
    assert not Cohort.objects.exists()


def test_a_coordinator_has_a_term_proposed_and_sets_it_up(campus):
    desk, place = campus.cast.client("coordinator"), campus.cast.breathing_team
    variant = campus.shorter()
    first = timezone.localdate() + timedelta(days=14)
    typed = days(first, first + timedelta(days=60)) | {"times": ["10:00", "14:00"]}
    typed |= {
        "groups_mini": 1,
        f"groups_{variant.pk.hex}": 1,
        "training": "pdp_bronze",
        "teams": [campus.cast.elm_bank.pk],
    }
    page = desk.post(reverse("programmes:plan_term", args=[place.pk]), typed, follow=True).text
    term = Term.objects.get()
    assert all(name in page for name in ("Our shorter one", "Elm Bank Surgery", "3 groups could be held"))
    desk.post(reverse("programmes:set_up_all", args=[term.pk]))
    assert Cohort.objects.count() == 3
    assert Cohort.objects.get(variant=variant).sessions.filter(kind="ordinary").count() == 6
    line = term.lines.first()
    desk.post(reverse("programmes:set_up", args=[term.pk, line.pk]))
    assert Cohort.objects.count() == 3


def days(first, last):
    return {
        f"{name}_{part}": getattr(day, part)
        for name, day in (("first", first), ("last", last))
        for part in ("day", "month", "year")
    }


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"groups_mini": ""}, "how many groups"),
        ({"groups_mini": "61"}, "60 or fewer"),
        ({"groups_mini": "60", "groups_breathing": "9"}, "from 1 to 60"),
        ({"times": []}, "at least one time"),
        ({"training": "wise"}, "or neither"),
        ({"last_year": "2020"}, "after the first"),
        ({"last_year": "2031"}, "after the first"),
        ({"first_year": "9999"}, "after the first"),
        ({"first_year": "9999", "last_year": "9999"}, "after the first"),
        ({"times": ["09:30", "10:00", "14:00", "18:00"]}, "up to three"),
    ],
)
def test_a_mistake_proposes_nothing(campus, change, says):
    first = timezone.localdate() + timedelta(days=14)
    typed = days(first, first + timedelta(days=60)) | {"times": ["10:00"], "groups_mini": "1"} | change
    address = reverse("programmes:plan_term", args=[campus.cast.breathing_team.pk])
    assert says in campus.cast.client("coordinator").post(address, typed).text
    assert not Term.objects.exists()


def test_a_proposal_of_another_place_is_none_of_theirs(campus):
    line = campus.term(groups=1).lines.get()
    other = Term.objects.create(organisation=campus.cast.walkers, first=FIRST, last=LAST, of_best=100)
    desk = campus.cast.client("coordinator")
    assert desk.get(reverse("programmes:term", args=[other.pk])).status_code == 404
    assert desk.post(reverse("programmes:set_up", args=[other.pk, line.pk])).status_code == 404
    mine = Term.objects.create(organisation=campus.cast.breathing_team, first=FIRST, last=LAST, of_best=100)
    assert desk.post(reverse("programmes:set_up", args=[mine.pk, line.pk])).status_code == 404

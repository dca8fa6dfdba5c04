"""How much of a team has been trained."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alongside.people.access import Can, organisations_for
from alongside.people.actors import SYSTEM
from alongside.people.models import Membership, Organisation, Role, User
from alongside.programmes.actions import (
    cancel_session,
    mark,
    move_session,
    note_training,
    set_target,
    train,
    train_team,
)
from alongside.programmes.models import Cohort, Rating, Target, Training
from alongside.programmes.queries import coverage_of, lines_of_teams, teams_of
from alongside.programmes.queries.coverage import Share
from conftest import letters

ELM_BANK = {"GP Fictional", "Nurse Fictional", "Receptionist Fictional", "Manager Fictional", "Link_Worker Fictional"}


@pytest.fixture
def whole_practice(campus):
    """Half a day for Elm Bank, everybody in it."""
    cohort = campus.plan(course="pdp_silver", team=campus.cast.elm_bank)
    train_team(by=campus.by, cohort=cohort)
    campus.begin(cohort)
    return cohort


def compared_by(cast):
    return organisations_for(cast["improver"], Can.SEE_COVERAGE)


def test_everybody_of_a_team_is_put_in_once(campus):
    cohort = campus.plan(course="pdp_silver", team=campus.cast.elm_bank)
    assert [train_team(by=campus.by, cohort=cohort) for _each in range(2)] == [5, 0]
    assert {row.staff.name.title() for row in cohort.enrolments.all()} == {name.title() for name in ELM_BANK}
    assert {row.team for row in cohort.enrolments.all()} == {campus.cast.elm_bank}


def test_whoever_came_often_enough_is_trained_on_that_day_and_a_corrected_mark_takes_it_back(campus, whole_practice):
    [session] = whole_practice.sessions.all()
    rows = {row.staff.name: row for row in whole_practice.enrolments.all()}
    nurse = rows["Nurse Fictional"]
    mark(by=campus.by, session=session, marks={nurse.pk: "here"})
    training = Training.objects.get()
    assert (training.user, training.level) == (campus.cast["nurse"], "silver")
    assert training.on == timezone.localdate(session.starts_at)
    mark(by=campus.by, session=session, marks={nurse.pk: "absent"})
    assert not Training.objects.exists()


def test_a_course_of_three_is_done_after_three(campus):
    cohort = campus.plan(course="pdp_gold", team=campus.cast.elm_bank)
    train_team(by=campus.by, cohort=cohort)
    row = cohort.enrolments.get(staff=campus.cast["nurse"])
    campus.begin(cohort)
    for number, session in enumerate(cohort.sessions.all(), 1):
        mark(by=campus.by, session=session, marks={row.pk: "here"})
        assert Training.objects.filter(level="gold").count() == (number == 3)


def test_the_share_is_held_against_what_the_team_set(cast):
    elm_bank, today = cast.elm_bank, timezone.localdate()
    assert coverage_of(elm_bank).share == Share(0, 5, 75)
    for name in ("gp", "nurse", "manager"):
        note_training(by=SYSTEM, user=cast[name], level="bronze", on=today)
    assert (coverage_of(elm_bank).share.percent, coverage_of(elm_bank).share.reached) == (60, False)
    assert coverage_of(elm_bank).share.lacking == 1
    set_target(by=SYSTEM, organisation=elm_bank, percent=60)
    assert coverage_of(elm_bank).share.reached
    assert coverage_of(elm_bank).own_target


@pytest.mark.parametrize(
    ("trained", "people", "target", "lacking", "reached"),
    [(0, 0, 75, 0, False), (3, 4, 75, 0, True), (2, 3, 67, 1, False), (2, 3, 66, 0, True), (0, 1, 1, 1, False)],
)
def test_the_share_of_a_small_team_is_counted_in_whole_people(trained, people, target, lacking, reached):
    share = Share(trained, people, target)
    assert (share.lacking, share.reached) == (lacking, reached)


def test_what_to_do_next_begins_with_those_whom_others_look_to(campus):
    cast, today = campus.cast, timezone.localdate()
    first, second = coverage_of(cast.elm_bank).next
    assert "whom others look to" in first
    assert second.startswith("Train 4 more.")
    assert "ask the coordinator" in second
    campus.plan(course="pdp_silver", team=cast.elm_bank)
    assert "A course is planned" in coverage_of(cast.elm_bank).next[1]
    note_training(by=SYSTEM, user=cast["gp"], level="gold", on=today - timedelta(days=400))
    assert "A refresher is due" in coverage_of(cast.elm_bank).next[-1]
    note_training(by=SYSTEM, user=cast["gp"], level="refresher", on=today)
    assert not any("efresher" in words for words in coverage_of(cast.elm_bank).next)


def test_whoever_left_the_team_counts_there_no_more(cast):
    note_training(by=SYSTEM, user=cast["nurse"], level="gold", on=date(2026, 1, 1))
    assert coverage_of(cast.elm_bank).share.trained == 1
    yesterday = timezone.localdate() - timedelta(days=1)
    cast["nurse"].memberships.update(since=yesterday - timedelta(days=9), until=yesterday)
    assert coverage_of(cast.elm_bank).share == Share(0, 4, 75)


def test_only_the_own_team_sees_names_and_the_rest_how_many(cast):
    address = reverse("programmes:coverage", args=[cast.elm_bank.pk])
    assert "Nurse Fictional" in cast.client("receptionist").get(address).content.decode()
    for stranger in ("other_gp", "coordinator", "improver", "commissioner", "administrator"):
        assert cast.client(stranger).get(address).status_code == 404, stranger
    page = cast.client("improver").get(reverse("programmes:teams")).content.decode()
    assert "Elm Bank Surgery" in page
    assert "Nurse Fictional" not in page


def test_of_a_team_of_fewer_than_five_others_see_no_share_nor_tell_it_from_its_place(cast):
    note_training(by=SYSTEM, user=cast["nurse"], level="gold", on=timezone.localdate())
    cast["gp"].memberships.update(until=timezone.localdate() - timedelta(days=1))
    assert coverage_of(cast.elm_bank).share.people == 4
    page = cast.client("improver").get(reverse("programmes:teams")).text
    row = page[page.index("Elm Bank Surgery") :].split("</tr>")[0]
    assert "fewer than five people" in row
    assert "%" not in row
    lines = lines_of_teams(compared_by(cast))
    small = [line.organisation.name for line in lines if line.is_small]
    assert [line.organisation.name for line in lines][-len(small) :] == sorted(small)


def test_a_health_economy_sees_how_many_of_each_team_had_what_and_need_it_again(cast):
    today = timezone.localdate()
    note_training(by=SYSTEM, user=cast["nurse"], level="gold", on=today - timedelta(days=400))
    note_training(by=SYSTEM, user=cast["nurse"], level="refresher", on=today - timedelta(days=20))
    note_training(by=SYSTEM, user=cast["gp"], level="gold", on=today - timedelta(days=366))
    line = next(line for line in lines_of_teams(compared_by(cast)) if line.organisation == cast.elm_bank)
    assert {level: count for level, count in line.levels.items() if count} == {"gold": 2, "refresher": 1}
    assert line.due == 1, "the nurse had hers"
    page = cast.client("improver").get(reverse("programmes:teams")).text
    row = page[page.index("Elm Bank Surgery") :].split("</tr>")[0]
    assert re.findall(r"<div>(.*?)</div>", row)[2:] == ["Full course: 2, Refresher: 1", "1"]


def test_the_economy_is_summed_up_without_what_is_hidden_of_small_teams(cast):
    """Four of another team, all trained: neither they nor that they are are in any sum."""
    small = Organisation.objects.create(kind="team", name="Small", ods_code="X0", parent=cast.economy)
    for number in range(4):
        user = User.objects.create(email=f"s{number}@example.org", name="X")
        Membership.objects.create(user=user, organisation=small, role=Role.CLINICIAN)
        note_training(by=SYSTEM, user=user, level="gold", on=timezone.localdate() - timedelta(days=500))
    for who in ("nurse", "gp", "receptionist", "manager"):
        note_training(by=SYSTEM, user=cast[who], level="bronze", on=timezone.localdate() - timedelta(days=400))
    large = [line for line in lines_of_teams(compared_by(cast)) if line.share.people >= 5]
    teams = teams_of(compared_by(cast))
    assert cast.elm_bank in [line.organisation for line in large]
    assert (teams.compared, teams.people) == (len(large), sum(line.share.people for line in large))
    assert (teams.trained, teams.reached, teams.due) == (4, 1, 4)
    page = cast.client("improver").get(reverse("programmes:teams")).text
    assert f"4 of {teams.people} people have been trained" in page


def test_many_teams_are_on_several_pages_and_one_is_found_by_part_of_its_name(cast):
    Organisation.objects.bulk_create(
        Organisation(kind="practice", name=f"Surgery {n}", ods_code=f"S{n}", parent=cast.economy) for n in range(120)
    )
    improver, address = cast.client("improver"), reverse("programmes:teams")
    first, second = improver.get(address).text, improver.get(address, {"page": "2"}).text
    assert first.count("<tr class") == 100
    assert second.count("<tr class") == len(lines_of_teams(compared_by(cast))) - 100
    assert "More trained" in first
    assert "Less trained" in second
    assert "More trained" not in second
    assert improver.get(address, {"name": "elm bank"}).text.count("<tr class") == 1
    found = improver.get(address, {"name": "surgery", "page": "2"}).text
    assert found.count("<tr class") == 21, "Elm Bank Surgery as well"
    assert "?name=surgery&amp;page=1" in found
    assert "No team is called so" in improver.get(address, {"name": "<Zanzibar>"}).text
    assert improver.get(address, {"page": "rubbish"}).status_code == 200


def test_somebody_with_two_roles_in_a_team_is_one_of_its_people(cast):
    Membership.objects.create(user=cast["nurse"], organisation=cast.elm_bank, role=Role.IMPROVEMENT_LEAD)
    note_training(by=SYSTEM, user=cast["nurse"], level="gold", on=timezone.localdate())
    note_training(by=SYSTEM, user=cast["nurse"], level="bronze", on=timezone.localdate())
    share = next(line.share for line in lines_of_teams(compared_by(cast)) if line.organisation == cast.elm_bank)
    assert share == coverage_of(cast.elm_bank).share == Share(1, 5, 75)


@pytest.mark.parametrize("percent", [0, 101])
def test_the_database_refuses_a_target_that_is_no_share(cast, percent):
    with pytest.raises(IntegrityError, match="a_target_is_a_share"), transaction.atomic():
        Target.objects.create(organisation=cast.elm_bank, percent=percent)


def test_a_manager_sets_the_target(cast):
    address = reverse("programmes:target", args=[cast.elm_bank.pk])
    assert "from 1 to 100" in cast.client("manager").post(address, {"percent": "0"}).content.decode()
    cast.client("manager").post(address, {"percent": "80"})
    assert Target.objects.get().percent == 80


def test_the_coverage_of_a_health_economy_takes_the_same_queries_however_many_teams(cast, django_assert_num_queries):
    def practices(first, count):
        for number in range(first, first + count):
            place = Organisation.objects.create(
                kind="practice", name=f"Practice {number}", ods_code=f"X{number}", parent=cast.economy
            )
            user = User.objects.create(email=f"x{number}@example.org", name="X")
            Membership.objects.create(user=user, organisation=place, role=Role.CLINICIAN)

    practices(0, 2)
    with django_assert_num_queries(6):
        lines_of_teams(compared_by(cast))
    practices(2, 20)
    with django_assert_num_queries(6):
        assert len(lines_of_teams(compared_by(cast))) == 25


@pytest.fixture
def group(campus):
    """A group for Elm Bank, begun by nobody yet."""
    cohort = campus.plan(course="pdp_bronze", team=campus.cast.elm_bank)
    campus.staff(cohort)
    return cohort


def test_one_colleague_is_put_in_has_an_e_mail_and_sees_the_date(campus, group, django_capture_on_commit_callbacks):
    nurse, desk = campus.cast["nurse"], campus.cast.client("coordinator")
    address = reverse("programmes:put_in_colleague", args=[group.pk])
    assert nurse.name in desk.get(reverse("programmes:cohort", args=[group.pk])).text
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address, {"user": str(nurse.pk)})
    [letter] = letters()
    assert letter.to == [nurse.email]
    assert "Westhaven Hall" in letter.body
    assert "Westhaven Hall" in campus.cast.client("nurse").get(reverse("programmes:learn")).text
    Cohort.objects.filter(pk=group.pk).update(places=1)
    assert "is on the waiting list" in desk.post(address, {"user": str(campus.cast["gp"].pk)}, follow=True).text
    for other in (nurse, campus.cast["other_gp"]):
        assert desk.post(address, {"user": str(other.pk)}).status_code == 404


@pytest.mark.parametrize(("change", "says"), [("move", "another time"), ("cancel", "does not take place")])
def test_staff_are_told_by_e_mail_what_changes(campus, django_capture_on_commit_callbacks, change, says):
    cohort = campus.plan(course="pdp_gold", team=campus.cast.elm_bank)
    train(by=campus.by, cohort=cohort, staff=campus.cast["nurse"], team=campus.cast.elm_bank)
    session = cohort.sessions.first()
    with django_capture_on_commit_callbacks(execute=True):
        if change == "move":
            move_session(by=campus.by, session=session, starts_at=session.starts_at + timedelta(days=1))
        else:
            cancel_session(by=campus.by, session=session)
    [letter] = [letter for letter in letters() if letter.to == [campus.cast["nurse"].email]]
    assert says in letter.body


def test_staff_say_how_it_was_on_their_own_page_and_nobody_for_them(campus, group):
    row = train(by=campus.by, cohort=group, staff=campus.cast["nurse"], team=campus.cast.elm_bank)
    session = group.sessions.get()
    campus.hold(session, {row: "here"})
    address = reverse("programmes:rate_training", args=[row.pk, session.pk])
    assert campus.cast.client("gp").post(address, {"answer": "poor"}).status_code == 404
    nurse = campus.cast.client("nurse")
    assert "How was it?" in nurse.get(reverse("programmes:learn")).text
    nurse.post(address, {"answer": "good"})
    assert Rating.objects.get().answer == "good"
    assert nurse.post(address, {"answer": "dreadful"}).status_code == 404


def test_what_was_learned_elsewhere_is_noted_by_whoever_manages_the_team(cast):
    address = reverse("programmes:note_training", args=[cast.elm_bank.pk])
    manager, day = cast.client("manager"), {"on_day": 1, "on_month": 2, "on_year": 2026}
    for wrong, says in (
        ({"user": str(cast["other_gp"].pk)}, "Choose one of these"),
        ({"on_year": 2999}, "still to come"),
        ({"level": "platinum"}, "Choose one of these"),
    ):
        assert says in manager.post(address, {"user": str(cast["nurse"].pk), "level": "gold", **day, **wrong}).text
    assert not Training.objects.exists()
    manager.post(address, {"user": str(cast["nurse"].pk), "level": "gold", **day})
    assert Training.objects.get().level == "gold"
    assert coverage_of(cast.elm_bank).share.trained == 1
    assert cast.client("nurse").get(address).status_code == 404

"""That somebody made sure of a record, or says that it is wrong."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.directory.actions import assure_service, report_problem, settle_report
from alongside.directory.models import Assurance, Report, Service
from alongside.directory.tests.conftest import SINGERS, WALKERS, take
from alongside.people.actors import Actor, actor_for
from alongside.people.models import AuditEvent

LINK = Actor(words="the provider, by a link")
KIND, OUTCOME = Report.Kind, Report.Outcome


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def test_the_latest_day_is_kept_with_the_service(singers, steward):
    for days in (40, 10, 90):
        assure_service(by=steward, service=singers, how="phone", on=ago(days))
    assert Service.objects.get(pk=singers.pk).assured_on == ago(10)
    assert [row.on for row in singers.assurances.all()] == [ago(10), ago(40), ago(90)]


def test_who_checked_and_how_is_kept_also_without_an_account(singers):
    assure_service(by=LINK, service=singers, how="link", note="All right")
    row = Assurance.objects.get()
    assert (row.by, row.checked_by, row.how, row.note) == (None, "the provider, by a link", "link", "All right")
    assert row.on == timezone.localdate()


def test_tapped_twice_is_checked_once(singers, steward):
    for _tap in range(2):
        assure_service(by=steward, service=singers, how="visit")
    assert Assurance.objects.count() == 1
    assert AuditEvent.objects.filter(verb="service.assured").count() == 1


def test_nobody_has_checked_tomorrow(singers, steward):
    assert assure_service(by=steward, service=singers, how="visit", on=ago(-5)).on == timezone.localdate()


def test_a_report_keeps_what_was_said_and_nobody_who_said_it(singers, cast):
    report_problem(by=actor_for(cast["rosa"]), service=singers, kind=KIND.CLOSED, words="It is  gone\n now")
    report = Report.objects.get()
    assert (report.kind, report.words) == ("closed", "It is gone now")
    event = AuditEvent.objects.get(verb="service.reported")
    assert (event.user_id, event.person_id, event.organisation_id, event.actor) == (None, None, None, "somebody")
    assert not [field for field in Report._meta.get_fields() if field.name in {"by", "person", "user"}]


def test_too_many_words_are_cut(singers):
    assert len(report_problem(by=LINK, service=singers, kind=KIND.OTHER, words="a" * 5000 + "\x00").words) == 1000


def test_the_same_said_again_while_it_waits_is_said_once(singers, steward):
    for _time in range(3):
        report_problem(by=LINK, service=singers, kind=KIND.NUMBER)
    report_problem(by=LINK, service=singers, kind=KIND.NUMBER, words="It rings out")
    assert Report.objects.open().count() == 2
    settle_report(by=steward, report=Report.objects.first(), outcome=OUTCOME.NOTHING)
    report_problem(by=LINK, service=singers, kind=KIND.NUMBER)
    assert Report.objects.open().count() == 1


def test_a_service_that_has_closed_is_taken_off_the_list_and_an_import_does_not_put_it_back(singers, steward):
    report = report_problem(by=LINK, service=singers, kind=KIND.CLOSED)
    settle_report(by=steward, report=report, outcome=OUTCOME.CLOSED)
    assert take(SINGERS, WALKERS).conflicts == 0
    assert [service.name for service in Service.objects.listed()] == ["Tuesday Walkers"]


def test_all_who_said_the_same_are_answered_at_once_and_others_are_not(singers, steward):
    walkers = Service.objects.get(source_key="2")
    first, *_others = [
        report_problem(by=LINK, service=service, kind=kind, words=words)
        for service, kind, words in (
            (singers, KIND.NUMBER, ""), (singers, KIND.NUMBER, "dead"), (singers, KIND.CLOSED, ""),
            (walkers, KIND.NUMBER, ""), (singers, KIND.OTHER, "x"), (singers, KIND.OTHER, "y"),
        )
    ]  # fmt: skip
    settle_report(by=steward, report=first, outcome=OUTCOME.MENDED)
    assert Report.objects.open().count() == 4
    settle_report(by=steward, report=Report.objects.get(words="x"), outcome=OUTCOME.NOTHING)
    assert sorted(Report.objects.open().values_list("words", flat=True)) == ["", "", "y"]


def test_a_report_settled_twice_was_settled_once(singers, steward):
    report = report_problem(by=LINK, service=singers, kind=KIND.CLOSED)
    settle_report(by=steward, report=report, outcome=OUTCOME.NOTHING)
    again = settle_report(by=steward, report=report, outcome=OUTCOME.CLOSED)
    assert (again.outcome, again.settled_by) == ("nothing", steward.user)
    assert Service.objects.listed().count() == 2


@pytest.mark.parametrize("complained", [False, True])
def test_what_is_complained_of_and_then_what_was_never_or_long_ago_checked_is_to_check_first(
    singers, steward, complained
):
    take(SINGERS, WALKERS, *(WALKERS.__class__(str(number), f"Group {number}") for number in (3, 4)))
    for key, days in (("1", 10), ("2", 90), ("3", 1)):
        assure_service(by=steward, service=Service.objects.get(source_key=key), how="phone", on=ago(days))
    if complained:
        report_problem(by=LINK, service=singers, kind=KIND.NUMBER)
        settled = report_problem(by=LINK, service=Service.objects.get(source_key="3"), kind=KIND.OTHER)
        settle_report(by=steward, report=settled, outcome=OUTCOME.NOTHING)
    keys = [service.source_key for service in Service.objects.to_check()]
    assert keys == (["1", "4", "2", "3"] if complained else ["4", "2", "1", "3"])

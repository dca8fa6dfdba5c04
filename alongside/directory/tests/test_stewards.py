"""Those who look after the directory, and services that put their own record right by a link."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from alongside.directory.actions import ask_service, edit_service, hand_to, report_problem
from alongside.directory.letters import SALT, service_of, token_for
from alongside.directory.models import Assurance, Duplicate, Provider, Report, Service, Source, UnmetNeed
from alongside.directory.queries import missing, steward_round
from alongside.people.actors import SYSTEM, Actor
from alongside.people.models import AuditEvent
from conftest import letters

ANN = Actor(words="a directory steward at Westhaven")


@pytest.fixture
def source(db):
    return Source.objects.create(key="test", name="A test", licence="Open", attribution="By nobody")


def listed(source, name, **facts):
    provider = Provider.objects.create(source=source, source_key=name, name=name)
    return Service.objects.create(source=source, source_key=name, provider=provider, name=name, **facts)


@pytest.fixture
def singers(source):
    return listed(source, "Singers", email="singers@example.org", phone="0161 496 0101")


def names():
    return [service.name for service in steward_round().services]


# --- The round --------------------------------------------------------------------------------------------------------


def test_complaints_come_first_then_what_is_used_then_what_was_longest_not_checked(source):
    today = timezone.localdate()
    listed(source, "Long ago", assured_on=today - timedelta(days=400))
    listed(source, "A year ago", assured_on=today - timedelta(days=365))
    listed(source, "Used", heard_from=3)
    listed(source, "Fresh", assured_on=today - timedelta(days=20))
    report_problem(by=SYSTEM, service=listed(source, "Closed?", assured_on=today), kind="closed")
    assert names() == ["Closed?", "Used", "Long ago", "A year ago"]


def test_what_is_not_listed_needs_no_checking(source):
    listed(source, "Gone", status=Service.Status.DEFUNCT)
    assert names() == []


def test_the_round_takes_as_many_queries_however_long_it_is(source, django_assert_num_queries):
    for number in range(3):
        listed(source, f"Group {number}")
    with django_assert_num_queries(5):
        names()
    for number in range(3, 40):
        listed(source, f"Group {number}")
    with django_assert_num_queries(5):
        assert len(names()) == 25


def post(cast, service, **data):
    return cast.client("steward").post(reverse("directory:record", args=[service.pk]), data)


def test_one_press_says_that_a_record_is_still_right(cast, singers):
    assert post(cast, singers, do="assure", how="phone").status_code == 302
    singers.refresh_from_db()
    assert singers.assured_on == timezone.localdate()
    assert names() == []


def test_a_change_is_kept_with_who_made_it(cast, singers):
    given = {"name": "Sale Singers", "status": "active", "email": singers.email, "phone": "0161 496 0102"}
    assert post(cast, singers, do="edit", **given).status_code == 302
    singers.refresh_from_db()
    assert (singers.name, singers.phone) == ("Sale Singers", "0161 496 0102")
    page = cast.client("steward").get(reverse("directory:record", args=[singers.pk])).content.decode()
    assert "a directory steward at Westhaven" in page


def test_a_closed_service_is_found_no_more_and_can_still_be_looked_at(cast, singers):
    report = report_problem(by=SYSTEM, service=singers, kind="closed", words="Shut since May")
    assert post(cast, singers, do="settle", report=report.pk, outcome="closed").status_code == 302
    assert not Service.objects.listed().exists()
    page = cast.client("steward").get(reverse("directory:record", args=[singers.pk]))
    assert "Not shown to anybody" in page.content.decode()
    assert cast.client("nobody").get(reverse("portal:service", args=[singers.pk])).status_code == 404


def test_a_complaint_about_another_service_is_not_settled_here(cast, source, singers):
    other = report_problem(by=SYSTEM, service=listed(source, "Other"), kind="closed")
    assert post(cast, singers, do="settle", report=other.pk, outcome="nothing").status_code == 404
    assert Report.objects.open().count() == 1


@pytest.mark.parametrize("do", ["", "nonsense", "assure", "settle", "edit"])
def test_rubbish_changes_nothing(cast, singers, do):
    assert post(cast, singers, do=do).status_code == 200
    singers.refresh_from_db()
    assert (singers.name, singers.assured_on) == ("Singers", None)


def test_a_pair_is_put_together_only_when_somebody_says_so(cast, source, singers):
    twin = listed(source, "The Singers")
    one, other = sorted([singers, twin], key=lambda service: service.pk)
    pair = Duplicate.objects.create(one=one, other=other, why=["name"])
    client = cast.client("steward")
    assert "The Singers" in client.get(reverse("directory:same")).content.decode()
    client.post(reverse("directory:same"), {"pair": pair.pk, "keep": "both"})
    assert Service.objects.listed().count() == 2
    again = Duplicate.objects.get()
    assert (again.same, Duplicate.objects.open().count()) == (False, 0)


def test_a_service_without_an_address_is_not_asked_and_that_is_said(cast, source):
    page = cast.client("steward").post(
        reverse("directory:record", args=[listed(source, "Quiet").pk]), {"do": "ask"}, follow=True
    )
    assert "We have no e-mail address" in page.content.decode()


@pytest.mark.parametrize(("field", "value"), [("email", "not an email"), ("url", "javascript:alert(2)"), ("url", "x")])
def test_an_address_that_is_none_is_refused_and_kept_to_be_mended(cast, singers, field, value):
    given = {"name": "Singers", "status": "active", field: value}
    page = post(cast, singers, do="edit", **given)
    assert page.status_code == 200
    assert value in page.content.decode()


def test_a_steward_sees_what_was_changed_into_what(cast, singers):
    edit_service(by=Actor(words="somebody at Singers"), service=singers, name="Hacked")
    page = cast.client("steward").get(reverse("directory:record", args=[singers.pk])).content.decode()
    assert "<q>Singers</q> → <q>Hacked</q>" in page


# --- By a link --------------------------------------------------------------------------------------------------------


def opened(client, token):
    return client.get(reverse("directory:yours", args=[token]))


def test_a_service_is_asked_by_e_mail_and_one_tap_answers(singers, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask_service(by=ANN, service=singers)
    (letter,) = letters()
    assert letter.to == ["singers@example.org"]
    address = next(word for word in letter.body.split() if "/directory/yours/" in word)
    path = address[address.index("/directory/") :]
    assert "Is this still right?" in client.get(path).content.decode()
    assert client.post(path, {"do": "right"}).status_code == 302
    made = Assurance.objects.get()
    assert (made.how, made.checked_by) == ("link", "somebody at Singers")


def test_a_service_changes_its_own_words_and_not_whether_or_where_it_is_listed(singers, client):
    path = reverse("directory:yours", args=[token_for(singers)])
    given = {"name": "Sale Singers", "email": "thief@example.org", "status": "defunct", "source": "x"}
    assert client.post(path, {"do": "edit", **given}).status_code == 302
    singers.refresh_from_db()
    assert (singers.name, singers.email, singers.status) == ("Sale Singers", "singers@example.org", "active")
    assert singers.assured_on == timezone.localdate()


def test_a_link_opens_its_own_record_alone(source, singers, client):
    other = listed(source, "Other", email="other@example.org")
    page = opened(client, token_for(singers)).content.decode()
    assert other.name not in page
    assert service_of(token_for(other)) == other


@pytest.mark.parametrize("what", ["another address", "closed", "time", "no address", "forged", "rubbish"])
def test_a_link_that_opens_nothing_says_so(singers, client, what, time_machine):
    token = token_for(singers)
    if what == "time":
        time_machine.move_to(timezone.now() + timedelta(days=61))
    elif what in {"forged", "rubbish"}:
        forged = signing.dumps({"service": str(singers.pk), "to": singers.email}, salt=SALT, key="another")
        token = forged if what == "forged" else "rubbish"
    else:
        changed = {
            "another address": {"email": "new@example.org"},
            "closed": {"status": "defunct"},
            "no address": {"email": ""},
        }
        Service.objects.filter(pk=singers.pk).update(**changed[what])
    answer = opened(client, token)
    assert answer.status_code == 410
    assert "Singers" not in answer.content.decode()
    client.post(reverse("directory:yours", args=[token]), {"do": "right"})
    assert not Assurance.objects.exists()


def test_a_service_without_an_address_cannot_be_asked(source):
    with pytest.raises(ValueError, match="no e-mail address"):
        ask_service(by=ANN, service=listed(source, "Quiet"))


# --- By members of its organisation -----------------------------------------------------------------------------------


@pytest.fixture
def theirs(cast, singers):
    """The coordinator of the breathing team keeps the singers' record."""
    hand_to(by=ANN, provider=singers.provider, organisation=cast.breathing_team)
    return singers


def ours(cast, who, service=None, **data):
    client = cast.client(who)
    path = reverse("directory:our_record", args=[service.pk]) if service else reverse("directory:ours")
    return client.post(path, data) if data else client.get(path)


def test_members_of_its_organisation_keep_a_record_right(cast, theirs):
    assert "Singers" in ours(cast, "coordinator").content.decode()
    given = {"name": "Sale Singers", "email": "thief@example.org", "status": "defunct"}
    assert ours(cast, "coordinator", theirs, do="edit", **given).status_code == 302
    theirs.refresh_from_db()
    assert (theirs.name, theirs.email, theirs.status) == ("Sale Singers", "singers@example.org", "active")
    made = Assurance.objects.get()
    assert (made.how, made.by) == ("provider", cast["coordinator"])


def test_nobody_keeps_the_record_of_another_organisation(cast, source, theirs):
    other = listed(source, "Other")
    for who, service in [("manager", theirs), ("coordinator", other), ("nurse", theirs), ("rosa", theirs)]:
        assert ours(cast, who, service).status_code == 404
        assert ours(cast, who, service, do="right").status_code == 404
    assert not Assurance.objects.exists()
    assert "Singers" not in ours(cast, "manager").content.decode()


def test_whoever_reaches_down_keeps_the_records_of_all_below(cast, theirs):
    assert ours(cast, "administrator", theirs).status_code == 200


def test_a_steward_hands_a_provider_over_and_takes_it_back(cast, singers):
    assert post(cast, singers, do="keeper", organisation=cast.walkers.pk).status_code == 302
    singers.provider.refresh_from_db()
    assert singers.provider.organisation == cast.walkers
    assert AuditEvent.objects.filter(verb="provider.handed_to").count() == 1
    post(cast, singers, do="keeper", organisation="")
    singers.provider.refresh_from_db()
    assert singers.provider.organisation is None
    assert post(cast, singers, do="keeper", organisation="nonsense").status_code == 200


def test_what_is_no_longer_listed_is_nobodys_to_keep(cast, theirs):
    Service.objects.filter(pk=theirs.pk).update(status="defunct")
    assert ours(cast, "coordinator", theirs).status_code == 404


# --- What is missing --------------------------------------------------------------------------------------------------


def test_what_few_looked_for_is_theirs_alone_and_what_was_told_is_read(db):
    UnmetNeed.objects.create(words="unicycles", near="M33", times=2)
    UnmetNeed.objects.create(words="kayaks", near="M33", times=2)
    UnmetNeed.objects.create(words="kayaks", near="M16", times=1, on=timezone.localdate() - timedelta(days=3))
    UnmetNeed.objects.create(words="a shed", told=True)
    UnmetNeed.objects.create(words="long ago", times=9, on=timezone.localdate() - timedelta(days=400))
    assert [(line.words, line.times, line.where) for line in missing()] == [("kayaks", 3, [])]
    assert [line.words for line in missing(told_by_few=True)] == ["kayaks", "a shed"]


def test_where_enough_looked_the_neighbourhood_is_told(db):
    UnmetNeed.objects.create(words="kayaks", near="M33", times=3)
    UnmetNeed.objects.create(words="kayaks", near="M16", times=1)
    assert [line.where for line in missing()] == [["M33"]]


def test_what_one_person_told_is_read_by_stewards_alone(cast):
    UnmetNeed.objects.create(words="ann next door needs a lift", told=True)
    pages = {who: cast.client(who).get(reverse("directory:missing")) for who in ("steward", "commissioner", "improver")}
    assert [who for who, page in pages.items() if "ann next door" in page.content.decode()] == ["steward"]


@pytest.mark.parametrize("who", ["steward", "commissioner", "improver"])
def test_those_who_plan_services_read_what_is_missing(cast, who):
    UnmetNeed.objects.create(words="kayaks", times=3)
    assert "kayaks" in cast.client(who).get(reverse("directory:missing")).content.decode()


def test_only_a_steward_edits_whatever_else_somebody_may_do(cast, singers):
    for who in ("nurse", "commissioner", "administrator", "rosa", "link_worker"):
        assert cast.client(who).get(reverse("directory:record", args=[singers.pk])).status_code == 404
    edit_service(by=ANN, service=singers, name="New name")
    singers.refresh_from_db()
    assert singers.name == "New name"

"""From an empty installation to practices with people in them, without a shell."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from alongside.people.access import Can, organisations_for
from alongside.people.models import AuditEvent, Membership, Organisation, User
from conftest import letters

DETAILS = {"phone": "01632 960 123", "address": "2 Mill Lane", "postcode": "ls1 4ap"}
MILL = {"kind": "practice", "name": "Mill Lane Surgery", "ods_code": "zz904", **DETAILS}


def begin(*words: str) -> str:
    told = StringIO()
    call_command("begin", *words, "--name", "Ada Fictional", stdout=told)
    return told.getvalue()


def send(cast, who: str, view: str, place: Organisation, **given: str):
    return cast.client(who).post(reverse(f"people:{view}", args=[place.pk]), given)


def test_one_command_makes_the_health_economy_and_invites_its_administrator(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        told = begin("Westhaven", "ada@example.org")
    economy = Organisation.objects.get()
    assert (economy.kind, economy.name, economy.fictional) == ("health_economy", "Westhaven", False)
    (letter,) = letters()
    assert letter.to == ["ada@example.org"]
    assert re.search(r"http\S+", letter.body)[0] in told
    assert organisations_for(User.objects.get(), Can.ADD_ORGANISATION) == [economy.pk]
    assert set(AuditEvent.objects.values_list("verb", "actor")) == {
        ("organisation.added", "Alongside"), ("member.added", "Alongside"), ("account.invited", "Alongside"),
    }  # fmt: skip


def test_beginning_twice_is_refused_and_changes_nothing(cast):
    with pytest.raises(CommandError, match="there already: Westhaven"):
        begin("Easthaven", "ada@example.org")
    assert not User.objects.filter(email="ada@example.org").exists()


def test_beginning_with_an_address_that_cannot_be_makes_nothing(db):
    with pytest.raises(CommandError, match="valid email"):
        begin("Westhaven", "ada at home")
    assert not Organisation.objects.exists()


def test_an_administrator_adds_a_practice_and_invites_its_manager(cast):
    answer = send(cast, "administrator", "add_organisation", cast.economy, **MILL)
    mill = Organisation.objects.get(ods_code="ZZ904")
    assert answer["Location"] == reverse("people:organisation", args=[mill.pk])
    assert (mill.parent, mill.kind, mill.phone, mill.postcode) == (cast.economy, "practice", "01632960123", "LS1 4AP")
    manager = {"name": "Mo Fictional", "email": "mo@example.org", "role": "practice_manager"}
    assert send(cast, "administrator", "add_member", mill, **manager).status_code == 302
    assert Membership.objects.get(organisation=mill).role == "practice_manager"
    page = cast.client("administrator").get(reverse("people:organisation", args=[mill.pk])).content.decode()
    assert "Mo Fictional" in page
    assert "01632960123" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ods_code": ""}, "A practice needs its ODS code"),
        ({"ods_code": "B 86"}, "such as B86001"),
        ({"ods_code": "ZZ901"}, "Elm Bank Surgery has this ODS code"),
        ({"name": ""}, "Enter the name"),
        ({"kind": "health_economy"}, "Choose one of these"),
        ({"phone": "ring us"}, "Enter a phone number"),
    ],
)
def test_a_mistake_in_an_organisation_gets_a_sentence_and_makes_nothing(cast, wrong, sentence):
    before = Organisation.objects.count()
    answer = send(cast, "administrator", "add_organisation", cast.economy, **MILL | wrong)
    assert sentence in answer.content.decode()
    assert Organisation.objects.count() == before


def test_a_practice_that_an_import_brought_in_is_taken_up_by_its_code(cast):
    brought = Organisation.objects.create(kind="practice", name="Practice ZZ904", ods_code="ZZ904")
    send(cast, "administrator", "add_organisation", cast.economy, **MILL)
    brought.refresh_from_db()
    assert (brought.name, brought.parent) == ("Mill Lane Surgery", cast.economy)


def test_a_manager_puts_the_phone_number_of_their_practice_right(cast):
    given = {"name": "Elm Bank Surgery", "ods_code": "ZZ901", **DETAILS}
    for _click in range(2):
        send(cast, "manager", "organisation_details", cast.elm_bank, **given)
    cast.elm_bank.refresh_from_db()
    assert (cast.elm_bank.phone, cast.elm_bank.address) == ("01632960123", "2 Mill Lane")
    assert AuditEvent.objects.filter(verb="organisation.corrected").count() == 1


def test_a_code_of_another_practice_cannot_be_taken_over(cast):
    given = {"name": "Elm Bank Surgery", "ods_code": "zz902", **DETAILS}
    answer = send(cast, "manager", "organisation_details", cast.elm_bank, **given)
    assert "Harbour Road Practice has this ODS code" in answer.content.decode()
    answer = send(cast, "manager", "organisation_details", cast.elm_bank, **given | {"ods_code": ""})
    assert "A practice needs its ODS code" in answer.content.decode()


def test_a_practice_whose_phone_nobody_entered_is_told_so(cast):
    page = cast.client("manager").get(reverse("people:organisation", args=[cast.elm_bank.pk])).content.decode()
    assert "No phone number" in page

"""A person asks somebody to act for them, who says yes first; either side learns nothing it need not."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from alongside.people.access import Can, may
from alongside.people.actions import answer_carer_invitation, ask_carer
from alongside.people.actors import actor_for
from alongside.people.models import AuditEvent, CarerAgreement, CarerInvitation, Person, User
from alongside.people.queries.trail import trail
from conftest import letters


def ask(cast, who="winston", **given):
    given = {"name": "Nob Ody", "email": "Nobody@example.org", "relationship": "neighbour"} | given
    return cast.client(who).post(reverse("people:add_carer", args=[getattr(cast, who).pk]), given)


def answer(cast, name, pk, **given):
    return cast.client(name).post(reverse("people:asked"), {"invitation": pk, **given})


def sharing(cast, name, **given):
    return cast.client(name).post(reverse("people:sharing", args=[getattr(cast, name).pk]), given)


def told(person):
    return [glimpse.sentence for day in trail(person).days for glimpse in day.glimpses]


def test_somebody_asked_acts_for_the_person_only_after_saying_yes_and_is_stopped_at_once(cast):
    for _click in range(2):
        assert ask(cast).status_code == 302
    invitation = CarerInvitation.objects.get()
    assert not may(cast["nobody"], Can.SEE_PLAN, cast.winston)
    assert "Winston Bright" in cast.client("nobody").get("/", follow=True).content.decode()
    for _click in range(2):
        answer(cast, "nobody", invitation.pk, yes="yes")
    assert may(cast["nobody"], Can.SEE_PLAN, cast.winston)
    agreement = CarerAgreement.objects.get(person=cast.winston)
    assert agreement.relationship == "neighbour"
    for _click in range(2):
        sharing(cast, "winston", end_carer=agreement.pk)
    assert not may(cast["nobody"], Can.SEE_PLAN, cast.winston)
    assert AuditEvent.objects.filter(verb="carer.ended").count() == 1
    assert "You asked somebody to act for you" in told(cast.winston)


def test_somebody_who_says_no_is_asked_no_more_and_sees_nothing(cast):
    ask(cast)
    answer(cast, "nobody", CarerInvitation.objects.get().pk, no="no")
    assert not may(cast["nobody"], Can.SEE_PERSON, cast.winston)
    assert "Winston" not in cast.client("nobody").get(reverse("people:asked")).content.decode()
    assert CarerInvitation.objects.get().outcome == "declined"


def test_whether_an_address_has_an_account_is_not_told(cast):
    pages = []
    for email in ("nobody@example.org", "who@example.org"):
        CarerInvitation.objects.all().delete()
        assert ask(cast, email=email).status_code == 302
        page = cast.client("winston").get(reverse("people:sharing", args=[cast.winston.pk])).content.decode()
        pages.append(page[page.index("<main") :].replace(email, "them"))
    assert [part for part in pages[0].split() if "value=" not in part] == [
        part for part in pages[1].split() if "value=" not in part
    ]


def test_somebody_without_an_account_gets_one_that_opens_nothing_yet(cast):
    ask(cast, email="who@example.org")
    user = User.objects.get(email="who@example.org")
    assert not user.has_usable_password()
    assert user.person is None


def test_the_letter_leads_in_and_names_nobody(cast, django_capture_on_commit_callbacks):
    for email in ("who@example.org", "nobody@example.org"):
        with django_capture_on_commit_callbacks(execute=True):
            ask(cast, email=email)
    new, known = letters()
    assert new.to == ["who@example.org"]
    assert "/accounts/password/" in new.body
    assert "Winston" not in new.body + known.body
    assert "asks you to act for them" in known.body


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"email": "winston@example.org"}, "This is your own account"),
        ({"email": "no address"}, "Enter an e-mail address"),
        ({"email": ""}, "Enter their e-mail address"),
        ({"name": ""}, "Enter their name"),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_stays(cast, given, says):
    shown = ask(cast, **given).content.decode()
    assert says in shown
    assert "neighbour" in shown
    assert not CarerInvitation.objects.exists()


def test_whoever_acts_for_them_already_is_not_asked_again(cast):
    assert "They act for you already" in ask(cast, "rosa", email="daughter@example.org").content.decode()


def test_five_may_be_asked_at_one_time(cast):
    for number in range(5):
        assert ask(cast, email=f"friend{number}@example.org").status_code == 302
    shown = ask(cast, email="friend5@example.org").content.decode()
    assert "Take one back first" in shown
    assert "friend5@example.org" in shown
    sharing(cast, "winston", take_back=CarerInvitation.objects.first().pk)
    assert ask(cast, email="friend5@example.org").status_code == 302


def test_what_was_taken_back_can_be_answered_no_more(cast):
    ask(cast)
    invitation = CarerInvitation.objects.get()
    for _click in range(2):
        sharing(cast, "winston", take_back=invitation.pk)
    answer(cast, "nobody", invitation.pk, yes="yes")
    assert not CarerAgreement.objects.filter(person=cast.winston).exists()
    assert AuditEvent.objects.filter(verb="carer.not_asked").count() == 1


@pytest.mark.parametrize("pk", ["nonsense", "", "other"])
def test_somebody_elses_invitation_is_not_answered_or_taken_back(cast, pk):
    ask(cast)
    pk = CarerInvitation.objects.get().pk if pk == "other" else pk
    assert answer(cast, "priya", pk, yes="yes").status_code == 302
    assert sharing(cast, "priya", take_back=pk).status_code == 404
    assert CarerInvitation.objects.get().outcome == ""
    assert not may(cast["priya"], Can.SEE_PLAN, cast.winston)


@pytest.mark.parametrize("change", [{"died_on": timezone.localdate()}, {"restricted_at": timezone.now()}])
def test_nobody_is_asked_for_somebody_who_died_or_was_forgotten(cast, change):
    ask(cast)
    Person.objects.filter(pk=cast.winston.pk).update(**change)
    invitation = CarerInvitation.objects.get()
    assert "Winston" not in cast.client("nobody").get(reverse("people:asked")).content.decode()
    assert answer_carer_invitation(by=actor_for(cast["nobody"]), invitation=invitation, yes=True) is None


def test_a_nurse_who_says_yes_is_told_of_as_a_carer_and_not_as_a_nurse(cast):
    ask(cast, email="nurse@example.org")
    answer(cast, "nurse", CarerInvitation.objects.get().pk, yes="yes")
    assert any("who acts for you, said yes to acting for you" in sentence for sentence in told(cast.winston))


def test_the_question_waits_on_the_first_page_and_may_be_left_for_later(cast):
    ask(cast, email="priya@example.org")
    client = cast.client("priya")
    assert client.get("/").url == reverse("people:asked")
    assert client.get("/?later=1").url == reverse("portal:person", args=[cast.priya.pk])
    assert cast.client("gp").get("/").url == reverse("agenda:desk")


def test_the_database_holds_one_open_question_and_an_end_for_each_outcome(cast):
    invitation = ask_carer(by=actor_for(cast["winston"]), person=cast.winston, email="a@example.org", name="A")
    with pytest.raises(IntegrityError), transaction.atomic():
        CarerInvitation.objects.create(person=cast.winston, email="A@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        CarerInvitation.objects.filter(pk=invitation.pk).update(outcome="accepted")

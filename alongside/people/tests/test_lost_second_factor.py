"""Somebody lost the phone or key they sign in with: who may reset it, what goes, what they are told."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from alongside.people import actions
from alongside.people.access import ABOUT_ORGANISATIONS, Can, may_reset_second_factor
from alongside.people.actors import SYSTEM, actor_for
from alongside.people.models import AuditEvent, Membership, Organisation, Person, Role, User
from alongside.people.queries.trail import phrase
from alongside.people.tests.signing_in import PASSWORD, is_in, set_up_app, sign_in, with_password
from conftest import letters


@pytest.fixture
def nurse(cast) -> User:
    """A nurse with an app, a passkey and recovery codes."""
    nurse = with_password(cast["nurse"])
    TOTP.activate(nurse, "A" * 32)
    Authenticator.objects.create(user=nurse, type="webauthn", data={"name": "phone", "credential": {}})
    RecoveryCodes.activate(nurse)
    return nurse


@pytest.fixture(autouse=True)
def letters_leave(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        yield


def address_for(user: User) -> str:
    held = Membership.objects.get(user=user)
    return reverse("people:reset_second_factor", args=[held.organisation_id, held.pk])


def told_by(*arguments: str) -> str:
    out = StringIO()
    call_command("reset_second_factor", *arguments, stdout=out)
    return out.getvalue()


# What goes


def test_app_passkeys_and_recovery_codes_go_and_the_next_sign_in_sets_one_up(cast, nurse):
    assert actions.reset_second_factor(by=actor_for(cast["manager"]), user=nurse)
    assert not Authenticator.objects.filter(user=nurse).exists()
    client = Client()
    sign_in(client, nurse)
    assert client.get(reverse("people:organisations")).url == reverse("mfa_index")
    set_up_app(client)
    assert is_in(client)


def test_every_session_of_the_account_ends_and_no_other(cast, nurse):
    hers, second, other = cast.client("nurse"), cast.client("nurse"), cast.client("gp")
    assert [is_in(each) for each in (hers, second, other)] == [True, True, True]
    actions.reset_second_factor(by=SYSTEM, user=nurse)
    assert [is_in(each) for each in (hers, second, other)] == [False, False, True]
    assert "_auth_user_id" not in hers.session


def test_the_password_stays(cast, nurse):
    actions.reset_second_factor(by=SYSTEM, user=nurse)
    nurse.refresh_from_db()
    assert nurse.check_password(PASSWORD)


def test_where_there_is_none_nothing_happens(cast):
    gp = cast.client("gp")
    assert not actions.reset_second_factor(by=actor_for(cast["manager"]), user=cast["gp"])
    assert is_in(gp)
    assert not AuditEvent.objects.filter(verb="second_factor.reset").exists()


def test_the_trail_says_who_did_it_to_whom(cast, nurse):
    nurse.person = Person.objects.create(given_name="Nina", family_name="Own", date_of_birth=cast.rosa.date_of_birth)
    nurse.save()
    actions.reset_second_factor(by=actor_for(cast["manager"]), user=nurse)
    event = AuditEvent.objects.get(verb="second_factor.reset")
    assert (event.actor, event.target) == ("a practice manager at Elm Bank Surgery", f"people.user:{nurse.pk}")
    assert event.person_id == nurse.person.pk
    assert phrase(event.verb).startswith("took away your second step")


def test_they_are_told_by_e_mail_who_did_it_and_what_to_do(cast, nurse, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        actions.reset_second_factor(by=actor_for(cast["manager"]), user=nurse)
    letter = letters()[0]
    assert letter.to == [nurse.email]
    assert "by a practice manager at Elm Bank Surgery" in letter.body
    for way in ("account_login", "account_reset_password"):
        assert reverse(way) in letter.body


# Who may


@pytest.mark.parametrize("name", ["nurse", "gp", "receptionist"])
def test_a_manager_may_do_it_for_the_staff_of_the_practice(cast, name):
    assert may_reset_second_factor(cast["manager"], cast[name])


@pytest.mark.parametrize(
    "name", ["other_gp", "administrator", "commissioner", "breathing_nurse", "rosa", "nobody", "manager"]
)
def test_a_manager_may_not_do_it_to_people_elsewhere_nor_to_herself(cast, name):
    assert not may_reset_second_factor(cast["manager"], cast[name])


@pytest.mark.parametrize("name", ["manager", "other_gp", "breathing_nurse", "buddy", "evaluator", "commissioner"])
def test_an_administrator_may_do_it_all_over_the_health_economy(cast, name):
    assert may_reset_second_factor(cast["administrator"], cast[name])


@pytest.mark.parametrize("name", ["gp", "receptionist", "commissioner", "improver", "rosa", "nobody"])
def test_whoever_manages_nothing_may_do_it_to_nobody(cast, name):
    assert not [user for user in cast.users.values() if may_reset_second_factor(cast[name], user)]


@pytest.mark.parametrize("name", ["administrator", "other_gp", "commissioner"])
def test_asking_somebody_in_gives_no_power_over_who_reaches_further(cast, name):
    """A manager can make anybody a member of the practice, and must not reach their account by that."""
    actions.add_member(by=actor_for(cast["manager"]), organisation=cast.elm_bank, user=cast[name], role=Role.CLINICIAN)
    assert not may_reset_second_factor(cast["manager"], cast[name])
    with pytest.raises(actions.ReachesFurther):
        actions.reset_second_factor(by=actor_for(cast["manager"]), user=cast[name])


def test_an_administrator_of_the_practice_who_reaches_its_branches_is_beyond_its_manager(cast):
    Organisation.objects.create(kind="team", name="Branch", parent=cast.elm_bank)
    Membership.objects.create(user=cast["nurse"], organisation=cast.elm_bank, role=Role.ADMINISTRATOR)
    assert not may_reset_second_factor(cast["manager"], cast["nurse"])


def test_a_manager_who_has_left_may_no_longer(cast):
    actions.end_membership(by=SYSTEM, membership=Membership.objects.get(user=cast["manager"]))
    assert not may_reset_second_factor(cast["manager"], cast["nurse"])


def test_somebody_who_left_is_no_longer_the_managers_business(cast):
    actions.end_membership(by=SYSTEM, membership=Membership.objects.get(user=cast["nurse"]))
    assert not may_reset_second_factor(cast["manager"], cast["nurse"])


def test_the_rule_sees_every_place_somebody_belongs_to():
    """It counts places by a capability, so that capability has to be part of every role."""
    assert all(Can.SEE_ORGANISATION in allowed for allowed in ABOUT_ORGANISATIONS.values())


# The page


def test_a_manager_does_it_from_the_page_of_the_practice(cast, nurse):
    client = cast.client("manager")
    page = client.get(reverse("people:organisation", args=[cast.elm_bank.pk])).content.decode()
    assert address_for(nurse) in page
    assert "Has Nurse Fictional lost" in client.get(address_for(nurse)).content.decode()
    assert Authenticator.objects.filter(user=nurse).exists()
    done = client.post(address_for(nurse), follow=True)
    assert "Nurse Fictional sets up a new second step when they next sign in." in done.content.decode()
    assert not Authenticator.objects.filter(user=nurse).exists()


def test_the_page_of_somebody_who_reaches_further_has_no_button_and_takes_nothing(cast, nurse):
    here = Membership.objects.get(user=nurse)
    Membership.objects.create(user=nurse, organisation=cast.breathing_team, role=Role.CLINICIAN)
    address = reverse("people:reset_second_factor", args=[cast.elm_bank.pk, here.pk])
    client = cast.client("manager")
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 200
        assert "Ask an administrator of your health economy" in answer.content.decode()
        assert "Reset their second step" not in answer.content.decode()
    assert Authenticator.objects.filter(user=nurse).exists()


def test_ones_own_is_changed_on_ones_own_page(cast):
    TOTP.activate(cast["manager"], "A" * 32)
    client = cast.client("manager")
    for answer in (client.get(address_for(cast["manager"])), client.post(address_for(cast["manager"]))):
        assert reverse("mfa_index") in answer.content.decode()
    assert Authenticator.objects.filter(user=cast["manager"]).exists()


@pytest.mark.parametrize("name", ["gp", "receptionist", "other_gp", "commissioner", "rosa"])
def test_others_do_not_find_the_page(cast, nurse, name):
    client = cast.client(name)
    assert client.get(address_for(nurse)).status_code == 404
    assert client.post(address_for(nurse)).status_code == 404
    assert Authenticator.objects.filter(user=nurse).exists()


def test_a_member_of_another_organisation_is_not_found_here(cast):
    elsewhere = Membership.objects.get(user=cast["other_gp"])
    address = reverse("people:reset_second_factor", args=[cast.elm_bank.pk, elsewhere.pk])
    assert cast.client("manager").post(address).status_code == 404


# The command


def test_the_command_resets_and_names_the_administrator_who_asked(cast, nurse):
    assert "is signed out everywhere" in told_by("Nurse@example.org", "--by", "administrator@example.org")
    assert not Authenticator.objects.filter(user=nurse).exists()
    assert AuditEvent.objects.get(verb="second_factor.reset").user_id == cast["administrator"].pk


def test_the_command_without_a_name_is_by_alongside_itself(cast, nurse):
    told_by(nurse.email)
    assert AuditEvent.objects.get(verb="second_factor.reset").actor == "Alongside"


def test_the_command_works_for_the_only_administrator(cast):
    TOTP.activate(cast["administrator"], "A" * 32)
    told_by("administrator@example.org")
    assert not Authenticator.objects.exists()


def test_the_command_refuses_in_the_name_of_somebody_with_less_reach(cast):
    TOTP.activate(cast["administrator"], "A" * 32)
    with pytest.raises(CommandError, match=r"manager@example\.org does not manage every place"):
        told_by("administrator@example.org", "--by", "manager@example.org")
    assert Authenticator.objects.exists()


@pytest.mark.parametrize("arguments", [["who@example.org"], ["nurse@example.org", "--by", "who@example.org"]])
def test_the_command_says_when_it_knows_no_such_account(cast, arguments):
    with pytest.raises(CommandError, match=r"No account has the e-mail address who@example\.org"):
        told_by(*arguments)


def test_the_command_says_when_there_is_nothing_to_reset(cast):
    assert "has no second factor. Nothing was changed." in told_by("gp@example.org")

"""The pages about organisations: who belongs there, who is named, where nobody is."""

import pytest
from django.urls import reverse

from alongside.people.access import Can, may
from alongside.people.models import AuditEvent, Membership, Organisation, Responsibility
from alongside.people.tests.pages import page, post
from conftest import letters


def test_a_vacancy_is_said_in_words_on_the_organisations_page(cast):
    assert "Vacant: nobody is named" in page(cast, "nurse", "organisation", cast.elm_bank.pk)
    assert "No owner of self-management support" in page(cast, "nurse", "organisations")


def test_a_manager_names_a_champion_and_the_last_one_stands_down(cast):
    args = (cast.elm_bank.pk, "champion")
    for name in ("nurse", "gp", "gp"):
        assert post(cast, "manager", "duty", *args, user=cast[name].pk).status_code == 302
    rows = Responsibility.objects.filter(organisation=cast.elm_bank, duty="champion")
    assert [row.user for row in rows.current()] == [cast["gp"]]
    assert rows.all().count() == 2
    post(cast, "manager", "duty", *args, user="")
    assert not rows.current().exists()
    assert "Vacant" in page(cast, "manager", "organisation", cast.elm_bank.pk)


def test_only_somebody_who_belongs_there_can_be_named(cast):
    answer = post(cast, "manager", "duty", cast.elm_bank.pk, "owner", user=cast["other_gp"].pk)
    assert answer.status_code == 200
    assert not Responsibility.objects.exists()


@pytest.mark.parametrize("name", ["nurse", "receptionist", "other_gp", "rosa"])
def test_others_cannot_change_an_organisation(cast, name):
    assert post(cast, name, "duty", cast.elm_bank.pk, "owner", user=cast["gp"].pk).status_code == 404
    member = Membership.objects.get(user=cast["gp"])
    assert post(cast, name, "end_membership", cast.elm_bank.pk, member.pk).status_code == 404


def test_a_manager_adds_somebody_who_gets_an_invitation(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        post(
            cast, "manager", "add_member", cast.elm_bank.pk,
            name="Lin Link", email="Lin@Example.org", role="coordinator", title="link worker",
        )  # fmt: skip
    assert letters()[0].to == ["lin@example.org"]
    assert "Lin Link, link worker" in page(cast, "manager", "organisation", cast.elm_bank.pk)


def test_an_ended_role_ends_at_once_and_takes_its_duties_along(cast):
    post(cast, "manager", "duty", cast.elm_bank.pk, "owner", user=cast["nurse"].pk)
    member = Membership.objects.get(user=cast["nurse"])
    for _click in range(2):
        post(cast, "manager", "end_membership", cast.elm_bank.pk, member.pk)
    assert not may(cast["nurse"], Can.SEE_PERSON, cast.rosa)
    assert not Responsibility.objects.current().exists()
    assert AuditEvent.objects.filter(verb="member.ended").count() == 1


def test_a_manager_cannot_end_a_role_elsewhere(cast):
    elsewhere = Membership.objects.get(user=cast["other_gp"])
    assert post(cast, "manager", "end_membership", cast.elm_bank.pk, elsewhere.pk).status_code == 404


def test_the_report_of_vacancies_reaches_down(cast):
    told = page(cast, "commissioner", "vacancies")
    assert "Elm Bank Surgery" in told
    assert "Tuesday Walkers" in told
    assert cast.client("nurse").get(reverse("people:vacancies")).status_code == 404


def test_the_list_of_organisations_takes_the_same_queries_however_long(cast, django_assert_num_queries):
    client = cast.client("administrator")
    for number in range(5):
        Organisation.objects.create(kind="team", name=f"Team {number}", parent=cast.economy)
    with django_assert_num_queries(14):
        client.get(reverse("people:organisations"))


def test_nobody_gives_themselves_a_role(cast):
    given = {"name": "Manager", "email": "Manager@example.org", "role": "clinician"}
    answer = post(cast, "manager", "add_member", cast.elm_bank.pk, **given)
    assert "Somebody else has to give you a role" in answer.content.decode()
    assert not may(cast["manager"], Can.SEE_ANSWERS, cast.rosa)

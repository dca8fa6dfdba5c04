"""The people who share their plan with a team."""

import pytest
from django.urls import reverse
from django.utils import timezone

URL = "/plans/shared/"


def page(cast, name) -> str:
    return cast.client(name).get(URL).content.decode()


@pytest.mark.parametrize("name", ["breathing_nurse", "coordinator"])
def test_a_team_finds_whoever_shares_with_it_and_until_when(cast, name):
    html = page(cast, name)
    assert "Rosa Ashworth" in html
    assert reverse("plans:plan", args=[cast.rosa.pk]) in html
    assert "Winston" not in html


@pytest.mark.parametrize("name", ["nurse", "receptionist", "rosa", "nobody", "improver", "buddy"])
def test_nobody_else_finds_anybody_there(cast, name):
    assert "Rosa Ashworth" not in page(cast, name).replace(cast[name].name, "")


def test_sharing_that_was_stopped_is_gone_from_the_list(cast):
    cast.rosa.consents.filter(purpose="other_service").update(withdrawn_at=timezone.now())
    assert "Nobody shares" in page(cast, "breathing_nurse")


def test_the_menu_of_a_team_leads_there_and_to_its_own_desk_but_not_to_a_practices_register(cast):
    html = page(cast, "breathing_nurse")
    assert 'href="/plans/shared/"' in html
    assert reverse("agenda:desk") in html
    assert reverse("people:find") not in html


def test_a_team_books_from_there(cast):
    address = f"{reverse('agenda:book_for', args=[cast.rosa.pk])}?at={cast.breathing_team.pk}"
    assert address in page(cast, "breathing_nurse")
    assert cast.client("breathing_nurse").get(address).status_code == 200


def test_a_team_begins_its_day_at_its_desk(cast):
    assert cast.client("breathing_nurse").get("/").url == reverse("agenda:desk")

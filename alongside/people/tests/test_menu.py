"""The menu, and who may see the page it leads to."""

import re

import pytest
from django.urls import reverse

from alongside.people.access import Can
from alongside.people.models import Membership, Role, User
from alongside.people.tests.pages import page


def test_the_menu_marks_where_somebody_is(cast):
    told = page(cast, "receptionist", "add")
    assert told.count('aria-current="page"') <= 1
    assert f'href="{reverse("people:find")}" aria-current="page"' in page(cast, "receptionist", "find")


@pytest.mark.shown
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.PATIENT, Role.CARER)])
@pytest.mark.parametrize("place", ["economy", "elm_bank", "breathing_team", "walkers"])
def test_the_menu_leads_nowhere_that_answers_404(cast, role, place):
    cast.users["new"] = user = User.objects.create(email="new@fictional.example", name="New Fictional")
    Membership.objects.create(user=user, organisation=getattr(cast, place), role=role)
    html = cast.client("new").get(reverse("people:organisations")).content.decode()
    menu = re.findall(r'href="(/[^"]*)"', html[html.index("<nav") : html.index("</nav>")])
    assert reverse("people:organisations") in menu
    assert [address for address in menu if cast.client("new").get(address).status_code != 200] == []


def test_every_page_says_who_may_see_it(cast):
    answer = cast.client("rosa").get(reverse("people:sharing", args=[cast.rosa.pk]))
    assert answer.wsgi_request.access_checked == Can.MANAGE_CONSENT

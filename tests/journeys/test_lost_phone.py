"""Somebody lost the phone or key they sign in with, and signs in again."""

import pytest
from playwright.sync_api import expect

from alongside.people.models import Membership
from tests.journeys.conftest import PHONE, SIZES, Opener, assert_accessible
from tests.journeys.signing_in import heading, is_in, set_up_app, sign_in

pytestmark = pytest.mark.usefixtures("passwords")


@SIZES
def test_a_manager_resets_the_second_step_of_a_nurse_who_lost_her_phone(open_page: Opener, cast, size):
    lost, manager = open_page(PHONE), open_page(size, cast["manager"])
    sign_in(lost)
    set_up_app(lost)
    assert is_in(lost)
    membership = Membership.objects.get(user=cast["nurse"])
    manager.goto(f"/people/organisations/{membership.organisation_id}/")
    assert_accessible(manager)
    manager.get_by_role("link", name="Lost phone or key of Nurse Fictional").click()
    heading(manager, "Has Nurse Fictional lost their phone or key?")
    assert_accessible(manager)
    manager.get_by_role("button", name="Reset their second step").click()
    expect(manager.get_by_role("status")).to_contain_text("sets up a new second step")

    assert not is_in(lost)
    sign_in(lost)
    heading(lost, "How you sign in")
    set_up_app(lost)
    assert is_in(lost)

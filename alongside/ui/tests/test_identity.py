"""Whose page it says it is."""

from typing import Any

import pytest
from django.test import Client


@pytest.mark.django_db
def test_the_nhs_logo_is_on_no_page_unless_a_deployer_who_may_turns_it_on(client: Client, settings: Any) -> None:
    assert 'aria-label="NHS"' not in client.get("/").content.decode()
    settings.SHOW_NHS_LOGO = True
    assert 'aria-label="NHS"' in client.get("/").content.decode()

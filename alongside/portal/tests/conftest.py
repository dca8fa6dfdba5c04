from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.agenda import actions
from alongside.agenda.models import Appointment
from alongside.people.actors import actor_for
from conftest import Cast


@pytest.fixture
def appointment(cast: Cast) -> Appointment:
    """Rosa's, in three days at Elm Bank."""
    return actions.book_appointment(
        by=actor_for(cast["receptionist"]),
        person=cast.rosa,
        organisation=cast.elm_bank,
        starts_at=timezone.now() + timedelta(days=3),
    )

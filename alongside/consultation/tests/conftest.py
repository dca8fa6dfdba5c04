from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.agenda import actions
from alongside.agenda.models import Appointment, Visit
from alongside.people.actors import actor_for, link_holder

SAID = {"sleep": ("I wake at three", 3), "breathing": ("", 2), "money": ("the gas bill", 1), "pain": ("knees", 1)}


def prepared_appointment(cast, person, minutes_from_now=30) -> Appointment:
    """An appointment the person has said four things for."""
    appointment = actions.book_appointment(
        by=actor_for(cast["receptionist"]),
        person=person,
        organisation=cast.elm_bank,
        starts_at=timezone.now() + timedelta(minutes=minutes_from_now),
    )
    me = link_holder(person)
    preparation = actions.start_preparation(by=me, appointment=appointment)
    actions.choose_areas(by=me, preparation=preparation, areas=list(SAID))
    for area, (words, bother) in SAID.items():
        actions.describe_concern(by=me, preparation=preparation, area=area, words=words, bother=bother)
    actions.say_most_important(by=me, preparation=preparation, words="Get through a night")
    actions.send_preparation(by=me, preparation=preparation)
    return appointment


@pytest.fixture
def appointment(cast) -> Appointment:
    return prepared_appointment(cast, cast.rosa)


@pytest.fixture
def visit(cast, appointment) -> Visit:
    return actions.start_visit(by=actor_for(cast["nurse"]), appointment=appointment)


@pytest.fixture
def nurse(cast):
    return cast.client("nurse")

from datetime import date

import pytest
import time_machine

from alongside.people.models import Person, Registration
from conftest import Cast
from tests.circle import Circle, make_circle
from tests.strollers import Strollers, make_strollers


@pytest.fixture
def in_june():
    """A Monday after which no bank holiday moves a call for three months; to be asked for before anything is made."""
    with time_machine.travel("2026-06-01T09:00+01:00", tick=True):
        yield


@pytest.fixture
def circle(cast: Cast) -> Circle:
    return make_circle(cast)


@pytest.fixture
def strollers(cast: Cast) -> Strollers:
    return make_strollers(cast)


@pytest.fixture
def campus_people(cast: Cast):
    """Makes so many more people, registered at a practice."""

    def made(count: int) -> list[Person]:
        people = [
            Person.objects.create(given_name=f"Guest{n}", family_name="Fictional", date_of_birth=date(1960, 1, 1))
            for n in range(count)
        ]
        for person in people:
            Registration.objects.create(person=person, practice=cast.elm_bank)
        return people

    return made

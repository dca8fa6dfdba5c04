"""The small fixed cast that every access test uses. One of them must see nothing."""

import gc
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.utils import timezone

from alongside.people.models import (
    CarerAgreement,
    Condition,
    Consent,
    Membership,
    Organisation,
    Person,
    Registration,
    Role,
    User,
)

pytest_plugins = ["tests.own_database"]


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to look through it for garbage again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(trylast=True)  # after all have said what they are
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, which comes second, leave out what asks no database, and what is only about how pages show it.

    Files that hold something long come first, so that at the end no processor waits for one of them.
    """
    if connection.vendor == "postgresql":
        asking = [item for item in items if _asks_a_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in asking])
        items[:] = asking
    long = {item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("journey")}
    items.sort(key=lambda item: item.path not in long)


def _asks_a_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("shown"):
        return False
    fixtures = {"db", "transactional_db"} & set(getattr(item, "fixturenames", []))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True)
def no_index_of_another_test() -> Iterator[None]:
    """What a test wrote into its database is rolled back; what search read of it has to go too."""
    yield
    shutil.rmtree(settings.DATA_DIR / "search", ignore_errors=True)


@dataclass
class Cast:
    """Organisations, persons and accounts."""

    economy: Organisation
    elm_bank: Organisation
    harbour_road: Organisation
    breathing_team: Organisation
    walkers: Organisation
    rosa: Person  # Elm Bank; type 2 diabetes and COPD; shares with the breathing team; her daughter acts for her
    winston: Person  # Elm Bank; chronic pain; shares with nobody
    priya: Person  # Harbour Road
    users: dict[str, User]

    def __getitem__(self, name: str) -> User:
        return self.users[name]

    def client(self, name: str) -> Client:
        """A browser signed in as one of the cast, past the second factor."""
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = signed_in(self.users[name])
        return client


def signed_in(user: User, **kept: str) -> str:
    """The key of a session such as an account has after its second factor; `kept` is in it too."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.update({"second_factor": str(user.pk), "began": time.time(), **kept})
    session.save()
    return str(session.session_key)


STAFF = [
    # name, role, title, organisation
    ("gp", Role.CLINICIAN, "GP", "elm_bank"),
    ("nurse", Role.CLINICIAN, "nurse", "elm_bank"),
    ("receptionist", Role.RECEPTIONIST, "receptionist", "elm_bank"),
    ("manager", Role.PRACTICE_MANAGER, "practice manager", "elm_bank"),
    ("other_gp", Role.CLINICIAN, "GP", "harbour_road"),
    ("other_receptionist", Role.RECEPTIONIST, "receptionist", "harbour_road"),
    ("breathing_nurse", Role.CLINICIAN, "respiratory nurse", "breathing_team"),
    ("breathing_desk", Role.RECEPTIONIST, "receptionist", "breathing_team"),
    ("link_worker", Role.LINK_WORKER, "link worker", "elm_bank"),
    ("coordinator", Role.COORDINATOR, "coordinator", "breathing_team"),
    ("lay_tutor", Role.LAY_TUTOR, "lay tutor", "economy"),
    ("clinical_tutor", Role.CLINICAL_TUTOR, "clinical tutor", "economy"),
    ("buddy", Role.BUDDY, "buddy", "walkers"),
    ("editor", Role.EDITOR, "editor", "economy"),
    ("steward", Role.DIRECTORY_STEWARD, "directory steward", "economy"),
    ("improver", Role.IMPROVEMENT_LEAD, "improvement lead", "economy"),
    ("commissioner", Role.COMMISSIONER, "commissioner", "economy"),
    ("evaluator", Role.EVALUATOR, "evaluator", "economy"),
    ("administrator", Role.ADMINISTRATOR, "administrator", "economy"),
]


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, in a health economy of two practices, a team and a walking group."""
    return make_cast()


def make_cast() -> Cast:
    places = _organisations()
    people = {name: _person(name, **facts) for name, facts in PEOPLE.items()}
    for person in ("rosa", "winston"):
        Registration.objects.create(person=people[person], practice=places["elm_bank"])
    Registration.objects.create(person=people["priya"], practice=places["harbour_road"])
    users = {
        name: _user(name, people.get(name)) for name in [*people, *(row[0] for row in STAFF), "daughter", "nobody"]
    }
    User.objects.bulk_create(users.values())
    Membership.objects.bulk_create(
        Membership(user=users[name], organisation=places[place], role=role, title=title)
        for name, role, title, place in STAFF
    )
    CarerAgreement.objects.create(person=people["rosa"], carer=users["daughter"], relationship="daughter")
    _consents(people, places)
    return Cast(**places, **people, users=users)


PEOPLE = {
    "rosa": {
        "given_name": "Rosa",
        "family_name": "Ashworth",
        "date_of_birth": date(1968, 3, 9),
        "phone": "07700900101",
    },
    "winston": {"given_name": "Winston", "family_name": "Bright", "date_of_birth": date(1951, 11, 2)},
    "priya": {"given_name": "Priya", "family_name": "Chandra", "date_of_birth": date(1990, 7, 21)},
}


def birthday(born: date) -> dict[str, str]:
    """A date of birth as a form sends it."""
    return {f"date_of_birth_{part}": str(getattr(born, part)) for part in ("day", "month", "year")}


BIRTHDAY = birthday(PEOPLE["rosa"]["date_of_birth"])  # Rosa's
CONDITIONS = {"rosa": ["diabetes", "copd"], "winston": ["chronic_pain"], "priya": ["depression"]}


def _organisations() -> dict[str, Organisation]:
    kind = Organisation.Kind
    economy = Organisation.objects.create(kind=kind.HEALTH_ECONOMY, name="Westhaven", fictional=True)
    rows = {
        "elm_bank": (kind.PRACTICE, "Elm Bank Surgery", "ZZ901"),
        "harbour_road": (kind.PRACTICE, "Harbour Road Practice", "ZZ902"),
        "breathing_team": (kind.TEAM, "Westhaven Breathing Team", None),
        "walkers": (kind.COMMUNITY, "Tuesday Walkers", None),
    }
    made = {
        key: Organisation.objects.create(kind=kind_, name=name, ods_code=code, parent=economy, fictional=True)
        for key, (kind_, name, code) in rows.items()
    }
    return {"economy": economy, **made}


def _person(key: str, **facts: object) -> Person:
    person = Person.objects.create(email=f"{key}@example.org", **facts)
    for kind in CONDITIONS[key]:
        Condition.objects.create(person=person, kind=kind, display=kind.replace("_", " "))
    return person


def _user(name: str, person: Person | None = None) -> User:
    user = User(email=f"{name}@example.org", name=person.name if person else f"{name.title()} Fictional", person=person)
    user.set_unusable_password()  # hashing is slow; tests that type a password set one
    return user


def _consents(people: dict[str, Person], places: dict[str, Organisation]) -> None:
    for person in people.values():
        Consent.objects.create(person=person, purpose="care_team")
    Consent.objects.create(
        person=people["rosa"],
        purpose="other_service",
        organisation=places["breathing_team"],
        until=timezone.localdate() + timedelta(days=90),
    )


def letters() -> list[EmailMessage]:
    """The letters about accounts that went out so far; they leave in threads of their own."""
    for thread in threading.enumerate():
        if thread.name == "letter":
            thread.join()
    return mail.outbox

"""Westhaven, a health economy that does not exist: its organisations and the people who work and help there."""

from dataclasses import dataclass

from alongside.demo.persons import DOMAIN
from alongside.people.actions import add_member, appoint
from alongside.people.actors import SYSTEM
from alongside.people.models import Duty, Organisation, Role, User

KIND = Organisation.Kind
CHAMPION, OWNER = Duty.CHAMPION, Duty.OWNER


@dataclass(frozen=True)
class Worker:
    name: str
    role: Role
    title: str
    place: str
    duty: Duty | None = None
    # What a visitor can try as this person; those without are not on the page.
    try_this: str = ""

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@{DOMAIN}"


# Practices have ODS codes that the NHS does not give out; telephone numbers are Ofcom's for drama.
PLACES = {
    "westhaven": (KIND.HEALTH_ECONOMY, "Westhaven", None, "", ""),
    "elm_bank": (KIND.PRACTICE, "Elm Bank Surgery", "ZZ901", "12 Elm Bank, Westhaven", "0161 496 0101"),
    "harbour_road": (KIND.PRACTICE, "Harbour Road Practice", "ZZ902", "3 Harbour Road, Westhaven", "0161 496 0102"),
    "moorside": (KIND.PRACTICE, "Moorside Medical Centre", "ZZ903", "The Parade, Moorside, Westhaven", "0161 496 0103"),
    "breathing": (KIND.TEAM, "Westhaven Breathing Team", None, "Westhaven Health Centre", "0161 496 0110"),
    "walkers": (KIND.COMMUNITY, "Tuesday Walkers", None, "Community Hall, Moorside", ""),
}

# Nobody lives in Westhaven, but the directory of the demo is real. So that it has something near, each place lies where
# a public library of Greater Manchester does.
POSTCODES = {
    "elm_bank": "M33 7ZF", "harbour_road": "M32 8AP", "moorside": "WA14 1AH", "breathing": "M33 7ZF",
    "walkers": "WA14 1AH",
}  # fmt: skip

WORKERS = [
    Worker("Amina Yusuf", Role.CLINICIAN, "nurse", "elm_bank", CHAMPION, "Open today's visits; agree a goal"),
    Worker("David Oakes", Role.CLINICIAN, "GP", "elm_bank", try_this="See a plan somebody else agreed"),
    Worker(
        "Jean Tolley", Role.RECEPTIONIST, "receptionist", "elm_bank", try_this="Book; send a link; type it for somebody"
    ),
    Worker("Colin Marsh", Role.PRACTICE_MANAGER, "practice manager", "elm_bank", OWNER, "See who answers for what"),
    Worker(
        "Dele Fashola", Role.LINK_WORKER, "link worker", "elm_bank", try_this="Help somebody who got stuck on the way"
    ),
    Worker("Sofia Lindqvist", Role.CLINICIAN, "GP", "harbour_road", try_this="See only what Harbour Road may see"),
    Worker("Beth Carrow", Role.RECEPTIONIST, "receptionist", "harbour_road"),
    Worker("Tom Askew", Role.PRACTICE_MANAGER, "practice manager", "harbour_road", OWNER),
    Worker("Nadia Rahman", Role.CLINICIAN, "nurse", "moorside", CHAMPION),
    Worker("Phil Dunmore", Role.RECEPTIONIST, "receptionist", "moorside"),
    Worker(
        "Ruth Ainsley",
        Role.CLINICIAN,
        "respiratory nurse",
        "breathing",
        OWNER,
        "See somebody who shares with your team; open a visit",
    ),
    Worker(
        "Owen Pryce",
        Role.COORDINATOR,
        "coordinator",
        "breathing",
        CHAMPION,
        "Look at a worry; read a group before it is listed; plan a term",
    ),
    Worker("Marjorie Keene", Role.BUDDY, "buddy", "walkers", OWNER, "Say how a call went"),
    Worker("Lionel Hobbs", Role.LAY_TUTOR, "lay tutor", "westhaven"),
    Worker("Ivy Tranter", Role.LAY_TUTOR, "lay tutor", "westhaven", try_this="Keep the register of a session you lead"),
    Worker("Esther Vane", Role.CLINICAL_TUTOR, "clinical tutor", "westhaven"),
    Worker("Moira Keating", Role.CLINICAL_TUTOR, "clinical tutor", "westhaven"),
    Worker("Iris Holloway", Role.EDITOR, "editor", "westhaven"),
    Worker(
        "Gareth Moss",
        Role.DIRECTORY_STEWARD,
        "directory steward",
        "westhaven",
        try_this="See what in the directory needs checking; read what nobody found",
    ),
    Worker(
        "Leela Nair",
        Role.IMPROVEMENT_LEAD,
        "improvement lead",
        "westhaven",
        OWNER,
        "See which organisations have nobody",
    ),
    Worker(
        "Hugh Penrose",
        Role.COMMISSIONER,
        "commissioner",
        "westhaven",
        try_this="See who answers for self-management support",
    ),
    Worker("Clara Whitlow", Role.EVALUATOR, "evaluator", "westhaven"),
    Worker("Sam Ostler", Role.ADMINISTRATOR, "administrator", "westhaven", try_this="Name owners and champions"),
]


def make_organisations() -> dict[str, Organisation]:
    """The places, the economy first and the rest below it."""
    made: dict[str, Organisation] = {}
    for key, (kind, name, ods_code, address, phone) in PLACES.items():
        made[key] = Organisation.objects.create(
            kind=kind, name=name, ods_code=ods_code, address=address, phone=phone,
            postcode=POSTCODES.get(key, ""), parent=made.get("westhaven"), fictional=True,
        )  # fmt: skip
    return made


def make_workers(places: dict[str, Organisation]) -> dict[str, User]:
    """The accounts, by name. Nobody champions Harbour Road, nor owns Moorside: vacancies to be seen."""
    made = {}
    for worker in WORKERS:
        user = User.objects.create_user(worker.email, name=worker.name)
        place = places[worker.place]
        add_member(by=SYSTEM, organisation=place, user=user, role=worker.role, title=worker.title)
        if worker.duty:
            appoint(by=SYSTEM, organisation=place, duty=worker.duty, user=user)
        made[worker.name] = user
    return made

"""The directory of the demo, which is real, and where people were pointed to in it."""

from datetime import timedelta

import time_machine
from django.core.management import call_command
from django.utils import timezone

from alongside.demo.activity import Life
from alongside.directory.models import Service
from alongside.directory.search import indexing_later
from alongside.people.actors import link_holder
from alongside.people.models import Person
from alongside.plans import actions
from alongside.plans.models import Handover, Signposting
from alongside.ui.content import FOLDER

DIRECTORY = FOLDER / "directory"
FILES = {
    "greater_manchester_services.jsonl.gz": "greater_manchester.toml",
    "national_lines.csv": "national_lines.toml",
}
WEEKS_AGO = timedelta(weeks=5)
# What each was shown, of what search would find for them, and what became of it: how far, whether it helped,
# why it stopped.
STORIES = [
    ("rosa.ashworth", "Friends Of Victoria Park, Stretford", "went", "yes", ""),
    ("rosa.ashworth", "Sale Choral Society", "offered", "", ""),
    ("winston.bright", "Tai Chi Chuan", "stopped", "", "full"),
    ("winston.bright", "Citizens Advice Greater Manchester Limited", "in_touch", "", ""),
]


def load_directory() -> None:
    """Postcodes, the services of Greater Manchester, and lines for the whole country.

    The server builds the index when it starts, beside whoever looks at the first page, who need not wait for it.
    """
    call_command("load_postcodes", verbosity=0)
    with indexing_later():
        for file, mapping in FILES.items():
            sources = DIRECTORY / "sources"
            call_command("import_directory", str(DIRECTORY / file), mapping=sources / mapping, verbosity=0)


def point_the_way(people: dict[str, Person], lives: dict[str, Life]) -> None:
    """Some weeks ago a few left with services of the directory; since then they went, or got stuck."""
    ago = timezone.now() - WEEKS_AGO
    with time_machine.travel(ago, tick=False):
        chosen = [_choose(people[key], lives[str(people[key].pk)], name) for key, name, *_rest in STORIES]
        for handover in Handover.objects.filter(state=Handover.State.CHOOSING):
            actions.give_services(by=lives[str(handover.plan_id)].nurse, handover=handover, send=True)
    for row, (_key, _name, after, helped, why) in zip(chosen, STORIES, strict=True):
        if after != Signposting.State.OFFERED:
            by = link_holder(row.plan.person)
            actions.say_what_became(by=by, signposting=row, after=after, helped=helped, why=why)


def _choose(person: Person, life: Life, name: str) -> Signposting:
    return actions.choose_service(by=life.nurse, person=person, service=Service.objects.listed().get(name=name))

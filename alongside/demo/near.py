"""The directory of the demo, which is real, and where people were pointed to in it."""

from datetime import timedelta

import time_machine
from django.core.management import call_command
from django.utils import timezone

from alongside.demo.activity import Life
from alongside.directory.queries import listed_service
from alongside.directory.search import find
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
# What each of them was shown, and what became of it: how far, whether it helped, why it stopped.
STORIES = [
    ("rosa.ashworth", "walking group", "went", "yes", ""),
    ("rosa.ashworth", "singing", "offered", "", ""),
    ("winston.bright", "chair based exercise", "stopped", "", "full"),
    ("winston.bright", "debt advice", "in_touch", "", ""),
]


def load_directory() -> None:
    """Postcodes, the services of Greater Manchester, and lines for the whole country."""
    call_command("load_postcodes", verbosity=0)
    for file, mapping in FILES.items():
        call_command("import_directory", str(DIRECTORY / file), mapping=DIRECTORY / "sources" / mapping, verbosity=0)


def point_the_way(people: dict[str, Person], lives: dict[str, Life]) -> None:
    """Some weeks ago a few left with services of the directory; since then they went, or got stuck."""
    ago = timezone.now() - WEEKS_AGO
    with time_machine.travel(ago, tick=False):
        chosen = [_choose(people[key], lives[str(people[key].pk)], words) for key, words, *_rest in STORIES]
        for handover in Handover.objects.filter(state=Handover.State.CHOOSING):
            actions.give_services(by=lives[str(handover.plan_id)].nurse, handover=handover, send=True)
    for row, (_key, _words, after, helped, why) in zip(chosen, STORIES, strict=True):
        if after != Signposting.State.OFFERED:
            by = link_holder(row.plan.person)
            actions.say_what_became(by=by, signposting=row, after=after, helped=helped, why=why)


def _choose(person: Person, life: Life, words: str) -> Signposting:
    """The best the search has for them."""
    best = find(words, near=person.postcode).results[0]
    return actions.choose_service(by=life.nurse, person=person, service=listed_service(best.service))

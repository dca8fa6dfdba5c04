"""What is near a person, what was chosen with them, and who got stuck."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from alongside.directory.queries import Found, found
from alongside.people.access import Can, organisations_for, visible_people
from alongside.people.models import Organisation, Person, User
from alongside.people.queries.sharing import practice_of
from alongside.plans.models import Handover, Signposting
from alongside.plans.queries import asking_channel, being_chosen
from alongside.ui.formats import age
from alongside.worklist.models import Task

FIRST_FEW = 5
# Long enough for a person to be rung about it, short enough for a list somebody gets through.
SILENT_FOR = 90  # days


@dataclass(frozen=True)
class Nearby:
    """What the box for finding help shows: what was found, what was chosen, and how it can be sent."""

    found: Found | None
    chosen: list[Signposting]
    sends_by: str

    @property
    def full(self) -> bool:
        return len(self.chosen) >= Handover.MOST


def nearby_of(person: Person, place: Organisation | None, words: str) -> Nearby:
    """Search near the person's home, or near their practice where we do not know it."""
    looked = _look(person, words) if words.strip() else None
    return Nearby(looked, being_chosen(person, place), asking_channel(person))


def home_of(person: Person) -> str:
    practice = None if person.postcode else practice_of(person)
    return person.postcode or (practice.postcode if practice else "")


def _look(person: Person, words: str) -> Found:
    sex = {"female": "F", "male": "M"}.get(person.sex, "")
    return found(words, near=home_of(person), age=age(person.date_of_birth), sex=sex, limit=FIRST_FEW)


@dataclass(frozen=True)
class StuckLine:
    """Somebody who got stuck: on the way to what, since when, why, and the task that says so."""

    person: Person
    signposting: Signposting
    task: Task


@dataclass(frozen=True)
class SilentLine:
    """Somebody who was asked how it went and did not say."""

    person: Person
    handover: Handover
    phone: str


@dataclass(frozen=True)
class Stuck:
    stuck: list[StuckLine]
    silent: list[SilentLine]

    @property
    def people(self) -> list[Person]:
        return [*(line.person for line in self.stuck), *(line.person for line in self.silent)]


def stuck_with_us(user: User | AnonymousUser) -> Stuck:
    """Those of the account's own patients who got stuck, longest first, and those we have not heard from."""
    people = visible_people(user, Can.SIGNPOST)
    tasks = Task.objects.open().filter(
        kind=Task.Kind.STUCK, team__in=organisations_for(user, Can.WORK), person__in=people
    )
    by_subject = {task.subject_id: task for task in tasks.select_related("person")}
    rows = Signposting.objects.filter(pk__in=by_subject).select_related("service", "plan__person")
    stuck = [StuckLine(row.plan.person, row, by_subject[row.pk]) for row in rows.order_by("changed_at")]
    since = timezone.now() - timedelta(days=SILENT_FOR)
    silent = Handover.objects.filter(state=Handover.State.SILENT, asked_at__gte=since, plan__person__in=people)
    silent = silent.select_related("plan__person").order_by("asked_at")
    return Stuck(stuck, [SilentLine(row.plan.person, row, row.plan.person.phone) for row in silent])

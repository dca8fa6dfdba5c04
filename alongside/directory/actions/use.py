"""What people who use the directory leave behind: what helped, what was missing. Never who they are."""

from contextlib import suppress

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from alongside.directory.models import Service, UnmetNeed
from alongside.directory.unmet import Kept
from alongside.people.actors import Actor

# Different searches kept on one day; more than a health economy has, and few enough for a disk.
MOST_A_DAY = 2000


@transaction.atomic
def note_heard(*, by: Actor, service: Service, answered: int, helped: int) -> None:
    """Keep with a service how many said whether it helped, and how many of them that it did. Each answer has an audit
    row of its own; this has none.
    """
    Service.objects.filter(pk=service.pk).update(heard_from=answered, helped=helped, updated_at=timezone.now())


@transaction.atomic
def note_unmet_need(*, by: Actor, kept: Kept, told: bool = False) -> None:
    """Count something that was looked for in vain. Nobody is attached, so the trail, which names people, has no row.

    A day's rows are limited, for anybody may search and nobody has to be signed in.
    """
    today = UnmetNeed.objects.filter(on=timezone.localdate())
    row = {"words": kept.words, "near": kept.near, "told": told}
    if not kept.words or today.filter(**row).update(times=F("times") + 1):
        return
    if today.count() < MOST_A_DAY:
        with suppress(IntegrityError), transaction.atomic():  # somebody else was first: then it is counted once less
            UnmetNeed.objects.create(**row, needs=kept.needs)

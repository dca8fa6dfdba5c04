"""What became of messages."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet
from django.utils import timezone

from alongside.messages.decision import TOO_LATE
from alongside.messages.models import Delivery, Message
from alongside.people.languages import needs_of
from alongside.people.models import Person

SHOWN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class NotSent:
    """A message that never reached its person: somebody has to ring."""

    subject_id: UUID | None
    person: Person
    reason: str
    at: datetime

    @property
    def needs(self) -> list[str]:
        """What whoever rings has to think of: another language, an interpreter."""
        return needs_of(self.person)


def could_not_be_sent(people: QuerySet[Person]) -> list[NotSent]:
    """Messages of the last 30 days given up for good, to some people; newest first.

    Left out where it is too late to ring about it, and where a later message about the same thing got through.
    """
    now = timezone.now()
    failed = Message.objects.filter(state=Message.State.FAILED, person__in=people)
    matters = failed.exclude(not_after__lte=now).exclude(Exists(_told_since()))
    dated = matters.annotate(at=Max("deliveries__at")).filter(at__gte=now - SHOWN_FOR)
    return [
        NotSent(row.subject_id, row.person, row.reason, row.at)
        for row in dated.select_related("person__contact_preference").order_by("-at")
    ]


def _told_since() -> QuerySet[Message]:
    same = Message.objects.filter(subject_id=OuterRef("subject_id"), person=OuterRef("person"))
    return same.filter(state=Message.State.SENT, created_at__gt=OuterRef("created_at"))


def was_wanted_in_vain(message: Message) -> bool:
    """Whether it never left though the person wanted it: no way to reach them, or trouble until it was too late."""
    return message.state == Message.State.FAILED or message.reason == TOO_LATE


@dataclass(frozen=True)
class Waiting:
    """What has not left that ought to have, in numbers: nothing about anybody."""

    due: int  # whose time has come
    oldest_due: datetime | None
    retried: int  # could not be handed over, and will be tried again
    first_tried: datetime | None
    given_up: int  # in the last day


def waiting(now: datetime) -> Waiting:
    """What waits in the outbox, for whoever keeps the program running."""
    not_gone = Message.objects.filter(state__in=[Message.State.WAITING, Message.State.SENDING])
    due = not_gone.filter(not_before__lte=now).aggregate(number=Count("pk"), oldest=Min("not_before"))
    refused = Delivery.objects.filter(message__in=not_gone, accepted=False)
    retried = refused.aggregate(number=Count("message", distinct=True), first=Min("at"))
    lost = Delivery.objects.filter(message__state=Message.State.FAILED, at__gt=now - timedelta(days=1))
    given_up = lost.aggregate(number=Count("message", distinct=True))
    return Waiting(due["number"], due["oldest"], retried["number"], retried["first"], given_up["number"])

"""Files of messages to somebody who was forgotten: the name and address in them are forgotten too."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from alongside.messages.models import Message
from alongside.people.models import AuditEvent

FORGOTTEN = ("person.erased", "person.restricted")
# A message may have been on its way out while its person was forgotten.
A_WHILE = timedelta(minutes=15)


def remove_files_of_the_forgotten(*, since: datetime | None) -> datetime:
    """Remove from the outbox folder what was written to people forgotten since a moment; returns now.

    The rows are gone by then. The trail still says which messages there were, and holds nothing else of them.
    """
    now = timezone.now()
    forgotten = AuditEvent.objects.filter(verb__in=FORGOTTEN)
    if since:
        forgotten = forgotten.filter(at__gt=since - A_WHILE)
    told = AuditEvent.objects.filter(person_id__in=forgotten.values("person_id"), target__startswith=_target(""))
    for target in set(told.values_list("target", flat=True)):
        _remove(target.removeprefix(_target("")))
    return now


def _target(reference: str) -> str:
    return f"{Message._meta.label_lower}:{reference}"


def _remove(reference: str) -> None:
    if not Message.objects.filter(pk=reference).exists():
        for path in (settings.DATA_DIR / "outbox").glob(f"{reference}.*"):
            path.unlink(missing_ok=True)

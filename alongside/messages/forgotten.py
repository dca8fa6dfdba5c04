"""Files of messages and letters to somebody who was forgotten: the name and address in them are forgotten too."""

import email
import email.policy
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from alongside.messages.models import Message
from alongside.messages.senders.files import outbox_folder
from alongside.people.models import AuditEvent, User

FORGOTTEN = ("person.erased", "person.restricted")
# A message may have been on its way out while its person was forgotten.
A_WHILE = timedelta(minutes=15)


def remove_files_of_the_forgotten(*, since: datetime | None) -> datetime:
    """Remove what was written as files to people forgotten since a moment; returns now."""
    now = timezone.now()
    forgotten = AuditEvent.objects.filter(verb__in=FORGOTTEN)
    if since:
        forgotten = forgotten.filter(at__gt=since - A_WHILE)
    if forgotten.exists():
        _remove_messages(forgotten)
        _remove_letters()
    return now


def _remove_messages(forgotten: QuerySet[AuditEvent]) -> None:
    """The rows are gone by then. The trail still says which messages there were, and holds nothing else of them."""
    told = AuditEvent.objects.filter(person_id__in=forgotten.values("person_id"), target__startswith=_target(""))
    for target in set(told.values_list("target", flat=True)):
        _remove_message(target.removeprefix(_target("")))


def _target(reference: str) -> str:
    return f"{Message._meta.label_lower}:{reference}"


def _remove_message(reference: str) -> None:
    if not Message.objects.filter(pk=reference).exists():
        for path in outbox_folder().glob(f"{reference}.*"):
            path.unlink(missing_ok=True)


def _remove_letters() -> None:
    """Letters about an account (invitations, forgotten passwords) whose address is no account's any more."""
    addresses = {address.lower() for address in User.objects.values_list("email", flat=True)}
    for path in Path(settings.EMAIL_FILE_PATH).glob("*.log"):
        if (to := _addressed_to(path)) and not to & addresses:
            path.unlink(missing_ok=True)


def _addressed_to(path: Path) -> set[str]:
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return {address.addr_spec.lower() for address in letter["to"].addresses} if letter["to"] else set()

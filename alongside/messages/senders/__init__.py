"""The ways a message can leave: files on disk, e-mail, GOV.UK Notify."""

from collections.abc import Callable

from django.conf import settings

from alongside.messages.senders.files import Files
from alongside.messages.senders.notify import Notify
from alongside.messages.senders.protocol import Sender
from alongside.messages.senders.smtp import Mail

SENDERS: dict[str, Callable[[], Sender]] = {"files": Files, "smtp": Mail, "notify": Notify}


def chosen_sender() -> Sender:
    """The one named in the settings."""
    return SENDERS[settings.MESSAGE_SENDER]()

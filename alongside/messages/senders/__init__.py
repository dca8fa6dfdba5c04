"""The ways a message can leave: files on disk, e-mail, GOV.UK Notify."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from alongside.messages.senders.files import Files
from alongside.messages.senders.notify import Notify
from alongside.messages.senders.protocol import Sender
from alongside.messages.senders.smtp import Mail

SENDERS: dict[str, Callable[[], Sender]] = {"files": Files, "smtp": Mail, "notify": Notify}


def chosen_sender() -> Sender:
    """The one named in the settings."""
    try:
        return SENDERS[settings.MESSAGE_SENDER]()
    except KeyError:
        known = ", ".join(SENDERS)
        raise ImproperlyConfigured(f"MESSAGE_SENDER is '{settings.MESSAGE_SENDER}'. It can be: {known}.") from None

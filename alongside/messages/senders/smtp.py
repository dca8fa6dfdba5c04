"""E-mail through the deployer's own mail server.

It carries nothing else: whoever asked for texts or letters gets an e-mail, and for whoever has no e-mail address the
message ends as one that could not be sent.
"""

import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from alongside.messages.senders.protocol import PATIENCE, Parcel, TryLater, WillNotGo


class Mail:
    """A mail server cannot be asked what it took; sent again, a message has the same Message-ID and is one message."""

    channels = frozenset({"email"})
    large_letters = False

    def find(self, reference: str) -> str | None:
        return None

    def hand_over(self, parcel: Parcel) -> str:
        message_id = message_id_of(parcel.reference)
        mail = EmailMessage(parcel.subject, parcel.body, to=[parcel.to], headers={"Message-ID": message_id})
        mail.connection = get_connection(timeout=PATIENCE)
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refusal(refused) from refused
        except (smtplib.SMTPException, OSError) as trouble:
            raise TryLater(f"the mail server: {type(trouble).__name__}") from trouble
        return message_id


def message_id_of(reference: str) -> str:
    """A Message-ID that is the same each time."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{reference}@{domain}>"


def _refusal(refused: smtplib.SMTPRecipientsRefused) -> TryLater | WillNotGo:
    code = min((code for code, _text in refused.recipients.values()), default=550)
    return WillNotGo("the mail server does not know this address") if code >= 500 else TryLater(f"mail server: {code}")

"""What goes to an account rather than a person (invitations, forgotten passwords) when messages go by Notify."""

from collections.abc import Sequence
from uuid import uuid4

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from alongside.messages.senders.notify import Notify
from alongside.messages.senders.protocol import Parcel
from alongside.people.models import ContactPreference

EMAIL = ContactPreference.Channel.EMAIL


class NotifyMail(BaseEmailBackend):
    """Django's way of sending e-mail, through the same template as messages."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        sender = Notify()
        if EMAIL not in sender.channels:
            raise ImproperlyConfigured("Invitations go by e-mail, and NOTIFY_EMAIL_TEMPLATE is empty.")
        for mail in email_messages:
            for to in mail.to:
                sender.hand_over(Parcel(str(uuid4()), EMAIL, to, str(mail.body), str(mail.subject)))
        return len(email_messages)

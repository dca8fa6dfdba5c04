"""GOV.UK Notify, through its official client.

The service needs one template for each channel, which passes our wording through: a text template saying ((body)),
an e-mail template with ((subject)) and ((body)), and a letter template with the same two. The size of a letter's type
belongs to its template, so letters in large print need one of their own.
"""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from notifications_python_client.errors import APIError
from notifications_python_client.notifications import NotificationsAPIClient

from alongside.messages.senders.protocol import PATIENCE, Parcel, TryLater, WillNotGo
from alongside.people.models import ContactPreference

Channel = ContactPreference.Channel
# What Notify calls a mistake in what we sent. Anything else (too many at once, an outage, a wrong key) may pass.
REFUSED = 400
NOT_FIRST = '@()=[]"”\\/,<>~ '


class Notify:
    """Notify does not refuse a reference it has seen, so before sending again we ask it."""

    def __init__(self) -> None:
        if not settings.NOTIFY_API_KEY:
            raise ImproperlyConfigured("MESSAGE_SENDER is 'notify', and NOTIFY_API_KEY is empty.")
        self.templates = {
            Channel.TEXT: settings.NOTIFY_TEXT_TEMPLATE,
            Channel.EMAIL: settings.NOTIFY_EMAIL_TEMPLATE,
            Channel.LETTER: settings.NOTIFY_LETTER_TEMPLATE,
        }
        self.large_letter = settings.NOTIFY_LARGE_LETTER_TEMPLATE

    @property
    def channels(self) -> frozenset[str]:
        """Those the deployer made a template for."""
        return frozenset(str(channel) for channel, template in self.templates.items() if template)

    @property
    def large_letters(self) -> bool:
        return bool(self.large_letter)

    @cached_property
    def client(self) -> NotificationsAPIClient:
        return NotificationsAPIClient(settings.NOTIFY_API_KEY, base_url=settings.NOTIFY_BASE_URL, timeout=PATIENCE)

    def find(self, reference: str) -> str | None:
        try:
            known = self.client.get_all_notifications(reference=reference)["notifications"]
        except APIError as trouble:
            raise TryLater(_words(trouble)) from trouble
        return str(known[0]["id"]) if known else None

    def hand_over(self, parcel: Parcel) -> str:
        try:
            return str(self._send(parcel)["id"])
        except APIError as trouble:
            raise _what_it_means(trouble) from trouble

    def _send(self, parcel: Parcel) -> dict[str, Any]:
        template = self.templates[Channel(parcel.channel)]
        words = {"body": parcel.body}
        if parcel.channel == Channel.TEXT:
            return self.client.send_sms_notification(parcel.to, template, words, parcel.reference)
        words["subject"] = parcel.subject
        if parcel.channel == Channel.EMAIL:
            return self.client.send_email_notification(parcel.to, template, words, parcel.reference)
        template = self.large_letter if parcel.large_print else template
        return self.client.send_letter_notification(template, words | _address(parcel), parcel.reference)


def _address(parcel: Parcel) -> dict[str, str]:
    """Seven lines at most, none of which begins with a sign Notify does not print; the last is the postcode."""
    lines = [bare for line in [parcel.to, *parcel.address] if (bare := line.lstrip(NOT_FIRST))]
    if len(lines) > 7:
        lines = [*lines[:5], ", ".join(lines[5:-1]), lines[-1]]
    return {f"address_line_{number}": line for number, line in enumerate(lines, start=1)}


def _what_it_means(trouble: APIError) -> TryLater | WillNotGo:
    return WillNotGo(_words(trouble)) if trouble.status_code == REFUSED else TryLater(_words(trouble))


def _words(trouble: APIError) -> str:
    """Notify's own words for the mistake: they name fields, never values."""
    message = trouble.message
    if isinstance(message, list):
        message = "; ".join(str(error.get("message", error.get("error", ""))) for error in message)
    return f"Notify: {trouble.status_code} {message}"

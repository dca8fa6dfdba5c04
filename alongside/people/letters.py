"""E-mails about somebody's account. They leave beside the page that caused them.

A mail server that is slow, silent or down then holds up nobody's page; and a visitor cannot tell from the time a page
takes whether a letter went out, which would tell whether an address has an account.
"""

import logging
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from alongside.people.models import User

logger = logging.getLogger(__name__)

SUBJECTS = {
    "invitation": _("Your account in Alongside"),
    "asked_to_care": _("Somebody asks you to act for them in Alongside"),
    "second_factor_reset": _("How you sign in to Alongside was reset"),
    "sign_in_changed": _("How you sign in to Alongside was changed"),
}


def write(name: str, user: User, **facts: Any) -> None:
    """Send one of our own letters to an account's address."""
    facts |= {"user": user, "site": settings.SITE_URL}
    text = render_to_string(f"people/letters/{name}.txt", facts, using="jinja2")
    post(EmailMessage(str(SUBJECTS[name]), text, to=[user.email]))


def post(letter: EmailMessage) -> None:
    """Hand a letter to the mail server without waiting for it."""
    Thread(target=_hand_over, args=[letter], name="letter").start()


def _hand_over(letter: EmailMessage) -> None:
    try:
        letter.send()
    except Exception:
        logger.exception("A letter about an account could not be sent.")

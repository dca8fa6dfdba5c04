"""E-mails to whoever looks after buddies. They say that there is something to see, and never about whom."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.people.letters import post
from alongside.people.models import Organisation, Role
from alongside.people.queries.organisations import members_of


def tell_of_worry(organisation: Organisation) -> None:
    """Each coordinator of the organisation."""
    facts = {"address": settings.SITE_URL + reverse("peers:buddies"), "organisation": organisation}
    text = render_to_string("peers/letters/worry.txt", facts, using="jinja2")
    for user in members_of(organisation, Role.COORDINATOR):
        post(EmailMessage(str(_("A buddy has raised a worry")), text, to=[user.email]))

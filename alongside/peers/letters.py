"""E-mails to whoever looks after buddies. They say that there is something to see, and never about whom."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.people.letters import post
from alongside.people.models import Membership, Organisation, Role, User
from alongside.people.queries.organisations import economy_of, members_of


def readers_of(organisation: Organisation) -> list[User]:
    """Its coordinators; where there is none, whoever manages it, and then the administrators of the health economy."""
    for role in (Role.COORDINATOR, Role.PRACTICE_MANAGER):
        if found := list(members_of(organisation, role)):
            return found
    here = Membership.objects.current().filter(organisation__in=economy_of(organisation), role=Role.ADMINISTRATOR)
    return list(User.objects.filter(pk__in=here.values("user"), is_active=True))


def tell_of_worry(organisation: Organisation) -> None:
    """That there is a worry to look at, to each who reads them."""
    facts = {"address": settings.SITE_URL + reverse("peers:buddies"), "organisation": organisation}
    text = render_to_string("peers/letters/worry.txt", facts, using="jinja2")
    for user in readers_of(organisation):
        post(EmailMessage(str(_("A buddy has raised a worry")), text, to=[user.email]))

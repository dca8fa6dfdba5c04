"""E-mails to whoever looks after buddies and groups. They say that there is something to see, and never about whom."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.people.letters import post
from alongside.people.models import Membership, Organisation, Role, User
from alongside.people.queries.organisations import economy_of, members_of


def readers_of(organisation: Organisation) -> list[User]:
    """Who reads worries, and what groups ask: its coordinators."""
    return list(members_of(organisation, Role.COORDINATOR))


def tell_of_worry(organisation: Organisation) -> None:
    """That there is a worry to look at, to each who reads them; where nobody does, to whoever can name somebody."""
    facts = {"address": settings.SITE_URL + reverse("peers:buddies"), "organisation": organisation}
    readers = readers_of(organisation)
    name = "worry" if readers else "nobody_reads"
    text = render_to_string(f"peers/letters/{name}.txt", facts, using="jinja2")
    for user in readers or _administrators_of(organisation):
        post(EmailMessage(str(_("A buddy has raised a worry")), text, to=[user.email]))


def tell_of_group(organisation: Organisation) -> None:
    """That a group asks to be read or for a hand, to its coordinators; where there are none, to who can name one."""
    facts = {"address": settings.SITE_URL + reverse("peers:group_desk"), "organisation": organisation}
    text = render_to_string("peers/letters/group.txt", facts, using="jinja2")
    for user in readers_of(organisation) or _administrators_of(organisation):
        post(EmailMessage(str(_("A group of people asks for an answer")), text, to=[user.email]))


def tell_of_promise(organisation: Organisation) -> None:
    """That people were promised to hear what happened with what they said, and have not heard."""
    facts = {"address": settings.SITE_URL + reverse("peers:reference"), "organisation": organisation}
    text = render_to_string("peers/letters/promise.txt", facts, using="jinja2")
    for user in readers_of(organisation) or _administrators_of(organisation):
        post(EmailMessage(str(_("People wait to hear what happened")), text, to=[user.email]))


def tell_of_thanks(user: User, organisation: Organisation) -> None:
    """That somebody thanked a volunteer; the words are on their own page."""
    facts = {"address": settings.SITE_URL + reverse("peers:journey"), "organisation": organisation}
    text = render_to_string("peers/letters/thanks.txt", facts, using="jinja2")
    post(EmailMessage(str(_("Thank you")), text, to=[user.email]))


def _administrators_of(organisation: Organisation) -> list[User]:
    here = Membership.objects.current().filter(organisation__in=economy_of(organisation), role=Role.ADMINISTRATOR)
    return list(User.objects.filter(pk__in=here.values("user"), is_active=True))

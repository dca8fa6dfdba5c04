"""E-mails to buddies, and to whoever looks after them and groups. They say that there is something to see, and never
about whom.
"""

from datetime import date
from enum import StrEnum

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from alongside.peers.models import Buddy
from alongside.peers.queries.standing import is_still_buddy
from alongside.people.letters import post
from alongside.people.models import Membership, Organisation, Role, User
from alongside.people.queries.organisations import economy_of, members_of
from alongside.ui.formats import short_day


class News(StrEnum):
    """What a buddy is written to about."""

    ASKED = "asked"
    BEGINS = "begins"
    NOT_NEEDED = "not_needed"
    PAUSED = "paused"
    GOES_ON = "goes_on"
    OVER = "over"


# The subject, and what it says.
NEWS = {
    News.ASKED: (
        _("Would you ring somebody?"),
        _("would you ring somebody, once a week, four times? Please say yes or no until %(day)s, on your page:"),
    ),
    News.BEGINS: (
        _("When to ring for the first time"),
        _(
            "somebody would like you to ring them. Your first call is on %(day)s. Whom you ring, and how, is on "
            "your page:"
        ),
    ),
    News.NOT_NEEDED: (
        _("You need not ring this time"),
        _(
            "you were asked whether you would ring somebody. This time it does not come to that. Thank you all "
            "the same."
        ),
    ),
    News.PAUSED: (
        _("Your calls are paused"),
        _("please do not ring for now: one of your checks has run out. Ring %(place)s about it. More is on your page:"),
    ),
    News.GOES_ON: (
        _("Your calls go on"),
        _("your calls can go on. The next is on %(day)s. Whom you ring, and how, is on your page:"),
    ),
    News.OVER: (
        _("Calls of yours have ended"),
        _(
            "your calls with one person have ended, so please do not ring them any more. If you wonder why, ask "
            "%(place)s. Thank you for being there."
        ),
    ),
}


def tell_buddy(buddy: Buddy, news: News, day: date | None = None) -> None:
    """That something is new, to an account that still works; with the way to their page while they have one."""
    if buddy.user is None or not buddy.user.is_active:
        return
    subject, words = NEWS[news]
    said = str(words) % {"day": short_day(day) if day else "", "place": buddy.organisation}
    address = settings.SITE_URL + reverse("peers:mine") if is_still_buddy(buddy) else ""
    text = render_to_string("peers/letters/buddy.txt", {"words": said, "address": address}, using="jinja2")
    post(EmailMessage(str(subject), text, to=[buddy.user.email]))


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


def tell_of_wish(organisation: Organisation, but: User | None) -> None:
    """That somebody waits for a buddy, to its coordinators but whoever put them there; where there are none, to whoever
    can name one. It is no task: whoever has not shared their plan with a team is on none of its worklists.
    """
    facts = {"address": settings.SITE_URL + reverse("peers:buddies"), "organisation": organisation}
    text = render_to_string("peers/letters/wish.txt", facts, using="jinja2")
    for user in readers_of(organisation) or _administrators_of(organisation):
        if user != but:
            post(EmailMessage(str(_("Somebody waits for a buddy")), text, to=[user.email]))


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

"""What the demo's own page shows."""

from dataclasses import dataclass

from django.db.models import Case, QuerySet, When
from django.utils import timezone

from alongside.demo.persons import CARER, DOMAIN, RESIDENTS
from alongside.demo.westhaven import WORKERS
from alongside.messages.links import address_of
from alongside.messages.models import Message
from alongside.people.conditions import name_of
from alongside.people.models import User

MESSAGES_SHOWN = 12


@dataclass(frozen=True)
class Card:
    """One of the cast, and what a visitor can try as them."""

    user: User
    what: str
    try_this: str


@dataclass(frozen=True)
class SentMessage:
    """A message as its reader would see it arrive: to whom, about what, and where its link leads."""

    to: str
    born: str
    template: str
    state: str
    link: str


def accounts() -> QuerySet[User]:
    """The demo's accounts, and no others."""
    return User.objects.filter(email__endswith=f"@{DOMAIN}", is_active=True)


def card_groups() -> list[tuple[str, list[Card]]]:
    """The cast in groups, each with one line of what they can try."""
    by_email = {user.email: user for user in accounts().select_related("person")}
    people = [
        (resident.email, ", ".join(name_of(kind) for kind in resident.conditions), resident.try_this)
        for resident in RESIDENTS
        if resident.try_this
    ]
    people.insert(1, (CARER[1], "Rosa's daughter", "Act for your mother"))
    staff = [(worker.email, worker.title, worker.try_this) for worker in WORKERS if worker.try_this]
    groups = [("People", people), ("Practices, teams and the health economy", staff)]
    return [(name, [Card(by_email[e], what, try_) for e, what, try_ in rows if e in by_email]) for name, rows in groups]


def latest_messages() -> list[SentMessage]:
    """The newest messages whose link still works, those of the people on the page first."""
    shown = [resident.email for resident in RESIDENTS if resident.try_this]
    rows = Message.objects.filter(link__revoked_at=None, link__expires_at__gt=timezone.now())
    rows = rows.exclude(state=Message.State.CANCELLED).select_related("person", "link")
    on_the_page = Case(When(person__email__in=shown, then=0), default=1)
    rows = rows.order_by(on_the_page, "-created_at")[:MESSAGES_SHOWN]
    return [
        SentMessage(
            to=row.person.name,
            born=f"{row.person.date_of_birth:%-d %-m %Y}",
            template=row.template,
            state=row.get_state_display(),
            link=address_of(row.link),
        )
        for row in rows
        if row.link
    ]

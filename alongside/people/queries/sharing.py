"""Who sees what of a person, and what the person agreed to."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.people.models import (
    CarerAgreement,
    CarerInvitation,
    Consent,
    Organisation,
    Person,
    Purpose,
    Registration,
    User,
)

# What each agreement means, and what stops when it is taken back. Sharing with a team has its own part of the page.
MEANINGS = {
    Purpose.CARE_TEAM: (
        _("Messages from your care team"),
        _(
            "Your practice, and any team you share your plan with, send you a message before an appointment and ask "
            "how your goals are going."
        ),
        _("All messages stop at once, also those already waiting. Your care and your plan stay as they are."),
    ),
    Purpose.PEER_SUPPORTER: (
        _("A buddy or peer supporter"),
        _("Somebody who supports you is told your name and how to reach you. They do not see your plan."),
        _("Nobody new is told about you."),
    ),
    Purpose.EVALUATION: (
        _("Finding out whether this helps"),
        _("Your information, without your name, is used to see whether this support works."),
        _("Your information is left out from now on."),
    ),
}


@dataclass(frozen=True)
class Agreement:
    purpose: str
    title: Promise
    meaning: Promise
    when_stopped: Promise
    consent: Consent | None


@dataclass(frozen=True)
class Sharing:
    practice: Organisation | None
    teams: list[Consent]
    carers: list[CarerAgreement]
    asked: list[CarerInvitation]
    agreements: list[Agreement]


def sharing_of(person: Person) -> Sharing:
    """Everything the sharing page shows, in a fixed number of queries."""
    in_force = list(Consent.objects.in_force().filter(person=person).select_related("organisation").order_by("until"))
    given = {consent.purpose: consent for consent in in_force}
    return Sharing(
        practice=practice_of(person),
        teams=[consent for consent in in_force if consent.organisation_id],
        carers=carers_of(person),
        asked=list(person.carer_invitations.open().order_by("asked_at")),
        agreements=[Agreement(purpose.value, *words, given.get(purpose.value)) for purpose, words in MEANINGS.items()],
    )


def practice_of(person: Person) -> Organisation | None:
    """Where a person is registered today."""
    registration = person.registrations.current().select_related("practice").first()
    return registration.practice if registration else None


def shared_until(person: Person, place: Organisation) -> date | None:
    """The last day on which a team is shown anything; None where the person is registered, or nothing is shared."""
    if Registration.objects.current().filter(person=person, practice=place).exists():
        return None
    shares = Consent.objects.sharing().filter(person=person, organisation=place)
    return shares.values_list("until", flat=True).first()


def carers_of(person: Person) -> list[CarerAgreement]:
    """Who acts for a person today."""
    return list(CarerAgreement.objects.current().filter(person=person).select_related("carer").order_by("since"))


def asked_to_care(user: User | AnonymousUser) -> QuerySet[CarerInvitation]:
    """What an account was asked, and has not answered, oldest first; the person themselves is not asked."""
    if not user.is_authenticated:
        return CarerInvitation.objects.none()
    asked = CarerInvitation.objects.open().filter(email__iexact=user.email).select_related("person")
    return asked.exclude(person=user.person_id).order_by("asked_at")


def teams_to_share_with(person: Person) -> QuerySet[Organisation]:
    """Practices, teams and community organisations other than the person's own practice."""
    mine = Registration.objects.current().filter(person=person).values("practice")
    places = Organisation.objects.exclude(kind=Organisation.Kind.HEALTH_ECONOMY).exclude(pk__in=mine)
    return places.order_by("name")

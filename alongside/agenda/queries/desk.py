"""The desk: who comes when, and how far their preparation is, never what it says."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from alongside.agenda.models import Appointment, Preparation
from alongside.messages.queries import NotSent, could_not_be_sent
from alongside.people.access import Can, belongs_at, held_at, visible_people
from alongside.people.days import start_of
from alongside.people.languages import needs_of
from alongside.people.models import Consent, User


@dataclass(frozen=True)
class DeskLine:
    """One appointment. `prepared` is a word about its state: "answers in", "begun", "no answers yet".

    With `left_behind` its person no longer shares with this team, or has moved to another practice: nothing more is
    shown of them than that they are booked.
    """

    appointment: Appointment
    prepared: str
    says_yes_to_messages: bool
    left_behind: bool

    @property
    def needs(self) -> list[str]:
        """What the desk has to think of: a language we cannot write in, an interpreter."""
        return [] if self.left_behind else needs_of(self.appointment.person)


@dataclass(frozen=True)
class DeskDay:
    day: date
    lines: list[DeskLine]


def desk_days(user: User | AnonymousUser, first: date, days: int = 7) -> list[DeskDay]:
    """The appointments of my practices and teams, day by day; a day without any is left out."""
    rows = Appointment.objects.filter(
        held_at(user, Can.SEE_APPOINTMENTS),
        starts_at__gte=start_of(first),
        starts_at__lt=start_of(first + timedelta(days=days)),
    ).exclude(state=Appointment.State.CANCELLED)
    found: dict[date, list[DeskLine]] = {}
    for line in _lines(rows):
        found.setdefault(timezone.localdate(line.appointment.starts_at), []).append(line)
    return [DeskDay(day, lines) for day, lines in found.items()]


def desk_line(appointment: Appointment) -> DeskLine:
    """One appointment as the desk sees it."""
    return _lines(Appointment.objects.filter(pk=appointment.pk))[0]


def _lines(rows: QuerySet[Appointment]) -> list[DeskLine]:
    agreed = Consent.objects.messages().filter(person=OuterRef("person"))
    facts = rows.annotate(agreed=Exists(agreed), belongs=belongs_at("organisation", to="person__"))
    appointments = facts.select_related("person__contact_preference", "organisation", "clinician")
    # Only whether each was begun and sent: the answers are not read here.
    states = Preparation.objects.filter(appointment__in=rows).only("appointment_id", "sent_at")
    preparations = {preparation.appointment_id: preparation for preparation in states}
    return [
        DeskLine(row, prepared_word(preparations.get(row.pk)), row.agreed, left_behind=not row.belongs)
        for row in appointments.order_by("starts_at", "person__family_name")
    ]


def unreached(user: User | AnonymousUser) -> list[NotSent]:
    """People whom a message did not reach: somebody has to ring.

    A message about an appointment concerns the place of the appointment, any other the practice.
    """
    rows = could_not_be_sent(visible_people(user, Can.MANAGE_APPOINTMENTS))
    about = Appointment.objects.filter(pk__in=[row.subject_id for row in rows])
    everywhere = set(about.values_list("pk", flat=True))
    here = set(about.filter(held_at(user, Can.MANAGE_APPOINTMENTS)).values_list("pk", flat=True))
    registered = visible_people(user, Can.CORRECT_PERSON).filter(pk__in=[row.person.pk for row in rows])
    ours = set(registered.values_list("pk", flat=True))
    theirs = everywhere - here
    return [row for row in rows if row.subject_id in here or (row.subject_id not in theirs and row.person.pk in ours)]


def prepared_word(preparation: Preparation | None) -> str:
    """How far the preparation is, in a word."""
    if preparation is None:
        return _("no answers yet")
    return _("answers in") if preparation.sent_at else _("begun")

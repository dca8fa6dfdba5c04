"""E-mails to staff about a course they have a place on, lead or run. People are written to through the outbox."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.letters import post
from alongside.people.models import User
from alongside.programmes.models import Enrolment, Session
from alongside.programmes.queries.dates import date_of

WORDS = {
    "course.place": _("You have a place on this course. It begins:"),
    "course.moved": _("A session of your course has another time or place now:"),
    "course.off": _("This session of your course does not take place:"),
    "course.cancelled": _("This course is not going ahead. There will be none of this:"),
}
TUTORS = {
    "tutor.given": _("You lead this now:"),
    "tutor.gone": _("You no longer lead this:"),
    "tutor.moved": _("What you lead has another time or place now:"),
    "tutor.moved_off": _("This was moved to a time when you cannot come, so you no longer lead it:"),
    "tutor.off": _("This does not take place, so you do not have to come:"),
}


def write_to_staff(enrolment: Enrolment, session: Session, template: str) -> None:
    """Tell somebody who works here what is new; of what is over, and of what is not worth a letter, nothing."""
    user = enrolment.staff
    if user is None or template not in WORDS:
        return
    date = date_of(enrolment, session)
    if date.starts_at <= timezone.now():
        return
    facts = {"words": WORDS[template], "date": date, "course": enrolment.cohort.course.name}
    _write(user, _("Your course"), "staff", reverse("programmes:learn"), **facts)


def write_to_tutor(user: User, sessions: Sequence[Session], template: str) -> None:
    """Tell a tutor what is new about sessions of one group that are still to come."""
    if to_come := _to_come(sessions):
        facts = {"words": TUTORS[template], "sessions": to_come, "course": to_come[0].cohort.course.name}
        _write(user, _("The course you lead"), "tutor", reverse("programmes:teaching"), **facts)


def write_to_coordinator(user: User, sessions: Sequence[Session], *, soon: bool) -> None:
    """Tell a coordinator which sessions of one group lack a tutor, and by the subject whether it cannot wait."""
    if to_come := _to_come(sessions):
        cohort = to_come[0].cohort
        facts = {"soon": soon, "sessions": to_come, "course": cohort.course.name}
        subject = _("Urgent: a session lacks a tutor") if soon else _("A session lacks a tutor")
        _write(user, subject, "coordinator", reverse("programmes:cohort", args=[cohort.pk]), **facts)


def _write(user: User, subject: object, letter: str, path: str, **facts: object) -> None:
    """To whoever still works here."""
    if user.is_active:
        given = {"user": user, "address": settings.SITE_URL + path, **facts}
        text = render_to_string(f"programmes/letters/{letter}.txt", given, using="jinja2")
        post(EmailMessage(str(subject), text, to=[user.email]))


def _to_come(sessions: Sequence[Session]) -> list[Session]:
    return sorted((row for row in sessions if row.starts_at > timezone.now()), key=lambda row: row.starts_at)

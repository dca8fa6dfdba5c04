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
    if user is None or not user.is_active or template not in WORDS or session.starts_at <= timezone.now():
        return
    facts = {"user": user, "words": WORDS[template], "session": session, "course": enrolment.cohort.course.name}
    facts["address"] = settings.SITE_URL + reverse("programmes:learn")
    text = render_to_string("programmes/letters/staff.txt", facts, using="jinja2")
    post(EmailMessage(str(_("Your course")), text, to=[user.email]))


def write_to_tutor(user: User, sessions: Sequence[Session], template: str) -> None:
    """Tell a tutor what is new about sessions of one group that are still to come."""
    to_come = _to_come(sessions)
    if not to_come or not user.is_active:
        return
    facts = {"user": user, "words": TUTORS[template], "sessions": to_come, "course": to_come[0].cohort.course.name}
    facts["address"] = settings.SITE_URL + reverse("programmes:teaching")
    text = render_to_string("programmes/letters/tutor.txt", facts, using="jinja2")
    post(EmailMessage(str(_("The course you lead")), text, to=[user.email]))


def write_to_coordinator(user: User, sessions: Sequence[Session], *, soon: bool) -> None:
    """Tell a coordinator which sessions of one group lack a tutor, and by the subject whether it cannot wait."""
    to_come = _to_come(sessions)
    if not to_come:
        return
    cohort = to_come[0].cohort
    facts = {"user": user, "soon": soon, "sessions": to_come, "course": cohort.course.name}
    facts["address"] = settings.SITE_URL + reverse("programmes:cohort", args=[cohort.pk])
    text = render_to_string("programmes/letters/coordinator.txt", facts, using="jinja2")
    subject = _("Urgent: a session lacks a tutor") if soon else _("A session lacks a tutor")
    post(EmailMessage(str(subject), text, to=[user.email]))


def _to_come(sessions: Sequence[Session]) -> list[Session]:
    return sorted((row for row in sessions if row.starts_at > timezone.now()), key=lambda row: row.starts_at)

"""E-mails to staff about a course they have a place on. People are written to through the outbox, as they wish."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.people.letters import post
from alongside.programmes.models import Enrolment, Session

WORDS = {
    "course.place": _("You have a place on this course. It begins:"),
    "course.moved": _("A session of your course has another time now:"),
    "course.off": _("This session of your course does not take place:"),
    "course.cancelled": _("This course is not going ahead. There will be none of this:"),
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

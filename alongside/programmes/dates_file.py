"""Somebody's dates on a course as a calendar file. It names neither the course nor what it is about."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from alongside.programmes.models import Enrolment, Session
from alongside.programmes.queries.dates import OwnDate, dates_of
from alongside.ui.calendar import Event, calendar_file


def dates_file(enrolment: Enrolment) -> HttpResponse:
    """Of whoever left, nothing; of a session in which they have no time of their own yet, neither."""
    dates = [] if enrolment.state == Enrolment.State.LEFT else dates_of(enrolment)
    return calendar_file([_event(date, enrolment) for date in dates if not date.lacks_turn], name="course")


def _event(date: OwnDate, enrolment: Enrolment) -> Event:
    """Where each comes alone it is of one person: two who keep one calendar both have theirs in it."""
    row = date.session
    uid = f"{row.pk}-{enrolment.pk}" if row.each_minutes else str(row.pk)
    ordinary = row.kind == Session.Kind.ORDINARY
    summary = _("Course, session %(number)d") % {"number": row.number} if ordinary else _("Course, meeting again")
    return Event(uid, date.starts_at, date.ends_at, summary, str(row.venue))

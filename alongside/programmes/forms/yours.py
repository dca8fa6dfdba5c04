"""What people fill in about their own courses, and coordinators when they ring."""

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.programmes.models import Enrolment, Offer
from alongside.ui.forms import RadiosField

NOT_THEIRS = (Enrolment.Why.DIED, Enrolment.Why.NOT_GOING_AHEAD)
REASONS = [(value, label) for value, label in Enrolment.Why.choices if value not in NOT_THEIRS]


class DeclineForm(forms.Form):
    """What keeps somebody from a course, and whether to ask again."""

    barrier = RadiosField(label=_("What makes it hard?"), choices=Offer.Barrier.choices)
    again = RadiosField(
        label=_("Shall we ask again?"),
        choices=[
            ("90", _("In three months")),
            ("180", _("In six months")),
            ("365", _("In a year")),
            ("0", _("Please do not ask again")),
        ],
        coerce=int,
        initial="180",
    )


class LeaveForm(forms.Form):
    why = RadiosField(label=_("Why can you not come?"), choices=REASONS)


class GiveBackForm(forms.Form):
    """The same, asked of somebody who rings."""

    why = RadiosField(label=_("Why can they not come?"), choices=REASONS)

"""What people fill in about their own courses."""

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.programmes.models import Enrolment, Offer
from alongside.ui.forms import RadiosField


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
    why = RadiosField(
        label=_("Why can you not come?"),
        choices=[
            choice
            for choice in Enrolment.Why.choices
            if choice[0] not in (Enrolment.Why.DIED, Enrolment.Why.NOT_GOING_AHEAD)
        ],
    )

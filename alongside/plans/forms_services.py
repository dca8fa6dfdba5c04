"""What became of a service somebody was pointed to: one choice, and a wish for help."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.plans.models import Signposting
from alongside.ui.forms import CheckField, RadiosField

State, Helped, Why = Signposting.State, Signposting.Helped, Signposting.Why

# How far, and what may be said of it: "went:yes", "stopped:full".
BECAME: dict[str, str | Promise] = {
    State.WANTED: _("I would like to go"),
    State.IN_TOUCH: _("I got in touch with them"),
    f"{State.WENT}:{Helped.YES}": _("I went, and it helped"),
    f"{State.WENT}:{Helped.A_LITTLE}": _("I went, and it helped a little"),
    f"{State.WENT}:{Helped.NO}": _("I went, and it did not help"),
    **{f"{State.STOPPED}:{why}": label for why, label in Why.choices},
}


class BecameForm(forms.Form):
    became = RadiosField(
        label=_("What happened?"),
        choices=list(BECAME.items()),
        error_messages={"required": _("Choose what is nearest."), "invalid_choice": _("Choose what is nearest.")},
    )
    help_wanted = CheckField(label=_("Please help me find something else"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return {**parts_of(given.get("became", "")), "help_wanted": given.get("help_wanted", False)}


def parts_of(became: str) -> dict[str, str]:
    """ "stopped:full" as the action takes it."""
    after, _colon, more = became.partition(":")
    return {
        "after": after,
        "helped": more if after == State.WENT else "",
        "why": more if after == State.STOPPED else "",
    }

"""Choosing another time of one's own."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.programmes.models import Session
from alongside.programmes.queries.dates import at_turn, free_turns
from alongside.ui.formats import clock
from alongside.ui.forms import RadiosField


class TurnForm(forms.Form):
    """One of the times of a session that nobody has."""

    turn = RadiosField(
        label=_("Which time?"),
        error_messages={
            "required": _("Choose a time."),
            "invalid_choice": _("Somebody has that time by now. Choose another."),
        },
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["turn"]
        field.choices = [(str(after), _span(session, after)) for after in free_turns(session)]

    def clean_turn(self) -> int:
        return int(self.cleaned_data["turn"])


def _span(session: Session, after: int) -> str:
    begins = timezone.localtime(at_turn(session, after))
    words = _("%(begin)s to %(end)s")
    return words % {"begin": clock(begins), "end": clock(begins + timedelta(minutes=session.each_minutes or 0))}

"""What a page of a module asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.programmes.modules import Check
from alongside.ui.forms import RadiosField


class CheckForm(forms.Form):
    """One question; of a page that asks nothing, none."""

    def __init__(self, *args: Any, check: Check | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if check:
            options = [(str(at), words) for at, words in enumerate(check.options)]
            choose = {"required": _("Choose an answer."), "invalid_choice": _("Choose an answer.")}
            self.fields["answer"] = RadiosField(label=check.ask, choices=options, coerce=int, error_messages=choose)

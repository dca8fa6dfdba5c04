"""The Jinja environment every page is rendered with."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from alongside.ui import formats


def environment(**options: Any) -> Environment:
    options["undefined"] = ChainableUndefined  # the NHS macros ask for parts of parameters that were not given
    loader = ChoiceLoader([options.pop("loader"), PackageLoader("nhsuk_frontend_jinja")])
    env = Environment(  # noqa: S701  (Django's backend passes autoescape=True in the options)
        **options,
        loader=loader,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(static=static, url=_url, get_messages=get_messages, shows_nhs_logo=_shows_nhs_logo)
    env.filters.update(formats.FILTERS)
    return env


def _shows_nhs_logo() -> bool:
    shows: bool = settings.SHOW_NHS_LOGO
    return shows


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)

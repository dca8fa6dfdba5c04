"""The languages people speak, and which of them we can write in."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.people.models import ContactPreference, Person

ENGLISH = "en"
LANGUAGES = [
    ("en", gettext_lazy("English")), ("cy", gettext_lazy("Welsh")), ("ar", gettext_lazy("Arabic")),
    ("bn", gettext_lazy("Bengali")), ("gu", gettext_lazy("Gujarati")), ("pa", gettext_lazy("Panjabi")),
    ("pl", gettext_lazy("Polish")), ("pt", gettext_lazy("Portuguese")), ("ro", gettext_lazy("Romanian")),
    ("so", gettext_lazy("Somali")), ("tr", gettext_lazy("Turkish")), ("uk", gettext_lazy("Ukrainian")),
    ("ur", gettext_lazy("Urdu")), ("bfi", gettext_lazy("British Sign Language")),
    ("other", gettext_lazy("another language")),
]  # fmt: skip


def name_of(language: str) -> str:
    """What a language is called; its code where we have no name for it."""
    return str(dict(LANGUAGES).get(language, language))


def written_to_in(language: str) -> str:
    """The language messages go out in, for somebody who speaks `language`."""
    return language if language in settings.MESSAGE_LANGUAGES else ENGLISH


def what_we_write_in() -> str:
    """A sentence for whoever chooses a language."""
    names = _(" or ").join(name_of(language) for language in dict.fromkeys([ENGLISH, *settings.MESSAGE_LANGUAGES]))
    return _("We can write to you in %(languages)s. An interpreter can help when we talk.") % {"languages": names}


def needs_of(person: Person) -> list[str]:
    """What whoever books, rings or meets the person has to know, in a few words each; empty for most."""
    kept: ContactPreference | None = getattr(person, "contact_preference", None)
    if kept is None:
        return []
    needs = []
    if written_to_in(kept.language) != kept.language:
        needs.append(_("prefers %(language)s, our messages are in English") % {"language": name_of(kept.language)})
    if kept.needs_interpreter:
        needs.append(_("needs an interpreter (%(language)s)") % {"language": name_of(kept.language)})
    return needs

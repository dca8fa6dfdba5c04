"""The wording of every message, from content/messages: English, and other languages beside it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from alongside.messages.facts import in_words
from alongside.messages.gsm import in_plain_signs, in_telephone_letters, shortened
from alongside.people.languages import ENGLISH
from alongside.people.models import ContactPreference
from alongside.ui.content import content

Channel = ContactPreference.Channel
# What a file says about itself, beside its messages.
ABOUT = "about"
# With a name of this length, every text still fits in two parts.
LONGEST_NAME_IN_A_TEXT = 60


@dataclass(frozen=True)
class Template:
    """One message, worded for each way it can be sent."""

    key: str
    language: str
    facts: frozenset[str]
    has_link: bool
    text: str
    subject: str
    email: str
    letter: str

    def worded(self, channel: str, facts: dict[str, Any], *, practice: str, name: str, link: str) -> tuple[str, str]:
        """Subject (empty for a text) and body, for one channel."""
        said = self.said(facts, practice=practice)
        if channel == Channel.TEXT:
            short = {key: shortened(value, most=LONGEST_NAME_IN_A_TEXT) for key, value in said.items()}
            return "", self._for_a_phone(self.text.format(**short, link=link))
        body = self.email if channel == Channel.EMAIL else self.letter
        return self.subject.format(**said), body.format(**said, name=name, link=link)

    def said(self, facts: dict[str, Any], *, practice: str) -> dict[str, str]:
        """Who writes (where no practice is known, the care team), and the facts as the template's language has them."""
        return {"practice": practice or about(self.language)["nobody"], **in_words(facts, self.language)}

    def _for_a_phone(self, text: str) -> str:
        # Without its accents English reads the same; another language may not, so it is sent at its greater length.
        return in_telephone_letters(text) if self.language == ENGLISH else in_plain_signs(text)


@cache
def templates(language: str = ENGLISH) -> dict[str, Template]:
    """All templates by key, each in the language where it is worded in it, otherwise in English."""
    english, own = content(_file(ENGLISH)), content(_file(language))
    return {key: _template(key, words, language, own.get(key)) for key, words in english.items() if key != ABOUT}


def template_for(key: str, language: str = ENGLISH) -> Template:
    """One template; raises ValueError for a key that is not in the English file."""
    try:
        return templates(language)[key]
    except KeyError:
        raise ValueError(f"There is no message called {key}.") from None


def about(language: str) -> dict[str, str]:
    """What the file of a language says about itself."""
    said: dict[str, str] = content(_file(language))[ABOUT]
    return said


def _file(language: str) -> str:
    return f"messages/{language}.toml"


def _template(key: str, english: dict[str, Any], language: str, own: dict[str, Any] | None) -> Template:
    """What may be said is settled in English; only the words are another language's."""
    words = own or english
    return Template(
        key=key,
        language=language if own else ENGLISH,
        facts=frozenset(english["facts"]),
        has_link=english["link"],
        text=words["text"],
        subject=words["subject"],
        email=words["email"].strip() + "\n",
        letter=words["letter"].strip() + "\n",
    )

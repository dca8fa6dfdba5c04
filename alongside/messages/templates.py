"""The wording of every message, from content/messages.toml."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from alongside.messages.gsm import in_telephone_letters, shortened
from alongside.people.models import ContactPreference
from alongside.ui.content import content

Channel = ContactPreference.Channel
FILE = "messages.toml"
# With a name of this length, every text still fits in two parts.
LONGEST_NAME_IN_A_TEXT = 60


@dataclass(frozen=True)
class Template:
    """One message, worded for each way it can be sent."""

    key: str
    facts: frozenset[str]
    has_link: bool
    text: str
    subject: str
    email: str
    letter: str

    def worded(self, channel: str, facts: dict[str, Any], *, name: str, link: str) -> tuple[str, str]:
        """Subject (empty for a text) and body, for one channel."""
        if channel == Channel.TEXT:
            short = {key: shortened(value, most=LONGEST_NAME_IN_A_TEXT) for key, value in facts.items()}
            return "", in_telephone_letters(self.text.format(**short, link=link))
        body = self.email if channel == Channel.EMAIL else self.letter
        return self.subject.format(**facts), body.format(**facts, name=name, link=link)


@cache
def templates() -> dict[str, Template]:
    """All templates by key."""
    return {key: _template(key, words) for key, words in content(FILE).items()}


def template_for(key: str) -> Template:
    """One template; raises ValueError for a key that is not in the file."""
    try:
        return templates()[key]
    except KeyError:
        raise ValueError(f"There is no message called {key}.") from None


def _template(key: str, words: dict[str, Any]) -> Template:
    return Template(
        key=key,
        facts=frozenset(words["facts"]),
        has_link=words["link"],
        text=words["text"],
        subject=words["subject"],
        email=words["email"].strip() + "\n",
        letter=words["letter"].strip() + "\n",
    )

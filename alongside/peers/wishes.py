"""What people can say that a buddy could be for, and what they like, from content/peers.toml. No database."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from alongside.ui.content import content


class WouldRather(TextChoices):
    """Whom somebody would rather talk to. Blank: whoever fits."""

    FEMALE = "female", _("a woman")
    MALE = "male", _("a man")


def topics() -> dict[str, str]:
    found: dict[str, str] = content("peers.toml")["topics"]
    return found


def been_through() -> dict[str, str]:
    """The same topics, as somebody who has been through them."""
    found: dict[str, str] = content("peers.toml")["through"]
    return found


def interests() -> dict[str, str]:
    found: dict[str, str] = content("peers.toml")["interests"]
    return found


def guidance() -> list[str]:
    """What a buddy is told, each time."""
    words: list[str] = content("peers.toml")["guidance"]["words"]
    return words

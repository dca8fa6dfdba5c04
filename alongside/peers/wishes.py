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


def group_kinds() -> dict[str, str]:
    """What a group that people run can be."""
    found: dict[str, str] = content("peers.toml")["groups"]
    return found


def group_term(kind: str) -> str:
    """What the directory's search knows such a group as."""
    term: str = content("peers.toml")["group_terms"][kind]
    return term


def running_guidance() -> list[str]:
    """What those who run a group are told."""
    words: list[str] = content("peers.toml")["running"]["words"]
    return words


class StepFree(TextChoices):
    """Whether somebody can come in a wheelchair, or with a walker."""

    YES = "yes", _("Yes, step-free")
    NO = "no", _("No, there are steps or rough ground")
    UNSURE = "unsure", _("I am not sure")


class Often(TextChoices):
    """How often a group meets, on the same day."""

    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every second week")
    MONTHLY = "monthly", _("Once a month")
    ONCE = "once", _("Just once, to see")


# As the directory says it; nothing where nobody is sure.
SAID = {StepFree.YES: _("Step-free"), StepFree.NO: _("Steps or rough ground"), StepFree.UNSURE: ""}


def step_free_words(key: str) -> str:
    return str(SAID[StepFree(key)])


def step_free_of(words: str) -> StepFree:
    """What was said, from how the directory says it."""
    return next((key for key in StepFree if words and str(SAID[key]) == words), StepFree.UNSURE)

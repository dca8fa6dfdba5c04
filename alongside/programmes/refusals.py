"""What cannot be done, for the page to say in a sentence."""

from datetime import datetime


class AlreadyUsed(Exception):
    """The room is in use then."""

    def __init__(self, starts_at: datetime) -> None:
        super().__init__(starts_at)
        self.starts_at = starts_at


class TooSmall(Exception):
    """The room has fewer chairs than the group has places."""


class LacksTutors(Exception):
    """A tutor that the session asks for is missing."""


class CannotLead(Exception):
    """The tutor is not approved for it, or leads something else then."""


class NotOpen(Exception):
    """Nobody can join any more."""


class AlreadyOn(Exception):
    """They have a place, or wait for one."""


class NotTheirs(Exception):
    """The mark is for somebody who is not on the course."""


class NotNow(Exception):
    """It is over, called off, or has not begun."""


class LastOfAll(Exception):
    """Nothing of the course was held, and without this session nothing would be."""


class NothingChanged(Exception):
    """A version that is as the original."""


class WrongAnswer(Exception):
    """A check that is not answered, or not right."""


class LedAlone(Exception):
    """A version of a course that is led together, of which no session would be."""


class AlreadyNamed(Exception):
    """There is, or was, a version or a room of this name."""

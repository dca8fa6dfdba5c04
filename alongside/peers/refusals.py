"""What cannot be done, for the page to say in a sentence."""


class NotNow(Exception):
    """It is over, or has not come so far."""


class NotFree(Exception):
    """The buddy has nobody's place left, or lacks a check."""


class AlreadyAsked(Exception):
    """They wait for a buddy, or have one."""


class NotReady(Exception):
    """Something is missing that it needs first."""


class AlreadyThere(Exception):
    """It was said, or put there, before."""


class LastToRunIt(Exception):
    """Nobody else runs the group."""

"""What a log never holds: the part of an address that lets somebody in."""

import logging
import re

# A person's link, and the link that sets a password.
KEYS = re.compile(r"(/l/|/accounts/password/)(?!reset/|change/|set/|done/)[^/\s?]+")


class WithoutKeys(logging.Filter):
    """Takes the key out of every address in a line: whoever reads a log could try it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = KEYS.sub(r"\1…", record.getMessage()), ()
        return True

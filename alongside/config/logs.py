"""What a log never holds: the part of an address that lets somebody in, and the row that a database refused."""

import logging
import re

# A person's link, the link that sets a password, and those that services get.
KEYS = re.compile(r"(/l/|/plans/coming/|/directory/yours/|/accounts/password/)(?!reset/|change/|set/|done/)[^/\s?]+")
# PostgreSQL tells the values with the mistake, up to the next part of the report.
VALUES = re.compile(r"^DETAIL:.*?(?=^(?:CONTEXT:|HINT:|Traceback |The above |During )|\Z)", re.DOTALL | re.MULTILINE)


class Discreet(logging.Formatter):
    """Leaves both out of every line and every traceback: whoever reads a log could try the one and read the other."""

    def format(self, record: logging.LogRecord) -> str:
        return VALUES.sub("DETAIL: left out\n", KEYS.sub(r"\1…", super().format(record)))

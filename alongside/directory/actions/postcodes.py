"""Loading where postcodes are."""

from collections.abc import Iterable
from itertools import islice

from django.db import connection, transaction

from alongside.directory.models import Postcode
from alongside.directory.search import outdate
from alongside.people import audit
from alongside.people.actors import Actor

MANY = 5_000
# There are 1.7 million of them in the country; as objects they take ten times as long.
TAKE_IN = """
INSERT INTO directory_postcode (code, latitude, longitude, decile) VALUES (%s, %s, %s, %s)
ON CONFLICT (code) DO UPDATE SET latitude = excluded.latitude, longitude = excluded.longitude, decile = excluded.decile
"""


@transaction.atomic
def load_postcodes(*, by: Actor, postcodes: Iterable[Postcode]) -> int:
    """Take in the middles of postcodes, those known already anew; returns how many there were."""
    loaded, rows = 0, iter(postcodes)
    with connection.cursor() as cursor:
        while batch := [(row.code, row.latitude, row.longitude, row.decile) for row in islice(rows, MANY)]:
            cursor.executemany(TAKE_IN, batch)
            loaded += len(batch)
    audit.record(by=by, verb="directory.postcodes_loaded", number=loaded)
    transaction.on_commit(outdate)  # where services are may be known better now
    return loaded

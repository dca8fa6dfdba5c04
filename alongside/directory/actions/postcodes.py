"""Loading where postcodes are."""

from collections.abc import Iterable
from itertools import islice

from django.db import transaction

from alongside.directory.models import Postcode
from alongside.directory.search import outdate
from alongside.people import audit
from alongside.people.actors import Actor

MANY = 500


@transaction.atomic
def load_postcodes(*, by: Actor, postcodes: Iterable[Postcode]) -> int:
    """Take in the middles of postcodes, those known already anew; returns how many there were."""
    loaded, rows = 0, iter(postcodes)
    while batch := list(islice(rows, MANY)):
        Postcode.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["code"], update_fields=["latitude", "longitude", "decile"]
        )
        loaded += len(batch)
    audit.record(by=by, verb="directory.postcodes_loaded", number=loaded)
    transaction.on_commit(outdate)  # where services are may be known better now
    return loaded

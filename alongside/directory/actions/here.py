"""Services that are not read from anybody's list but told to us here, such as groups that people start themselves."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from alongside.directory.importing.fitting import fitted
from alongside.directory.importing.rows import FIELDS, ProviderRow, Row
from alongside.directory.importing.saving import Wanted, save_rows
from alongside.directory.models import Service, Source
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation

HERE = "told-here"
# The words are those of whoever runs it, and stay theirs: there is no licence under which others may take them.
SOURCE = {
    "name": "Told to us here",
    "licence": "All rights with those who run them",
    "attribution": "Told to us by those who run it.",
}


# A name of their own would not follow when the service is called otherwise.
PROVIDER = _("People who come to it run it")


@transaction.atomic
def enter_service(*, by: Actor, row: Row, keeper: Organisation) -> Service:
    """Put a service into the directory that `keeper` looks after. `row.status` says whether it is listed.

    Changed afterwards with `edit_service`, as any other; no import knows it.
    """
    source, _new = Source.objects.get_or_create(key=HERE, defaults=SOURCE)
    row = fitted(replace(row, provider=ProviderRow(str(keeper.pk), str(PROVIDER))))
    service = Service(source=source, source_key=row.id)
    save_rows(source, [Wanted(service, row, FIELDS)])
    service.provider.organisation = keeper
    service.provider.save(update_fields=["organisation"])
    audit.record(by=by, verb="service.entered", target=service)
    return service

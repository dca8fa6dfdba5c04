"""Whose people keep the records of a provider's services."""

from django.db import transaction

from alongside.directory.models import Provider
from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation


@transaction.atomic
def hand_to(*, by: Actor, provider: Provider, organisation: Organisation | None) -> None:
    """Let an organisation that belongs here keep all services of a provider; None takes it back."""
    provider = Provider.objects.select_for_update(of=("self",)).get(pk=provider.pk)
    if provider.organisation_id == (organisation.pk if organisation else None):
        return
    provider.organisation = organisation
    provider.save(update_fields=["organisation"])
    audit.record(by=by, verb="provider.handed_to", target=provider, organisation=organisation and str(organisation.pk))

"""The record is Open Referral UK (HSDS 3.0): who provides what, where, when and for whom, and how we know."""

from alongside.directory.models.geography import Postcode
from alongside.directory.models.services import (
    FromSource,
    Location,
    Provider,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceQuerySet,
    Source,
    TaxonomyTerm,
)
from alongside.directory.models.use import UnmetNeed

__all__ = [
    "FromSource",
    "Location",
    "Postcode",
    "Provider",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceQuerySet",
    "Source",
    "TaxonomyTerm",
    "UnmetNeed",
]

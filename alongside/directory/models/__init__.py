"""The record is Open Referral UK (HSDS 3.0): who provides what, where, when and for whom, and how we know."""

from alongside.directory.models.details import Contact, CostOption, Language, Phone
from alongside.directory.models.geography import Postcode
from alongside.directory.models.places import Accessibility, Location, ServiceArea, ServiceAtLocation
from alongside.directory.models.schedules import Schedule, ScheduleQuerySet
from alongside.directory.models.services import Attribute, Provider, Service, ServiceQuerySet, TaxonomyTerm
from alongside.directory.models.sources import FeedRecord, FromSource, ImportRun, Source
from alongside.directory.models.stewardship import Assurance, Conflict, Duplicate, Report, ServiceEdit
from alongside.directory.models.use import UnmetNeed

__all__ = [
    "Accessibility",
    "Assurance",
    "Attribute",
    "Conflict",
    "Contact",
    "CostOption",
    "Duplicate",
    "FeedRecord",
    "FromSource",
    "ImportRun",
    "Language",
    "Location",
    "Phone",
    "Postcode",
    "Provider",
    "Report",
    "Schedule",
    "ScheduleQuerySet",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceEdit",
    "ServiceQuerySet",
    "Source",
    "TaxonomyTerm",
    "UnmetNeed",
]

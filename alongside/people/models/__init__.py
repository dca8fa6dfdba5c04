"""Persons, organisations, who belongs where, what a person agreed to, and what was done."""

from alongside.people.models.accounts import User
from alongside.people.models.audit import AuditEvent, AuditSeal, SealedEvent, UnsealedEvent
from alongside.people.models.carers import CarerAgreement, CarerInvitation
from alongside.people.models.consent import Consent, ContactPreference, ErasureRequest, Purpose
from alongside.people.models.organisations import Duty, Membership, Organisation, Responsibility, Role, ends_now
from alongside.people.models.persons import Condition, Person, PersonIdentifier, Registration

__all__ = [
    "AuditEvent",
    "AuditSeal",
    "CarerAgreement",
    "CarerInvitation",
    "Condition",
    "Consent",
    "ContactPreference",
    "Duty",
    "ErasureRequest",
    "Membership",
    "Organisation",
    "Person",
    "PersonIdentifier",
    "Purpose",
    "Registration",
    "Responsibility",
    "Role",
    "SealedEvent",
    "UnsealedEvent",
    "User",
    "ends_now",
]

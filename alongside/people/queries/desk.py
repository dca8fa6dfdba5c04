"""Finding people at a practice's desk."""

import re
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from alongside.people.access import Can, visible_people
from alongside.people.models import ErasureRequest, Person, User

DAY = re.compile(r"^(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4})$")


def people_at_desk(user: User | AnonymousUser, capability: Can, words: str) -> QuerySet[Person]:
    """People about whom the account holds a capability, by name, date of birth or NHS number."""
    mine = visible_people(user, capability)
    words = " ".join(words.split())
    digits = words.replace(" ", "").replace("-", "")
    if not words:
        return mine.none()
    if digits.isdigit() and len(digits) == 10:
        return mine.filter(nhs_number=digits)
    if day := _day(words):
        return mine.filter(date_of_birth=day)
    return mine.filter(_has_every_word(words))


def _day(words: str) -> date | None:
    found = DAY.match(words)
    if not found:
        return None
    day, month, year = (int(part) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _has_every_word(words: str) -> Q:
    wanted = Q()
    for word in words.split()[:5]:
        wanted &= Q(given_name__icontains=word) | Q(family_name__icontains=word) | Q(known_as__icontains=word)
    return wanted


def open_erasure_requests(user: User | AnonymousUser) -> QuerySet[ErasureRequest]:
    """People who asked to be forgotten and wait for this account's answer."""
    waiting = ErasureRequest.objects.filter(decided_at=None, person__in=visible_people(user, Can.ERASE))
    return waiting.select_related("person").order_by("asked_at")

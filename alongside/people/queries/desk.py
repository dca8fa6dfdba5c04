"""Finding people at a practice's desk, and whoever rings."""

import re
import unicodedata
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from alongside.people.access import Can, visible_people
from alongside.people.models import ErasureRequest, Person, Registration, User

DAY = re.compile(r"^(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4})$")
MARKS, BETWEEN = re.compile("[\u0300-\u036f]"), re.compile(r"[\s'’.-]+")  # above and below letters; between words


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


def registered_as(practices: Collection[UUID], given_name: str, family_name: str, date_of_birth: date) -> list[Person]:
    """Who of those registered with some practices has this name, or is called so, and was born on this day.

    The whole name; only capitals, accents and hyphens, which nobody hears, do not count. Nobody who died or asked to be
    forgotten.
    """
    here = Registration.objects.current().filter(person=OuterRef("pk"), practice__in=practices)
    known = Person.objects.filter(Exists(here), date_of_birth=date_of_birth, died_on=None, restricted_at=None)
    given, family = _heard(given_name), _heard(family_name)
    same = [row for row in known if given and given in (_heard(row.given_name), _heard(row.known_as))]
    return [row for row in same if _heard(row.family_name) == family]


def _heard(name: str) -> str:
    return BETWEEN.sub(" ", MARKS.sub("", unicodedata.normalize("NFKD", name)).casefold()).strip()


def open_erasure_requests(user: User | AnonymousUser) -> QuerySet[ErasureRequest]:
    """People who asked to be forgotten and wait for this account's answer."""
    waiting = ErasureRequest.objects.filter(decided_at=None, person__in=visible_people(user, Can.ERASE))
    return waiting.select_related("person").order_by("asked_at")

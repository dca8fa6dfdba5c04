"""Finding services. One door: `find(words, near=...)`."""

from dataclasses import replace

from django.utils import timezone

from alongside.directory.geography import find_place
from alongside.directory.search.asking import Asked
from alongside.directory.search.filters import Filters
from alongside.directory.search.loading import index
from alongside.directory.search.ranking import Asker
from alongside.directory.search.results import Result, Results, results


def find(
    words: str,
    *,
    near: str = "",
    filters: Filters | None = None,
    age: int | None = None,
    sex: str = "",
    limit: int = 10,
) -> Results:
    """Services for what somebody types. `near` is a postcode, half of one, or a place; one in the words goes first.

    `age` and `sex` ("F", "M") are those of whoever it is for, where they are known.
    """
    services = index()
    asked = services.understand(words)
    wanted = (filters or Filters()).with_words(asked)
    wanted = wanted if wanted.moment else replace(wanted, moment=timezone.localtime())
    asked = wanted.added_to(asked)
    home = services.places.get(asked.place) or find_place(near)
    asker = Asker(home=home, borough=services.borough_of(home) if home else "", age=age, sex=sex)
    return results(asked, wanted, services.rated(asked, asker), limit=limit)


def understood(words: str) -> Asked:
    """What search makes of words, without looking for anything."""
    return index().understand(words)


__all__ = ["Asked", "Filters", "Result", "Results", "find", "understood"]

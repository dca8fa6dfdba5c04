"""In which order the things that matter to a person are taken."""

from alongside.agenda.areas import areas as known_areas
from alongside.agenda.models import Concern, Preparation

PRIORITIES = 3


def ranked(preparation: Preparation) -> list[str]:
    """The areas with a rank, in order."""
    rows = preparation.concerns.filter(rank__isnull=False).order_by("rank")
    return list(rows.values_list("area", flat=True))


def by_weight(concern: Concern) -> tuple[int, int, int]:
    """A sort key: the person's own order, then what gets in the way most, then the order of the list."""
    place = list(known_areas()).index(concern.area) if concern.area in known_areas() else len(known_areas())
    return (concern.rank or PRIORITIES + 1, -(concern.bother or 0), place)

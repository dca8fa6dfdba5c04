"""Points on the map, as latitude and longitude in degrees (WGS 84)."""

import math

Place = tuple[float, float]
EARTH = 6371  # km


def distance(one: Place, other: Place) -> float:
    """Kilometres in a straight line, near enough within a county."""
    north = math.radians(other[0] - one[0])
    east = math.radians(other[1] - one[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return EARTH * math.hypot(north, east)

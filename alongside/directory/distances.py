"""Distances as people say them. No database."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

KM_IN_A_MILE = 1.609
# Streets are longer than the straight line, and people with a long-term condition walk at about 3 miles an hour.
DETOUR, WALKING = 1.3, 4.8
FAR_TO_WALK = 2.0  # km


def in_miles(km: float) -> str:
    """ "0.6 miles", "less than 0.1 miles", "12 miles"."""
    miles = km / KM_IN_A_MILE
    if miles < 0.1:
        return _("less than 0.1 miles")
    shown = f"{miles:.1f}".removesuffix(".0") if miles < 9.95 else f"{miles:.0f}"
    return _("%s mile") % shown if shown == "1" else _("%s miles") % shown


def on_foot(km: float) -> str:
    """ "about 12 minutes' walk" where that is near enough to say; otherwise nothing."""
    if km > FAR_TO_WALK:
        return ""
    minutes = max(1, round(km * DETOUR / WALKING * 60))
    return ngettext("about %(count)d minute’s walk", "about %(count)d minutes’ walk", minutes) % {"count": minutes}

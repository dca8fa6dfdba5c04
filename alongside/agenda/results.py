"""Plain words for results, from `content/results.toml`. Pure: no database."""

from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import gettext as _

from alongside.ui.content import content

SAME = {"mmol/mol": {"mmol/mol", "mmol/mol{Hb}"}, "mg/mmol": {"mg/mmol", "mg/mmol{creat}"}}


@dataclass(frozen=True)
class Kind:
    """One sort of result a person is shown, and how its numbers are written."""

    key: str
    name: str
    plain: str
    codes: tuple[str, ...]
    unit: str
    decimals: int
    range: str
    source: str
    checked: str
    convert: dict[str, dict[str, float]] = field(default_factory=dict)

    def written(self, value: float | None, text: str, unit: str) -> str:
        """The value as a person reads it; "" for one in a unit we cannot turn into ours, rather than a wrong number."""
        step = self.convert.get(unit)
        if step is None and not self._is_ours(unit):
            return ""
        if value is None:
            return "" if step else text
        shown = value * step["times"] + step["plus"] if step else value
        return f"{shown:.{self.decimals}f}"

    def _is_ours(self, unit: str) -> bool:
        # A peak flow of 5 L/s is not one of 5 L/min: only our own unit may pass unchanged, and a pure number any.
        same = {written.lower() for written in SAME.get(self.unit, {self.unit})}
        return not self.unit or unit.replace(" ", "").lower() in same


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of result by its key, in the order they are shown."""
    return {row["key"]: Kind(**{**row, "codes": tuple(row["codes"])}) for row in content("results.toml")["result"]}


def ranges_from_age() -> int:
    """From which age a general range may be shown."""
    age: int = content("results.toml")["ranges_from_age"]
    return age


def ranges_not_with() -> list[str]:
    """Codes of conditions that general ranges are not meant for."""
    return list(content("results.toml")["ranges_not_with"])


@cache
def kind_by_code() -> dict[str, Kind]:
    return {code: kind for kind in kinds().values() for code in kind.codes}


def sentence(kind: Kind, value: str, last: str) -> str:
    """ "Your weight was 82.0 kg. Last time 84.5 kg." and the usual range where one is public."""
    unit = f" {kind.unit}" if kind.unit and kind.unit != "mmol/mol" else ""
    parts = [_("%(name)s was %(value)s.") % {"name": kind.name, "value": f"{value}{unit}"}]
    parts += [_("Last time %(value)s.") % {"value": f"{last}{unit}"}] if last else []
    parts += [kind.range] if kind.range else []
    return " ".join(parts)

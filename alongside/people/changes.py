"""What changed, by name: the trail says which facts were changed, never what they were or became."""

from collections.abc import Mapping

from django.db.models import Model


def set_changed(row: Model, facts: Mapping[str, object]) -> list[str]:
    """Set on the row whichever facts differ from it, and name them. The caller saves."""
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, facts[name])
    return changed

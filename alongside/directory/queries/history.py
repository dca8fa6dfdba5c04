"""What was changed of a service, by whom and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alongside.directory.importing.encoding import decode_field
from alongside.directory.importing.rows import FIELDS
from alongside.directory.models import Service, ServiceEdit


@dataclass(frozen=True)
class Changed:
    """One thing of a service that was changed. Values are as in `rows.Row`; `ours` where it was changed by hand."""

    field: str
    before: Any
    after: Any
    at: datetime
    who: str
    ours: bool


def history(service: Service) -> list[Changed]:
    """What was changed of what is shown, by hand and by imports, newest first."""
    return [_changed(edit) for edit in service.edits.order_by("-at")]


def _changed(edit: ServiceEdit) -> Changed:
    before, after = (_value(edit.field, kept) for kept in (edit.before, edit.after))
    return Changed(edit.field, before, after, edit.at, edit.changed_by, edit.ours)


def _value(field: str, kept: Any) -> Any:
    return decode_field(field, kept) if field in FIELDS else kept

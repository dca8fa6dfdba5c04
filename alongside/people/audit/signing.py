"""The signatures of rows and seals, which somebody with only the database cannot make."""

import hashlib
import hmac
import json
from typing import Any

from django.conf import settings

from alongside.people.models import AuditSeal

FIRST = "0" * 64
SIGNED = ("uid", "at", "verb", "user_id", "actor", "organisation_id", "person_id", "target", "detail")


def mac_of(event: dict[str, Any], *, key: str = "") -> str:
    """A row's own signature."""
    facts = {name: _plain(event[name]) for name in SIGNED}
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return _hmac(text, key or settings.AUDIT_KEY).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _hmac(text: str, key: str) -> hmac.HMAC:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256)


def key_of(seal: int) -> str:
    """The key that the rows of a seal, and the seal, were signed with: today's, or one from before it was changed."""
    earlier = (key for last, key in settings.EARLIER_AUDIT_KEYS if seal <= last)
    return next(earlier, settings.AUDIT_KEY)


def digest_begun(seal: AuditSeal) -> hmac.HMAC:
    """What binds a seal to the one before it; the signatures of its rows follow, in order, each after a line's end."""
    return _hmac("\n".join([str(seal.number), seal.at.isoformat(), seal.previous]), key_of(seal.number))

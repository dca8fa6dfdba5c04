"""The keys: one signs sessions and links, another the audit trail."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(given: str, *, production: bool, data_dir: Path) -> str:
    """Return the key from the environment, or outside production one kept in the data folder."""
    if given:
        return given
    if production:
        raise ImproperlyConfigured("SECRET_KEY is not set. docs/deploy.md says how to make one.")
    return _kept_key(data_dir / "secret_key")


def _kept_key(path: Path) -> str:
    if not path.exists():
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text().strip()


def earlier_keys(given: list[str]) -> list[tuple[int, str]]:
    """Each key used before with the last seal that was made with it, in order: "120:key"."""
    pairs = [words.partition(":") for words in given]
    if not all(number.isdecimal() and key for number, _colon, key in pairs):
        raise ImproperlyConfigured(
            "Each of EARLIER_AUDIT_KEYS is the number of a seal, a colon, and the key used till then."
        )
    return sorted((int(number), key) for number, _colon, key in pairs)

"""The key that signs sessions and links."""

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

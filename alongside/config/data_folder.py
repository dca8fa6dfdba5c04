"""The folder that holds what the program keeps: the database where it is SQLite, static files, messages as files."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def data_folder(given: str, *, production: bool) -> Path:
    """Return the folder, made if need be; outside production the program has to be able to write there."""
    folder = Path(given).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)  # the database and the messages in it are nobody else's
    except OSError as problem:
        raise _not_usable(folder, problem.strerror) from None
    if not production and not os.access(folder, os.W_OK | os.X_OK):
        raise _not_usable(folder, "it cannot be written to")
    return folder


def _not_usable(folder: Path, why: str | None) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"The data folder cannot be {folder}: {why}. Set DATA_DIR to a folder of your own.")

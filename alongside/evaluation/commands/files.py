"""Files that a command reads and writes."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from alongside.evaluation.errors import BadInput


def read(path: Path) -> bytes:
    """What is in a file.

    Raises
    ------
    BadInput
        It is not there, or may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as problem:
        raise BadInput(f"{path} cannot be read: {(problem.strerror or 'unknown error').lower()}.") from problem


def read_text(path: Path) -> str:
    try:
        return read(path).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise BadInput(f"{path} is not UTF-8.") from problem


def write(path: Path, content: str | bytes, *, private: bool = False) -> None:
    """Write a file whole or not at all; a private one is for its owner alone.

    Raises
    ------
    BadInput
        It cannot be written.
    """
    raw = content.encode() if isinstance(content, str) else content
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        if not private:
            os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except OSError as problem:
        raise BadInput(f"{path} cannot be written: {(problem.strerror or 'unknown error').lower()}.") from problem


def as_text(value: Any) -> str:
    """JSON as people read it."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

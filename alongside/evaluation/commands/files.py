"""Files that a command reads and writes."""

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
    with _said(path, "read"):
        return path.read_bytes()


def read_text(path: Path) -> str:
    """What is in a file of UTF-8.

    Raises
    ------
    BadInput
        As for `read`, or it is no text.
    """
    try:
        return read(path).decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise BadInput(f"{path} is not text in UTF-8.") from problem


def keep_apart(inputs: Sequence[Path], outputs: Sequence[Path]) -> None:
    """Raise where one file would be written over another that is read, or written, by the same command.

    Raises
    ------
    BadInput
    """
    taken = {path.resolve() for path in inputs}
    for path in outputs:
        if path.resolve() in taken:
            raise BadInput(f"{path} would be written over what is read or written besides: name another file.")
        taken.add(path.resolve())


def write(path: Path, content: str | bytes, *, private: bool = False) -> None:
    """Write a file whole or not at all, in the place of one that is there; a private one is for its owner alone.

    Raises
    ------
    BadInput
        It cannot be written.
    """
    with _said(path, "written"):
        place = path.resolve()
        if place.exists() and not place.is_file():
            raise BadInput(f"{path} cannot be written: it is there, and no file.")
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
        try:
            _fill(handle, content)
            if not private:
                os.chmod(name, 0o666 & ~_umask())
            os.replace(name, place)
        except BaseException:
            os.unlink(name)
            raise


def write_new(path: Path, content: str | bytes) -> None:
    """Write a private file where none is; one that is there is never touched.

    Raises
    ------
    BadInput
        It cannot be written, or is there already.
    """
    with _said(path, "written"):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            _fill(handle, content)
        except BaseException:
            os.unlink(path)
            raise


def as_text(value: Any) -> str:
    """JSON as people read it."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _fill(handle: int, content: str | bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _said(path: Path, what: str) -> Iterator[None]:
    """A failure in a sentence."""
    try:
        yield
    except OSError as problem:
        raise BadInput(f"{path} cannot be {what}: {(problem.strerror or 'unknown error').lower()}.") from problem

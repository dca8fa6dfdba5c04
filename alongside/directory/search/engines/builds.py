"""Indexes as files: a new one is built beside the one in use and takes its place at once."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


class Builds:
    """A folder of indexes, one of which is in use. Whatever else is in it was left by a build that was ended."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pointer = folder / "in_use"

    def in_use(self) -> Path | None:
        try:
            return self._folder / self._pointer.read_text()
        except FileNotFoundError:
            return None

    @contextmanager
    def another(self) -> Iterator[Path]:
        """A new folder to build in. It is in use once everything went well; the others are thrown away then."""
        new = self._folder / uuid4().hex
        self._tidy(kept=self.in_use())
        new.mkdir(parents=True)
        yield new
        pointer = new / "pointer"
        pointer.write_text(new.name)
        pointer.replace(self._pointer)
        self._tidy(kept=new)

    def _tidy(self, *, kept: Path | None) -> None:
        """Whoever still reads one of the others has it open, and goes on reading."""
        for other in self._folder.iterdir() if self._folder.exists() else ():
            if other.is_dir() and other != kept:
                shutil.rmtree(other, ignore_errors=True)

    @contextmanager
    def held(self, *, wait: bool) -> Iterator[bool]:
        """Whether this thread is the only one that writes, of all processes; a process that dies lets go."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True

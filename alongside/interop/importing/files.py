"""Streaming resources out of files: bundles and NDJSON, packed or not, in little memory.

A file is read twice (first for the people and organisations that others refer to), so it is opened by path each time.
"""

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

import ijson

from alongside.interop.fhir.parts import Resource, parts, text_of

# A bundle up to this size is read whole, which is quicker and names the line of a mistake.
WHOLE = 8 * 1024 * 1024
LONGEST_LINE = 64 * 1024 * 1024
ENDINGS = (".json", ".ndjson", ".json.gz", ".ndjson.gz")
DEEP = "it is nested too deep"
FIRST_TYPE = re.compile(rb'"resourceType"\s*:\s*"([A-Za-z]+)"')
BASICS = re.compile(rb'"resourceType"\s*:\s*"(?:Patient|Practitioner|Organization|PractitionerRole|Bundle)"')
# A record may hold a bundle of its own; more of them inside one another are not unpacked.
DEEPEST = 3
# The order in which files of one export are read: what others refer to comes first.
ORDER = {"Organization": 0, "Practitioner": 1, "PractitionerRole": 2, "Patient": 3, "Bundle": 4}


class Refused(Exception):
    """A file cannot be read; the message says where and why. Nothing of it was kept."""


@dataclass(frozen=True)
class Entry:
    resource: Resource
    full_url: str = ""

    @property
    def type(self) -> str:
        return text_of(self.resource.get("resourceType"), 60)


def files_in(paths: list[Path]) -> list[Path]:
    """The files to read, in the order that suits references between them. A folder means all that is in it."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(file for file in path.rglob("*") if file.is_file() and file.name.endswith(ENDINGS))
        elif path.is_file():
            found.append(path)
        else:
            raise Refused(f"{path}: there is no such file or folder.")
    return sorted(dict.fromkeys(found), key=_place)


def _place(path: Path) -> int:
    try:
        with _open(path) as file:
            start = file.read(4096)
    except (OSError, EOFError, zlib.error):
        return len(ORDER)
    kinds = [ORDER.get(kind.decode(), len(ORDER)) for kind in FIRST_TYPE.findall(start)]
    return kinds[0] if kinds else ORDER["Bundle"]


def entries(path: Path, *, basics: bool = False) -> Iterator[Entry]:
    """Every resource in a file. With `basics`, lines that cannot hold people or organisations are skipped unread."""
    try:
        if path.name.removesuffix(".gz").endswith(".ndjson"):
            yield from _from_lines(path, basics)
        else:
            yield from _from_document(path, basics)
    except (OSError, EOFError, zlib.error) as problem:
        raise Refused(f"{path.name}: the file cannot be unpacked or read to its end ({problem}).") from problem


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.name.endswith(".gz") else path.open("rb")  # type: ignore[return-value]  # a GzipFile reads like any file


def _from_lines(path: Path, basics: bool) -> Iterator[Entry]:
    with _open(path) as file:
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            if len(line) == LONGEST_LINE:
                raise Refused(f"{path.name}: line {number} is longer than 64 MB.")
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.strip() or (basics and not BASICS.search(line)):
                continue
            yield from _flat(_parsed(line, path, f"line {number}"), path, f"line {number}")


def _from_document(path: Path, basics: bool) -> Iterator[Entry]:
    with _open(path) as file:
        start = file.read(WHOLE + 1)
    end, large = start.find(b"\n"), len(start) > WHOLE
    if end >= 0 and (large or start[end:].strip()) and _is_line(start[:end]):
        yield from _from_lines(path, basics)
    elif large:
        yield from _streamed(path)
    else:
        yield from _flat(_parsed(start.removeprefix(b"\xef\xbb\xbf"), path, ""), path, "")


def _is_line(line: bytes) -> bool:
    """Whether the first line is a resource by itself: NDJSON under another name."""
    try:
        return isinstance(json.loads(line.removeprefix(b"\xef\xbb\xbf")), dict)
    except (ValueError, RecursionError):
        return False


def _parsed(data: bytes, path: Path, where: str) -> Any:
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_no_such_number)
    except json.JSONDecodeError as problem:
        line = where or f"line {problem.lineno}"
        raise Refused(f"{path.name}: {line}, column {problem.colno}: {problem.msg}.") from problem
    except UnicodeDecodeError as problem:
        line = where or "line " + str(data.count(b"\n", 0, problem.start) + 1)
        raise Refused(f"{path.name}: {line}: it is not UTF-8 text.") from problem
    except RecursionError as problem:
        raise Refused(f"{path.name}: {where or 'line 1'}: {DEEP}.") from problem
    except ValueError as problem:
        raise Refused(f"{path.name}: {where or 'line 1'}: {problem}.") from problem


def _no_such_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number in JSON")


class _Counted:
    """Counts the bytes handed on, so that a mistake in a large bundle can be found, and a boundless one refused."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path, self.file, self.count, self.since = path, file, 0, 0

    def read(self, size: int = -1) -> bytes:
        if self.count - self.since > LONGEST_LINE:
            raise Refused(f"{self.path.name}: before byte {self.count}: one record is longer than 64 MB.")
        data = self.file.read(size)
        self.count += len(data)
        return data


def _streamed(path: Path) -> Iterator[Entry]:
    with _open(path) as file:
        counted = _Counted(path, file)
        try:
            for row in ijson.items(counted, "entry.item", use_float=True):
                counted.since = counted.count
                yield from _of_bundle_entry(row)
        except (ijson.JSONError, UnicodeDecodeError, RecursionError, ValueError) as problem:
            raise Refused(f"{path.name}: before byte {counted.count}: {_first_line(problem)}.") from problem


def _first_line(problem: Exception) -> str:
    text = problem.args[0] if problem.args else "it is not JSON"
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return text.strip().splitlines()[0].rstrip(".") if text.strip() else "it is not JSON"


def _flat(value: Any, path: Path, where: str) -> Iterator[Entry]:
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        for row in value:
            yield from _unfold(row, "")
    elif isinstance(value, dict) and isinstance(value.get("resourceType"), str):
        yield from _unfold(value, "")
    else:
        raise Refused(f"{path.name}: {where or 'line 1'}: it is JSON and not FHIR: it says no resourceType.")


def _unfold(resource: Resource, full_url: str, depth: int = 0) -> Iterator[Entry]:
    if resource.get("resourceType") != "Bundle" or depth > DEEPEST:
        yield Entry(resource, full_url)
        return
    for row in parts(resource.get("entry")):
        yield from _of_bundle_entry(row, depth)


def _of_bundle_entry(row: Any, depth: int = 0) -> Iterator[Entry]:
    """An entry may be without a resource (a deletion, a response): then there is nothing to take in."""
    if isinstance(row, dict) and isinstance(row.get("resource"), dict):
        yield from _unfold(row["resource"], text_of(row.get("fullUrl"), 300), depth + 1)

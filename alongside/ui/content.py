"""The words and lists kept as data in `alongside/content`, to be read and reviewed without reading code."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "content"


@cache
def content(name: str) -> dict[str, Any]:
    """Read one TOML file of the content folder, once: `content("areas.toml")`."""
    with (FOLDER / name).open("rb") as file:
        return tomllib.load(file)


def content_files(folder: str) -> list[Path]:
    """The TOML files of a folder of the content, in order of name."""
    return sorted((FOLDER / folder).glob("*.toml"))


def contents(folder: str) -> list[dict[str, Any]]:
    """Read every TOML file of a folder of the content, in order of name."""
    return [content(f"{folder}/{path.name}") for path in content_files(folder)]

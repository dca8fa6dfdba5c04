"""The worked examples, copied to where somebody can try them."""

from importlib.resources import files
from pathlib import Path

from alongside.evaluation.commands.files import write
from alongside.evaluation.errors import BadInput

ENDINGS = (".toml", ".csv", ".R", ".py", ".md")


def copy_examples(folder: Path) -> list[str]:
    """Copy them; what is there already stays.

    Raises
    ------
    BadInput
        The folder cannot be made, or holds a file of one of these names.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise BadInput(f"{folder} cannot be made: {(problem.strerror or 'unknown error').lower()}.") from problem
    found = [file for file in files("alongside.evaluation.examples").iterdir() if file.name.endswith(ENDINGS)]
    chosen = [file for file in sorted(found, key=lambda file: file.name) if not file.name.startswith("__")]
    for file in chosen:
        if (folder / file.name).exists():
            raise BadInput(f"{folder / file.name} is there already. Name another folder.")
    for file in chosen:
        write(folder / file.name, file.read_bytes())
    return [file.name for file in chosen]

"""What the documents must name."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.architecture.source import REPOSITORY, ROOT

SETTINGS = sorted(set(re.findall(r"(?:env\.\w+|one_of)\(\s*\"([A-Z_]+)\"", (ROOT / "config/settings.py").read_text())))
COMMANDS = sorted(name for name, app in get_commands().items() if app.startswith("alongside."))
DOCUMENTS = [
    *(path for path in sorted((REPOSITORY / "docs").rglob("*.md"))),
    *(REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
]


def _text(name: str) -> str:
    return (REPOSITORY / name).read_text()


@pytest.mark.parametrize("name", [*SETTINGS, "HOST", "PORT"])
def test_every_setting_is_in_the_deployment_guide(name):
    assert f"`{name}`" in (REPOSITORY / "docs/deploy.md").read_text()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name):
    assert f"`alongside {name}" in (REPOSITORY / "docs/commands.md").read_text()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_points_only_at_files_that_are_there(path):
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text()):
        assert (path.parent / target).exists(), target


def test_the_controls_in_the_hazard_log_are_there():
    named = re.findall(r"`((?:alongside|tests|deploy)[\w/.@-]*\.\w+)(?:::|`)", _text("docs/clinical-safety.md"))
    assert len(named) > 60
    assert not [name for name in named if not (REPOSITORY / name).exists()]


HAZARDS = re.findall(r"^### (\d+)\. (.+?)\n(.*?)(?=^##|\Z)", _text("docs/clinical-safety.md"), re.MULTILINE | re.DOTALL)


def test_the_hazards_are_numbered_without_a_gap():
    assert [int(number) for number, _title, _text in HAZARDS] == list(range(1, len(HAZARDS) + 1))
    assert len(HAZARDS) > 30


@pytest.mark.parametrize(("number", "title", "text"), HAZARDS, ids=[title for _number, title, _text in HAZARDS])
def test_every_hazard_says_why_what_then_who_and_which_test_shows_its_control(number, title, text):
    for part in ("Cause: ", "Effect: ", "Risk ", "Owner: "):
        assert part in text, f"{number}. {title} lacks {part}"
    shown_by = re.findall(r"`([\w/]+\.py)::(test_\w+)`", text)
    assert shown_by, f"{number}. {title}: no test shows a control"
    assert not [name for path, name in shown_by if f"def {name}(" not in (REPOSITORY / path).read_text()]


def test_decisions_are_short():
    long = [path.name for path in (REPOSITORY / "docs/adr").glob("*.md") if len(path.read_text().splitlines()) > 40]
    assert not long


def test_the_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(path.name[:4]) for path in (REPOSITORY / "docs/adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_settings_and_commands_were_found():
    assert len(SETTINGS) > 30
    assert "follow_up" in COMMANDS


def test_requirement_files_record_no_registry():
    for path in Path(REPOSITORY / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "http" not in text
        assert "--hash=sha256:" in text

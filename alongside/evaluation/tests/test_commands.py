"""The three commands: what they print and write, what they refuse, and that they need no Django."""

import json
import os
import re
import stat
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from alongside.evaluation import commands
from alongside.evaluation.commands import files
from alongside.evaluation.tests.analysed import OUTCOME, SPEC, TESTED, csv_of, people

DESIGN = """
[design]
title = "How many practices?"
ask = "power"
icc = [0.01, 0.05]
cluster_size = 40
difference = 0.3
clusters = 20

[outcome]
kind = "mean"
"""
RULES = """
[allocation]
title = "Twelve practices"
method = "constrained"
cluster = "practice"
covariates = ["size", "deprived"]
intervention = 6
share = 0.3
"""
SIZES = [90, 120, 75, 140, 60, 110, 95, 130, 80, 150, 70, 100]
CLUSTERS = "practice,size,deprived\n" + "".join(f"{n + 1},{size},{n % 4}\n" for n, size in enumerate(SIZES))
SECRET_FILES = 0o600

pytestmark = pytest.mark.usefixtures("in_folder")


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything is done in an empty folder, with the files of a trial."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec.toml").write_text(SPEC)
    (tmp_path / "data.csv").write_bytes(csv_of(people()))
    (tmp_path / "rules.toml").write_text(RULES)
    (tmp_path / "clusters.csv").write_text(CLUSTERS)
    (tmp_path / "design.toml").write_text(DESIGN)
    return tmp_path


def run(command: str, *arguments: str) -> int:
    return commands.run(command, arguments)


def refused(capsys: pytest.CaptureFixture[str], sentence: str, command: str, *arguments: str) -> None:
    """One sentence on standard error, nothing else, and 1."""
    assert run(command, *arguments) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert sentence in said.err
    assert said.err.count("\n") == 1


def mode(path: str) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


def listing() -> set[str]:
    return {path.name for path in Path().iterdir()}


# Analysing.


def test_an_analysis_is_printed_and_written_as_json(capsys):
    assert run("analyse_trial", "spec.toml", "data.csv", "--json", "out.json") == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("A trial\n\nIntervention: 6 clusters, 90 people\n")
    assert printed.err == ""
    found = json.loads(Path("out.json").read_text())
    assert found["specification_sha256"] == sha256(Path("spec.toml").read_bytes()).hexdigest()
    assert found["data_sha256"] == sha256(Path("data.csv").read_bytes()).hexdigest()
    assert f"{found['outcomes'][0]['main']['effects'][0]['estimate']:.4g}" in printed.out


def test_a_report_is_written_for_a_browser_and_for_a_word_processor():
    arguments = ["--report", "out.html", "--docx", "out.docx", "--date", "2026-11-21"]
    assert run("analyse_trial", "spec.toml", "data.csv", *arguments) == 0
    page = Path("out.html").read_text()
    assert "A trial" in page
    assert "21 November 2026" in page or "2026-11-21" in page
    assert Path("out.docx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(
    ("files_", "arguments", "sentence"),
    [
        ({}, ["none.toml", "data.csv"], "none.toml cannot be read: no such file or directory."),
        ({}, ["spec.toml", "none.csv"], "none.csv cannot be read: no such file or directory."),
        ({}, [".", "data.csv"], ". cannot be read: is a directory."),
        ({}, ["spec.toml", "."], ". cannot be read: is a directory."),
        ({"spec.toml": b"\x89PNG\r\n\x1a\n\x00\xff"}, ["spec.toml", "data.csv"], "spec.toml is not text in UTF-8."),
        ({"data.csv": b"\x89PNG\r\n\x1a\n\x00\xff"}, ["spec.toml", "data.csv"], "The data are not UTF-8."),
        ({"spec.toml": b""}, ["spec.toml", "data.csv"], "The specification has no [trial]."),
        ({"spec.toml": b"[trial\n"}, ["spec.toml", "data.csv"], "The specification is not TOML: Expected ']'"),
        ({"data.csv": b""}, ["spec.toml", "data.csv"], "The data are empty."),
        ({}, ["spec.toml", "data.csv", "--json", "data.csv"], "data.csv would be written over what is read or written"),
        ({}, ["spec.toml", "data.csv", "--json", "./spec.toml"], "spec.toml would be written over"),
        ({}, ["spec.toml", "data.csv", "--json", "x", "--report", "x"], "x would be written over"),
        ({}, ["spec.toml", "data.csv", "--json", "no/out.json"], "no/out.json cannot be written: no such file or dir"),
        ({}, ["spec.toml", "data.csv", "--json", "."], ". cannot be written: it is there, and no file."),
        ({}, ["spec.toml", "data.csv", "--json", os.devnull], "cannot be written: it is there, and no file."),
        ({}, ["spec.toml", "data.csv", "--json", "data.csv/out"], "data.csv/out cannot be written: not a directory."),
        (
            {"spec.toml": (SPEC + "x = 1").encode()},
            ["spec.toml", "data.csv"],
            "x in [[outcome]] number 1 means nothing",
        ),
    ],
)
def test_a_file_that_is_not_right_is_a_sentence(capsys, files_, arguments, sentence):
    for name, content in files_.items():
        Path(name).write_bytes(content)
    before = listing()
    refused(capsys, sentence, "analyse_trial", *arguments)
    assert listing() == before


def test_the_data_are_untouched_where_they_would_have_been_written_over():
    before = Path("data.csv").read_bytes()
    os.symlink("data.csv", "link.csv")
    assert run("analyse_trial", "spec.toml", "data.csv", "--json", "link.csv") == 1
    assert Path("data.csv").read_bytes() == before


def test_nothing_is_written_where_the_analysis_fails(capsys):
    Path("out.json").write_text("from before")
    Path("data.csv").write_bytes(csv_of(people(y12=["x"] * 180)))
    refused(capsys, "cells that are not numbers", "analyse_trial", "spec.toml", "data.csv", "--json", "out.json")
    assert Path("out.json").read_text() == "from before"


def test_a_specification_with_a_byte_order_mark_is_read():
    Path("spec.toml").write_bytes(b"\xef\xbb\xbf" + SPEC.encode())
    assert run("analyse_trial", "spec.toml", "data.csv") == 0


@pytest.mark.parametrize(
    "arguments",
    [[], ["spec.toml"], ["spec.toml", "data.csv", "--jsn", "x"], ["spec.toml", "data.csv", "--date", "21 November"]],
)
def test_a_command_line_that_cannot_be_meant_is_2_and_says_how(capsys, arguments):
    with pytest.raises(SystemExit) as ended:
        run("analyse_trial", *arguments)
    assert ended.value.code == 2
    assert "usage: alongside analyse_trial" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["analyse_trial", "design_trial", "allocate"])
def test_help_says_what_the_command_is_for(capsys, command):
    with pytest.raises(SystemExit) as ended:
        run(command, "--help")
    assert ended.value.code == 0
    assert f"`alongside {command}" in capsys.readouterr().out


# Designing.


def test_a_design_is_printed_and_written_with_its_curve(capsys):
    assert run("design_trial", "design.toml", "--json", "out.json") == 0
    printed, found = capsys.readouterr().out, json.loads(Path("out.json").read_text())
    assert printed.startswith("How many practices?\n\n     ICC  power\n    0.01  0.")
    assert [answer["icc"] for answer in found["answers"]] == [0.01, 0.05]
    assert all(answer["words"] in printed for answer in found["answers"])
    assert (len(found["curve"]), found["curve"][0]["icc"], found["curve"][-1]["icc"]) == (25, 0.01, 0.05)
    assert found["curve"][0]["value"] == pytest.approx(found["answers"][0]["value"])


def test_a_question_without_an_answer_is_none_and_null(capsys):
    question = DESIGN.replace('"power"', '"size"').replace("cluster_size = 40\n", "").replace("0.05", "0.5")
    Path("design.toml").write_text(question)
    assert run("design_trial", "design.toml", "--json", "out.json") == 0
    assert "     0.5  none\n" in capsys.readouterr().out
    found = json.loads(Path("out.json").read_text())
    assert (found["answers"][1]["value"], found["curve"][-1]["value"]) == (None, None)


def test_a_design_is_not_written_over_its_specification(capsys):
    refused(capsys, "design.toml would be written over", "design_trial", "design.toml", "--json", "design.toml")
    refused(capsys, "none.toml cannot be read", "design_trial", "none.toml")


# Allocating.


def sealed(*arguments: str) -> str:
    """The commitment that was printed."""
    files_ = arguments or ("rules.toml", "clusters.csv")
    completed = run("allocate", *files_, "--new-secret", "secret.json")
    assert completed == 0
    return str(json.loads(Path("secret.json").read_text())["commitment"])


ALLOCATE = ("rules.toml", "clusters.csv", "--secret", "secret.json")


def test_a_secret_is_for_its_owner_alone_and_its_commitment_is_printed(capsys):
    commitment = sealed()
    printed = capsys.readouterr().out
    assert re.fullmatch(r"[0-9a-f]{64}", commitment)
    assert f"Publish this before you allocate: {commitment}\n" in printed
    secret = json.loads(Path("secret.json").read_text())
    assert mode("secret.json") == SECRET_FILES
    assert secret["seed"] not in printed
    assert secret["salt"] not in printed


def test_a_secret_is_never_written_over(capsys):
    sealed()
    before = Path("secret.json").read_bytes()
    capsys.readouterr()
    sentence = "secret.json is there already. A second secret would be a second chance: use the first."
    refused(capsys, sentence, "allocate", "rules.toml", "clusters.csv", "--new-secret", "secret.json")
    os.symlink("nowhere", "dangling.json")
    refused(capsys, "cannot be written", "allocate", "rules.toml", "clusters.csv", "--new-secret", "dangling.json")
    for taken in ("--out", "--audit"):
        refused(capsys, "secret.json would be written over", "allocate", *ALLOCATE, taken, "secret.json")
    assert Path("secret.json").read_bytes() == before
    assert not Path("nowhere").exists()


def test_an_allocation_is_balanced_and_nobody_else_may_read_it(capsys):
    sealed()
    capsys.readouterr()
    Path("arms.csv").touch(0o644)
    assert run("allocate", *ALLOCATE, "--out", "arms.csv", "--audit", "audit.json") == 0
    printed = capsys.readouterr().out
    rows = [line.split(",") for line in Path("arms.csv").read_text().splitlines()]
    assert rows[0] == ["practice", "arm"]
    assert [name for name, _ in rows[1:]] == [str(n) for n in range(1, 13)]
    assert sum(arm == "1" for _, arm in rows[1:]) == 6
    assert mode("arms.csv") == mode("audit.json") == SECRET_FILES
    assert "12 clusters were allocated to the intervention (6) and to the control arm (6)" in printed
    assert re.search(r"[+-]0\.\d\d  size +\d", printed)
    secret = json.loads(Path("secret.json").read_text())
    for told in (printed, Path("audit.json").read_text()):
        assert secret["seed"] not in told


def test_the_same_secret_gives_the_same_allocation_again():
    sealed()
    for name in ("one.csv", "another.csv"):
        assert run("allocate", *ALLOCATE, "--out", name) == 0
    assert Path("one.csv").read_bytes() == Path("another.csv").read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rules.toml", RULES.replace("0.3", "0.4")),
        ("rules.toml", RULES.replace('"size", "deprived"', '"size"')),
        ("clusters.csv", CLUSTERS.replace("\n1,90,", "\n1,91,")),
        ("clusters.csv", CLUSTERS.replace("\n1,", "\n01,")),
        ("clusters.csv", CLUSTERS.replace("1,90,0\n2,120,1\n", "2,120,1\n1,90,0\n")),
    ],
)
def test_rules_or_clusters_that_were_changed_since_are_refused(capsys, name, content):
    sealed()
    capsys.readouterr()
    Path(name).write_text(content)
    sentence = "The rules or the clusters are not those that were sealed: the commitment does not fit them."
    refused(capsys, sentence, "allocate", *ALLOCATE, "--out", "arms.csv")
    assert not Path("arms.csv").exists()


def test_a_title_may_be_changed():
    sealed()
    Path("rules.toml").write_text(RULES.replace("Twelve", "A dozen"))
    assert run("allocate", *ALLOCATE, "--out", "arms.csv") == 0


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"seed": "x", "salt": "y"}', "[" * 100_000, '"x"', "\x00"])
def test_what_is_no_secret_is_refused(capsys, text):
    Path("secret.json").write_text(text)
    refused(capsys, "secret.json is not a secret made with", "allocate", *ALLOCATE, "--out", "arms.csv")


def test_a_secret_with_a_weak_salt_is_refused(capsys):
    Path("secret.json").write_text('{"seed": "x", "salt": "y", "commitment": "z"}')
    refused(capsys, "The salt must be at least 32 hexadecimal figures", "allocate", *ALLOCATE, "--out", "arms.csv")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Name the specification and the file of clusters, or an audit file to --verify."),
        (["rules.toml"], "Name the specification and the file of clusters"),
        (["rules.toml", "clusters.csv"], "First make a secret with --new-secret"),
        (["rules.toml", "clusters.csv", "--new-secret", "a", "--secret", "b"], "First make a secret with --new-secret"),
        (["rules.toml", "--new-secret", "a"], "Name the file of clusters, which the rules are for."),
        (["rules.toml", "clusters.csv", "--new-secret", "a", "--out", "b"], "--new-secret allocates nothing"),
        ([*ALLOCATE], "Say where the allocation goes: --out ALLOCATION.csv, --audit AUDIT.json or both."),
        ([*ALLOCATE, "--out", "a", "--open"], "--open puts the secret into the audit file: name it with --audit."),
        ([*ALLOCATE, "--out", "a", "--commitment", "b"], "--commitment goes with --verify."),
        ([*ALLOCATE, "--out", "a", "--audit", "a"], "a would be written over"),
        ([*ALLOCATE, "--out", "clusters.csv"], "clusters.csv would be written over"),
        (["rules.toml", "--verify", "a"], "--verify needs nothing but the audit file"),
        (["--verify", "a", "--out", "b"], "--verify needs nothing but the audit file"),
        (["--verify", "none.json"], "none.json cannot be read: no such file or directory."),
    ],
)
def test_what_cannot_be_asked_of_an_allocation_together_is_said(capsys, arguments, sentence):
    before = listing()
    refused(capsys, sentence, "allocate", *arguments)
    assert listing() == before


def test_an_audit_file_is_verified_sealed_and_open_and_against_what_was_published(capsys):
    commitment = sealed()
    assert run("allocate", *ALLOCATE, "--audit", "audit.json") == 0
    capsys.readouterr()
    assert run("allocate", "--verify", "audit.json", "--commitment", commitment) == 0
    said = "The audit file is whole, but its secret is not open: the arms have not been checked.\n"
    assert capsys.readouterr().out == said
    assert run("allocate", *ALLOCATE, "--audit", "audit.json", "--open") == 0
    assert mode("audit.json") == 0o666 & ~files._umask()
    capsys.readouterr()
    assert run("allocate", "--verify", "audit.json", "--commitment", commitment) == 0
    assert capsys.readouterr().out == "The audit file is whole, and the arms come again from its secret.\n"
    assert run("allocate", "--verify", "audit.json", "--commitment", "0" * 64) == 1
    assert capsys.readouterr().out == "The commitment in the file is not the one that was published.\n"


def test_an_audit_file_that_was_tampered_with_is_found(capsys):
    sealed()
    assert run("allocate", *ALLOCATE, "--audit", "audit.json", "--open") == 0
    text = Path("audit.json").read_text()
    moved = text.replace('["1",0]', '["1",1]') if '["1",0]' in text else text.replace('["1",1]', '["1",0]')
    assert moved != text
    for changed, sentence in (
        (moved, "they were changed"),
        ("rubbish", "not an audit file"),
        ("", "not an audit file"),
    ):
        Path("audit.json").write_text(changed)
        capsys.readouterr()
        assert run("allocate", "--verify", "audit.json") == 1
        assert sentence in capsys.readouterr().out


def test_a_minimisation_is_sealed_before_any_cluster_has_come_and_grows():
    Path("rules.toml").write_text(
        '[allocation]\ntitle = "T"\nmethod = "minimised"\ncluster = "practice"\ncovariates = ["deprived"]\n'
    )
    sealed("rules.toml")
    lines = CLUSTERS.splitlines(keepends=True)
    found = []
    for count in (5, 13):
        Path("clusters.csv").write_text("".join(lines[:count]))
        assert run("allocate", *ALLOCATE, "--out", "arms.csv", "--audit", "audit.json", "--open") == 0
        assert run("allocate", "--verify", "audit.json") == 0
        found.append(Path("arms.csv").read_text())
    assert found[1].startswith(found[0])


def test_the_permutation_test_goes_through_the_audit_file_that_stands_beside_the_specification(capsys, tmp_path):
    sealed()
    assert run("allocate", *ALLOCATE, "--out", "arms.csv", "--audit", "audit.json", "--open") == 0
    arms = dict(line.split(",") for line in Path("arms.csv").read_text().splitlines()[1:])
    Path("data.csv").write_bytes(csv_of(people(arm=[arms[str(practice)] for practice in people()["practice"]])))
    folder = tmp_path / "analysis"
    folder.mkdir()
    (folder / "spec.toml").write_text(TESTED + '[permutation]\naudit = "../audit.json"\n')
    capsys.readouterr()
    assert run("analyse_trial", "analysis/spec.toml", "data.csv") == 0
    assert "They are those of the audit file with the commitment" in capsys.readouterr().out
    (folder / "spec.toml").write_text(TESTED + '[permutation]\naudit = "audit.json"\n')
    refused(capsys, "analysis/audit.json cannot be read", "analyse_trial", "analysis/spec.toml", "data.csv")


# Files.


def test_a_file_is_written_whole_or_not_at_all(monkeypatch):
    Path("out.json").write_text("from before")

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_fill", fails)
    before = listing()
    for write in (files.write, files.write_new):
        with pytest.raises(files.BadInput, match=r"cannot be written: no space left on device\."):
            write(Path("out.json" if write is files.write else "new.json"), "x")
    assert Path("out.json").read_text() == "from before"
    assert listing() == before


def test_a_file_is_written_through_a_link_and_keeps_to_the_umask():
    os.symlink("true.json", "link.json")
    before = os.umask(0o027)
    try:
        files.write(Path("link.json"), b"x")
    finally:
        os.umask(before)
    assert Path("link.json").is_symlink()
    assert Path("true.json").read_bytes() == b"x"
    assert mode("true.json") == 0o640


def test_a_folder_that_cannot_be_written_to_is_said(capsys, tmp_path):
    (tmp_path / "file").write_text("")
    refused(capsys, "cannot be written: not a directory.", "analyse_trial", "spec.toml", "data.csv", "--json", "file/x")
    refused(capsys, "cannot be written: no such file", "analyse_trial", "spec.toml", "data.csv", "--json", "nowhere/x")


# As processes of their own.


CONSOLE_SCRIPT = Path(sys.executable).parent / "alongside"


def process(*command: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
    """In an environment that knows neither Django's settings nor a database, nor anything else."""
    environment = {"PATH": os.environ["PATH"]}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False, **more)


def test_the_commands_run_without_django():
    watch = (
        "import atexit, sys\n"
        "atexit.register(lambda: sys.stderr.write('django' if 'django' in sys.modules else 'alone'))\n"
        "from alongside.config.cli import main\n"
        "sys.argv = ['alongside', 'analyse_trial', 'spec.toml', 'data.csv', '--json', 'out.json']\n"
        "main()\n"
    )
    found = process(sys.executable, "-W", "error", "-c", watch)
    assert (found.returncode, found.stderr) == (0, "alone")
    assert found.stdout.startswith("A trial\n")
    assert json.loads(Path("out.json").read_text())["title"] == "A trial"


def test_the_console_script_ends_with_1_and_a_sentence_without_a_traceback():
    found = process(CONSOLE_SCRIPT, "analyse_trial", "none.toml", "data.csv")
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == "none.toml cannot be read: no such file or directory.\n"


def test_a_reader_that_has_seen_enough_ends_it_quietly():
    Path("spec.toml").write_text(SPEC + OUTCOME.replace("y12", "y6"))
    found = process(CONSOLE_SCRIPT, "analyse_trial", "spec.toml", "data.csv", preexec_fn=_deaf)
    assert (found.returncode, found.stderr) == (0, "")


def _deaf() -> None:
    """Standard output is a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    os.dup2(writing, 1)

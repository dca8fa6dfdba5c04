"""The worked examples as somebody finds them, and an analysis made again from what it wrote."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from alongside.evaluation.commands import run

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert run("analyse_trial", ["--examples", str(tmp_path / "here")]) == 0
    return tmp_path / "here"


@pytest.fixture
def record(folder: Path) -> Path:
    asked = [str(folder / "wedge.toml"), str(folder / "wedge.csv"), "--json", str(folder / "wedge.json")]
    assert run("analyse_trial", asked) == 0
    return folder / "wedge.json"


def again(record: Path, data: str = "wedge.csv") -> int:
    return run("analyse_trial", [str(record.parent / data), "--repeat", str(record)])


def test_the_examples_are_all_there(folder):
    names = {path.name for path in folder.iterdir()}
    assert names >= {f"{name}.{kind}" for name in ("wise", "small", "wedge") for kind in ("toml", "csv", "R")}
    assert {"whole_way.py", "LICENCE.md"} <= names


def test_the_examples_are_never_copied_over_something(folder, capsys):
    assert run("analyse_trial", ["--examples", str(folder)]) == 1
    assert "is there already" in capsys.readouterr().err


# What R printed for each example, by the script beside it; R 4.2.2 with the packages of `examples/LICENCE.md`.
BY_R = {
    "wise": {
        ("y12", "mixed", "arm"): (0.090794, 0.027391, 0.154197),
        ("y12", "cluster_robust", "arm"): (0.087351, 0.025482, 0.149221),
        ("both_visits", "mixed", "arm at 6 months"): (-0.023971, -0.083376, 0.035435),
        ("both_visits", "mixed", "arm at 12 months"): (0.093429, 0.030923, 0.155936),
    },
    "small": {
        ("y12", "mixed", "arm"): (0.504525, 0.055344, 0.953706),
        ("y12", "cluster_means", "arm"): (0.538771, 0.086025, 0.991516),
    },
    "wedge": {
        ("y", "mixed", "arm"): (0.380608, 0.184241, 0.576975),
        ("y", "cluster_robust", "arm"): (0.362312, 0.166428, 0.558196),
    },
}


@pytest.mark.parametrize("name", BY_R)
def test_the_numbers_are_those_that_its_r_script_prints(name, tmp_path):
    spec, out = tmp_path / "spec.toml", tmp_path / "out.json"
    # Twenty imputations are what takes time, and R's script makes none.
    spec.write_text(
        re.sub(r"\[imputation\]\nimputations = 20\nseed = \d+\n", "", (EXAMPLES / f"{name}.toml").read_text())
    )
    assert run("analyse_trial", [str(spec), str(EXAMPLES / f"{name}.csv"), "--json", str(out)]) == 0
    found = {}
    for outcome in json.loads(out.read_text())["outcomes"]:
        for model in (outcome["main"], *outcome["also"]):
            for effect in model.get("effects", ()):
                found[outcome["name"], model["model"], effect["name"]] = effect
    for key, (estimate, low, high) in BY_R[name].items():
        effect = found[key]
        ends = (effect["estimate"], effect["interval"]["low"], effect["interval"]["high"])
        assert ends == pytest.approx(
            (estimate, low, high), abs=3e-6
        )  # lme4's own stopping rule leaves a millionth or two


def test_the_numbers_in_the_documentation_are_those_of_r():
    page = (Path(__file__).parents[3] / "docs/evaluation.md").read_text().replace("−", "-")
    for rows in BY_R.values():
        for numbers in rows.values():
            assert f"{numbers[0]:.6f} ({numbers[1]:.6f} to {numbers[2]:.6f})" in page


def test_an_analysis_made_again_is_the_same(record, capsys):
    assert again(record) == 0
    assert "same numbers" in capsys.readouterr().out


def test_a_number_that_is_another_is_found_and_said(record, capsys):
    found = json.loads(record.read_text())
    found["outcomes"][0]["main"]["icc"] += 0.001
    found["outcomes"][1]["left_out"] = 7
    record.write_text(json.dumps(found))
    capsys.readouterr()
    assert again(record) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["outcomes.0.main.icc", "outcomes.1.left_out"]
    assert lines[1] == "outcomes.1.left_out: 7 then, 0 now"


def test_another_version_alone_is_no_difference(record, capsys):
    found = json.loads(record.read_text())
    found["versions"]["numpy"] = "1.0"
    record.write_text(json.dumps(found))
    assert again(record) == 0


def test_other_data_are_refused(record, capsys):
    assert again(record, "small.csv") == 1
    assert "its SHA-256 is another" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"specification": 3, "data_sha256": ""}', "\x00"])
def test_what_is_no_record_is_refused(folder, content, capsys):
    wrong = folder / "wrong.json"
    wrong.write_text(content)
    assert again(wrong) == 1
    assert "is not what analyse_trial writes" in capsys.readouterr().err


def test_the_whole_way_from_design_to_report_is_gone_in_one_script(tmp_path):
    subprocess.run([sys.executable, str(EXAMPLES / "whole_way.py"), str(tmp_path / "report.html")], check=True)
    page = (tmp_path / "report.html").read_text()
    assert "we need" in page
    assert "covariate-constrained" in page
    assert "Gaps imputed" in page
    assert "acceptability curve" in page

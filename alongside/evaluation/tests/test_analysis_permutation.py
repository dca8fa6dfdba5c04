"""The permutation test of an analysis: within strata, and over the allocations of an audit file."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest

from alongside.evaluation.allocation import Secret, allocate, audit_text, constrained, minimised, simple, stratified
from alongside.evaluation.analysis.models import Effect
from alongside.evaluation.errors import BadInput
from alongside.evaluation.estimation import permutation_test
from alongside.evaluation.tests.analysed import (
    SPEC,
    TESTED,
    Columns,
    analysed,
    in_practice,
    people,
    refused,
    vector,
    with_gaps,
    written,
)

approx = pytest.approx


def permuted(spec: str, columns: Columns, **more: Any) -> tuple[Effect, str]:
    run = analysed(spec, columns, **more).outcomes[0].main
    return run.effects[0], run.words


def test_the_permutation_test_goes_through_all_allocations_within_strata():
    columns = people(town=["abc"[practice % 3] for practice in people()["practice"]])
    effect, words = permuted(TESTED + '[permutation]\nstrata = ["strat"]', columns)
    y, practice = vector(columns, "y12"), vector(columns, "practice")
    means = np.array([y[practice == p].mean() for p in range(1, 13)])
    chosen = brute_force(means, [p > 6 for p in range(1, 13)])
    assert effect.estimate == approx(chosen[0])
    assert effect.p_value == approx(np.mean(np.abs(chosen) >= abs(chosen[0]) - 1e-12))
    assert "under 400 allocations, all there are." in words
    both = permuted(TESTED + '[permutation]\nstrata = ["strat", "town"]', columns)[1]
    assert "under 64 allocations" in both  # one of two in each of six


def brute_force(means: np.ndarray, strata: list[bool]) -> np.ndarray:
    """Differences of arms' means, the one that was made first: three of six practices in each stratum."""
    second = np.flatnonzero(strata)
    first = np.flatnonzero(~np.array(strata))
    made = set(range(0, 12, 2))  # practices 1, 3, 5, …
    rows = [set(a) | set(b) for a in combinations(first, 3) for b in combinations(second, 3)]
    rows.sort(key=lambda row: row != made)
    return np.array([means[list(row)].mean() - np.delete(means, list(row)).mean() for row in rows])


def test_clusters_without_the_outcome_stay_allocated_as_they_were():
    columns = with_gaps("y12", in_practice(2))
    effect, _ = permuted(TESTED + '[permutation]\nstrata = ["strat"]', columns)
    y = np.array([float(value or "nan") for value in columns["y12"]])
    means = np.array([y[vector(columns, "practice") == p].mean() for p in range(1, 13)])
    rows = allocated_rows()
    differences = [np.nanmean(means[row == 1]) - np.nanmean(means[row == 0]) for row in rows]
    observed = np.nanmean(means[::2]) - np.nanmean(means[1::2])
    assert effect.estimate == approx(observed)
    assert effect.p_value == approx(np.mean(np.abs(differences) >= abs(observed) - 1e-12))


def allocated_rows() -> np.ndarray:
    names, strata = [str(n) for n in range(12)], [n // 6 for n in range(12)]
    return stratified(names, strata, intervention={"0": 3, "1": 3}).reference(seed=1).rows


@pytest.mark.parametrize(
    ("spec", "sentence", "columns"),
    [
        ('[permutation]\nstrata = ["dep"]', "but dep differs within cluster 1. Name the strata in [perm", people()),
        ('[permutation]\nstrata = ["strat"]', "is missing in cluster 2.", with_gaps("strat", slice(15, 30))),
        ('[permutation]\nstrata = ["strat"]', "is missing in cluster 1.", with_gaps("strat", slice(0, 3))),
        ('[permutation]\nstrata = ["stratt"]', "no column stratt. Did you mean strat?", people()),
    ],
)
def test_strata_are_of_whole_clusters(spec, sentence, columns):
    refused(BadInput, sentence, TESTED + spec, columns)


def test_strata_of_people_are_no_strata_of_an_allocation():
    refused(BadInput, "strata = [] if there were none.", TESTED + '[permutation]\nstrata = ["y0"]', people())


def test_an_interval_without_ends_is_written_so():
    """Of pairs in which one could have been chosen there are 64 allocations; of three pairs, eight."""
    columns = people(pair=[(practice - 1) // 2 for practice in people()["practice"]])
    kept = {name: values[:90] for name, values in columns.items()}
    found = written(TESTED + '[permutation]\nstrata = ["pair"]', kept)["outcomes"][0]["main"]
    assert found["effects"][0]["interval"] == {"low": "minus infinite", "high": "infinite", "level": 0.95}
    assert found["notes"] == ["No outcome could have given a p value below 0.25: the allocations are too few."]


# The allocations of an audit file.

SECRET = Secret("drawn on a Sunday", "0" * 64)
NAMES = [str(practice) for practice in range(1, 13)]
AUDITED = TESTED + '[permutation]\naudit = "AUDIT.json"\n'


def audit_of(scheme: Any, *, opened: bool = True) -> tuple[str, Columns]:
    """The audit file, and the people with the arms that were drawn."""
    made = allocate(scheme, SECRET)
    arms = made.arms
    return audit_text(made, opened=opened), people(arm=[arms[str(practice)] for practice in people()["practice"]])


def of_constraint() -> Any:
    sizes = np.random.Generator(np.random.PCG64(1)).normal(size=(12, 2))
    return constrained(NAMES, sizes, intervention=6, share=0.2)


def test_the_test_goes_through_the_accepted_allocations_of_an_audit_file():
    text, columns = audit_of(of_constraint())
    found = analysed(AUDITED, columns, audit=text).outcomes[0].main
    made = allocate(of_constraint(), SECRET)
    y, practice = vector(columns, "y12"), vector(columns, "practice")
    means = [y[practice == int(name)].mean() for name in NAMES]
    test = permutation_test(means, made.arm, made.reference(seed=1))
    assert found.effects[0].p_value == approx(test.p_value)
    assert found.effects[0].interval.low == approx(test.interval().low)
    assert f"under {len(made.space.places)} allocations, all there are." in found.words
    assert f"the audit file with the commitment {made.commitment}." in found.words


@pytest.mark.parametrize(
    "scheme",
    [
        simple(NAMES, intervention=6),
        stratified(NAMES, ["a"] * 6 + ["b"] * 6),
        minimised(["size"]).joined("1", ["x"]).joined("2", ["x"]),
    ],
)
def test_any_scheme_has_an_audit_file_that_can_be_gone_through(scheme):
    for name in NAMES[2:] if len(scheme.clusters) == 2 else ():
        scheme = scheme.joined(name, ["xy"[int(name) % 2]])
    text, columns = audit_of(scheme)
    assert 0 < permuted(AUDITED + "draws = 999\nseed = 4", columns, audit=text)[0].p_value <= 1


def test_an_audit_file_is_refused_unless_it_is_open_whole_and_of_this_trial():
    text, columns = audit_of(of_constraint())
    sealed, _ = audit_of(of_constraint(), opened=False)
    refused(BadInput, "The audit file AUDIT.json is not open", AUDITED, columns, audit=sealed)
    for broken in (text.replace("Sunday", "Monday"), "rubbish", "[]", text[:-2]):
        refused(BadInput, "The audit file AUDIT.json does not verify. ", AUDITED, columns, audit=broken)
    moved = people(arm=[1 - arm for arm in columns["arm"]])
    refused(BadInput, "has cluster 1 in the", AUDITED, moved, audit=text)
    renamed = columns | {"practice": [f"0{practice}" for practice in columns["practice"]]}
    refused(BadInput, "is of other clusters: 01 is in the data, but not in the audit.", AUDITED, renamed, audit=text)
    fewer = {name: values[15:] for name, values in columns.items()}
    refused(BadInput, "1 is in the audit, but not in the data.", AUDITED, fewer, audit=text)


def test_the_text_of_an_audit_file_is_needed_exactly_where_one_is_named():
    text, columns = audit_of(of_constraint())
    refused(BadInput, "An audit file is needed exactly where audit in [permutation] names one.", AUDITED, columns)
    refused(BadInput, "An audit file is needed exactly where", TESTED, columns, audit=text)
    unused = SPEC + '[permutation]\naudit = "AUDIT.json"\n'
    refused(BadInput, "does not verify", unused, columns, audit=text[:-2])

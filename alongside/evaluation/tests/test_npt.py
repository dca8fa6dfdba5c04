"""The matrix of Normalisation Process Theory: what goes where, what is counted once, and what is missing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.evaluation.errors import BadInput
from alongside.evaluation.process import CONSTRUCTS, LEVELS, Finding, npt_matrix

CODES = (*CONSTRUCTS, *(part for parts in CONSTRUCTS.values() for part in parts))

# After the findings of the process evaluation of WISE (Kennedy et al. 2014): bought into at the top, not told from
# usual care by practices, not looked for by patients.
WISE = (
    Finding("initiation", "organisation", "helps", "senior manager", "fundamentally important"),
    Finding("internalisation", "organisation", "helps", "senior manager", "win/win"),
    Finding("initiation", "organisation", "hinders", "trainer", "nobody's baby"),
    Finding("differentiation", "professional", "hinders", "nurse 12", "not an awful lot different"),
    Finding("differentiation", "professional", "hinders", "trainer", "all very vague"),
    Finding("interactional workability", "professional", "hinders", "GP 22", "fearful of the form"),
    Finding("relational integration", "professional", "helps", "nurse 2", "guidebooks fit"),
    Finding("legitimation", "patient", "hinders", "patient 3", "what can they do to help me"),
    Finding("coherence", "patient", "hinders", "patient 3", "never how are you getting on"),
)


@pytest.fixture
def matrix():
    return npt_matrix(WISE)


def test_the_theory_has_four_constructs_of_four_components_each():
    assert [len(parts) for parts in CONSTRUCTS.values()] == [4, 4, 4, 4]
    assert len(set(CODES)) == 20


def test_findings_are_counted_by_component_level_and_direction(matrix):
    cell = matrix.cell("initiation", "organisation")
    assert (cell.construct, cell.helps, cell.hinders, cell.sources) == ("cognitive participation", 1, 1, 2)
    assert cell.quotes == (("senior manager", "fundamentally important"), ("trainer", "nobody's baby"))
    assert matrix.cell("differentiation", "professional").hinders == 2
    assert matrix.cell("reconfiguration", "patient").total == 0


def test_a_construct_holds_its_components_and_what_was_coded_to_it_as_a_whole(matrix):
    cell = matrix.cell("coherence", "patient")
    assert (cell.helps, cell.hinders) == (0, 1)
    counts = matrix.counts()
    assert counts.shape == (4, 3, 2)
    np.testing.assert_array_equal(counts[0], [[1, 0], [0, 2], [0, 1]])
    np.testing.assert_array_equal(counts[3], np.zeros((3, 2)))
    assert counts.sum() == matrix.findings == len(WISE)


def test_a_source_counts_once_in_a_construct_however_many_components_it_spoke_of():
    findings = [Finding(part, "patient", "helps", "patient 1", f"q {part}") for part in CONSTRUCTS["coherence"]]
    cell = npt_matrix(findings).cell("coherence", "patient")
    assert (cell.helps, cell.sources) == (4, 1)


def test_empty_places_are_named(matrix):
    # Six components-by-level were coded; the finding on coherence as a whole fills none.
    assert len(matrix.gaps) == 48 - 6
    assert ("systematisation", "patient") in {(gap.component, gap.level) for gap in matrix.gaps}
    assert ("differentiation", "professional") not in {(gap.component, gap.level) for gap in matrix.gaps}
    silent = [(one.construct, one.level) for one in matrix.silent]
    assert ("reflexive monitoring", "organisation") in silent
    assert ("coherence", "patient") not in silent
    assert len(silent) == 12 - 6


def test_it_describes_itself_with_its_gaps(matrix):
    said = matrix.describe()
    assert said.startswith("9 findings from 6 sources were coded")
    assert "Coherence: organisation 1 helping and 0 hindering, professional 0 helping and 2 hindering" in said
    assert "Reflexive monitoring: nothing coded." in said
    assert "42 of 48 places are empty" in said
    assert "collective action for the organisation and patient and reflexive monitoring at any level" in said
    assert "does not show that nothing was there" in said


def test_a_full_matrix_has_no_gaps():
    findings = [Finding(code, level, "helps", "s", "q") for code in CODES for level in LEVELS]
    full = npt_matrix(findings)
    assert full.gaps == full.silent == ()
    assert "Every component was found at every level." in full.describe()


def test_the_same_code_on_the_same_quote_counts_once_and_is_said():
    twice = npt_matrix([*WISE, WISE[0], WISE[3]])
    assert twice.cells == npt_matrix(WISE).cells
    assert twice.notes == ("2 repeats of the same code on the same quote counted once.",)


def test_a_quote_may_help_and_hinder():
    both = [Finding("activation", "patient", way, "p", "q") for way in ("helps", "hinders")]
    cell = npt_matrix(both).cell("activation", "patient")
    assert (cell.helps, cell.hinders, cell.sources, len(cell.quotes)) == (1, 1, 1, 1)


@given(
    st.lists(
        st.builds(
            Finding,
            st.sampled_from(CODES),
            st.sampled_from(LEVELS),
            st.sampled_from(["helps", "hinders"]),
            st.sampled_from("abc"),
            st.sampled_from("xyz"),
        ),
        min_size=1,
    )
)
def test_every_finding_stands_in_one_place(findings):
    found = npt_matrix(findings)
    assert sum(cell.total for cell in found.cells) == len(set(findings)) == found.counts().sum()
    assert len(found.cells) == 60
    assert all(cell.sources <= min(cell.total, 3) for cell in found.cells)


@pytest.mark.parametrize(
    ("finding", "message"),
    [
        (Finding("coherance", "patient", "helps", "s", "q"), "code coherance"),
        (Finding("coherence", "carer", "helps", "s", "q"), "level carer"),
        (Finding("coherence", "patient", "mixed", "s", "q"), "direction mixed"),
        (Finding("coherence", "patient", "helps", "", "q"), "no source"),
        (Finding("coherence", "patient", "helps", "s", ""), "no source or no quote"),
    ],
)
def test_a_finding_outside_the_framework_is_refused(finding, message):
    with pytest.raises(BadInput, match=message):
        npt_matrix([finding])


def test_no_findings_and_places_that_are_not_there_are_refused(matrix):
    with pytest.raises(BadInput, match="no findings"):
        npt_matrix([])
    with pytest.raises(BadInput, match="no coherence at the level ward"):
        matrix.cell("coherence", "ward")
    with pytest.raises(BadInput, match="no other"):
        matrix.cell("other", "patient")

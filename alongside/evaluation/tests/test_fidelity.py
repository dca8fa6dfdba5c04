"""What was delivered, what was received, and what was changed."""

from math import nan

import numpy as np
import pytest

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.process import (
    Adaptation,
    clustered_mean,
    clustered_share,
    list_adaptations,
    share,
    summarise_dose,
    summarise_fidelity,
)

COMPONENTS = ("role play", "tools", "pathway")
# Three sites with two, two and one session of three components: role play, tools, pathway.
LINES = np.array([[1, 1, 0], [1, 0, 0], [1, 1, 1], [nan, 1, 0], [0, 1, 0]])
SITE = np.repeat(["a", "a", "b", "b", "c"], 3)
SESSION = np.repeat([1, 2, 1, 2, 1], 3)


@pytest.fixture
def found():
    return summarise_fidelity(LINES.ravel(), site=SITE, session=SESSION, component=COMPONENTS * 5)


def test_over_all_sites_are_the_clusters_and_blank_lines_are_left_out(found):
    assert found.overall == clustered_share([3, 4, 1], [6, 5, 3], cluster=list("abc"))
    assert (found.sessions, found.not_recorded) == (5, 1)
    assert found.bounds == (8 / 15, 9 / 15)


def test_by_component_sites_are_the_clusters(found):
    rows = {row.name: row for row in found.by_component}
    assert rows["role play"].share == clustered_share([2, 1, 0], [2, 1, 1], cluster=list("abc"))
    assert rows["role play"].not_recorded == 1
    assert rows["tools"].share == clustered_share([1, 2, 1], [2, 2, 1], cluster=list("abc"))
    assert [row.name for row in found.least_delivered()] == ["pathway", "role play", "tools"]


def test_at_a_site_sessions_are_the_clusters(found):
    rows = {row.name: row for row in found.by_site}
    assert rows["a"].share == clustered_share([2, 1], [3, 3], cluster=[1, 2])
    with pytest.raises(NotEstimable):
        rows["c"].share.interval()


def test_counts_by_site_and_component_add_up(found):
    # Components in the order of their sorted names: pathway, role play, tools.
    np.testing.assert_array_equal(found.delivered, [[0, 2, 1], [1, 1, 2], [0, 0, 1]])
    np.testing.assert_array_equal(found.recorded, [[2, 2, 2], [2, 1, 2], [1, 1, 1]])
    assert found.delivered.sum() == found.overall.count


def test_a_component_nobody_recorded_has_no_share():
    lines = LINES.copy()
    lines[:, 2] = nan
    found = summarise_fidelity(lines.ravel(), site=SITE, session=SESSION, component=COMPONENTS * 5)
    pathway = next(row for row in found.by_component if row.name == "pathway")
    assert (pathway.share, pathway.not_recorded) == (None, 5)
    assert "pathway" not in [row.name for row in found.least_delivered()]


def test_fidelity_describes_itself(found):
    said = found.describe()
    assert said.startswith("Over 5 sessions at 3 sites, 57% (8 of 14; 95% confidence interval")
    assert "Least often delivered was pathway, 20% (1 of 5;" in said
    assert "most often tools, 80% (4 of 5;" in said
    assert "the share would be 53% with none of that delivered, and 60% with all of it" in said


def test_with_one_component_none_is_least_and_with_every_line_filled_there_are_no_bounds_to_speak_of():
    said = summarise_fidelity([1, 0, 1, 1], site=list("aabb"), session=[1, 2, 1, 2], component=["x"] * 4).describe()
    assert said.startswith("Over 4 sessions at 2 sites, 75% (3 of 4;")
    assert said.endswith("of the components on the checklists were delivered.")
    two = summarise_fidelity([1, 0, 1, 1], site=list("aabb"), session=[1, 1, 1, 1], component=list("xyxy"))
    assert "Least often delivered was y, 50% (1 of 2;" in two.describe()


def test_the_order_of_the_lines_does_not_matter(found):
    order = np.random.default_rng(1).permutation(15)
    again = summarise_fidelity(
        LINES.ravel()[order], site=SITE[order], session=SESSION[order], component=np.array(COMPONENTS * 5)[order]
    )
    assert again.by_component == found.by_component
    assert again.by_site == found.by_site


@pytest.mark.parametrize(
    ("delivered", "component", "message"),
    [
        ([1, 2], ["x", "y"], "1, 0, or missing"),
        ([1, 1], ["x", "x"], "twice"),
        ([nan, nan], ["x", "y"], "every line is blank"),
        ([], [], "a line at least"),
        (["yes", "no"], ["x", "y"], "not a number"),
        ([1, 0], ["x"], "1 values where 2"),
    ],
)
def test_checklists_that_are_none_are_refused(delivered, component, message):
    number = len(delivered)
    with pytest.raises(BadInput, match=message):
        summarise_fidelity(delivered, site=["a"] * number, session=[1] * number, component=component)


CAME = np.array([0, 1, 2, 2, 1, 0, 2, 2, 2, 1])
WHERE = np.repeat(list("abc"), [4, 3, 3])


def test_dose_is_a_mean_and_a_share_over_sites():
    found = summarise_dose(CAME, planned=2, site=WHERE)
    assert found.mean == clustered_mean(CAME, cluster=WHERE)
    assert found.had_enough == clustered_share([2, 1, 2], [4, 3, 3], cluster=list("abc"))
    assert found.distribution == (2, 3, 5)
    assert summarise_dose(CAME, planned=2, site=WHERE, enough=1).had_enough.count == 8
    assert summarise_dose(CAME, planned=4, site=WHERE).distribution == (2, 3, 5, 0, 0)


def test_dose_describes_itself():
    said = summarise_dose(CAME, planned=2, site=WHERE).describe()
    assert said.startswith(
        "2 sessions were planned for each person. The mean number attended was 1.3 (95% confidence interval"
    )
    assert "50% (5 of 10; 95% confidence interval" in said
    assert said.endswith("came to 2 or more.")


def test_published_dose_withholds_what_is_small_or_would_tell_it():
    counts = np.repeat([0, 1, 2, 3], [12, 3, 20, 15])
    found = summarise_dose(counts, planned=3, site=np.arange(50) % 5, enough=2)
    shown = found.published(threshold=10)
    assert (shown.distribution, shown.had_enough, shown.mean) == ((), found.had_enough, found.mean)
    # With 1 session as enough, 38 had it and 12 had not; with a threshold of 13 the rest is small.
    strict = summarise_dose(counts, planned=3, site=np.arange(50) % 5, enough=1).published(threshold=13)
    assert (strict.had_enough, strict.distribution) == (None, ())
    assert "Numbers below 13 are not shown" in strict.describe()
    assert found.published(threshold=3) == found
    assert found.published(threshold=50).mean is None
    by_all = summarise_dose(np.repeat([0, 2], [25, 25]), planned=2, site=np.arange(50) % 5)
    assert by_all.published(threshold=25) == by_all
    assert by_all.published(threshold=26).mean is None
    assert summarise_dose([2] * 50, planned=2, site=np.arange(50) % 5).published(threshold=50).mean is not None
    few = found.published(threshold=51)
    assert (few.mean, few.had_enough) == (None, None)
    assert "too small" in few.describe()


@pytest.mark.parametrize("counts", [(40, 3), (3, 40), (40, 2, 1), (1, 1, 40)])
def test_a_published_mean_dose_does_not_tell_that_a_few_came_or_a_few_did_not(counts):
    attended = np.repeat(np.arange(len(counts)), counts)
    found = summarise_dose(attended, planned=len(counts) - 1, site=np.arange(len(attended)) % 4)
    shown = found.published(threshold=10)
    assert (shown.mean, shown.had_enough, shown.distribution) == (None, None, ())


def test_dose_published_twice_says_no_more_than_once():
    found = summarise_dose(np.repeat([0, 1, 2], [12, 3, 20]), planned=2, site=np.arange(35) % 5)
    once = found.published(threshold=10)
    assert once.published(threshold=10) == once
    assert once.published(threshold=21).had_enough is None
    assert once.published(threshold=36).mean is None


@pytest.mark.parametrize(
    ("attended", "more", "message"),
    [
        ([3], {"planned": 2}, "more often"),
        ([0], {"planned": 0}, "1 or more"),
        ([1], {"planned": 2, "enough": 3}, "between 1 and the 2"),
        ([1], {"planned": 2, "enough": 0}, "between 1 and the 2"),
        ([0.5], {"planned": 2}, "counts"),
    ],
)
def test_doses_that_cannot_be_are_refused(attended, more, message):
    with pytest.raises(BadInput, match=message):
        summarise_dose(attended, site=["a"], **more)


CHANGES = (
    Adaptation("a", "training", "one session, not two", "the doctor was busy", planned=False, keeps_core=True),
    Adaptation("b", "training", "no role play", "staff felt shy", planned=False, keeps_core=False),
    Adaptation("b", "directory", "printed", "too slow in a consultation", planned=True, keeps_core=True),
)


def test_adaptations_are_listed_with_losses_first_and_counted_by_component():
    found = list_adaptations(CHANGES)
    assert [one.change for one in found.listed] == ["no role play", "one session, not two", "printed"]
    training, directory = found.by_component
    assert (training.component, training.changes, training.sites) == ("training", 2, 2)
    assert (training.unplanned, training.loses_core) == (2, 1)
    assert (directory.changes, directory.unplanned, directory.loses_core) == (1, 0, 0)
    said = found.describe()
    assert said.startswith("3 changes to what was planned were recorded: training, 2 changes at 2 sites; directory, 1")
    assert "2 had not been decided beforehand, and 1 left out something essential." in said


def test_an_adaptation_without_a_reason_and_none_at_all_are_refused():
    with pytest.raises(BadInput, match="no adaptations"):
        list_adaptations([])
    with pytest.raises(BadInput, match="component, change and reason"):
        list_adaptations([Adaptation("a", "training", "shorter", "", planned=False, keeps_core=True)])


def test_a_share_of_practices_needs_no_sites():
    assert share(19, 22).clusters is None

"""NoMAD: which answers count, which way they point, and what may be shown of whom."""

from dataclasses import fields
from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.process import CONSTRUCTS, ITEMS, Item, cronbach_alpha, score_nomad, summarise_nomad


def answers_of(*people):
    return np.array(people, dtype=float)


def staff(number, seed=1, blank=0.0):
    random = np.random.default_rng(seed)
    answers = random.integers(1, 6, (number, 20)).astype(float)
    answers[random.random(answers.shape) < blank] = nan
    return answers


def test_items_are_those_of_finch_2018():
    assert [item.number for item in ITEMS] == list(range(4, 24))
    # Finch et al. 2018: 4, 4, 7 and 5 items; the one on disrupted relations is turned round.
    assert [sum(item.construct == name for item in ITEMS) for name in CONSTRUCTS] == [4, 4, 7, 5]
    assert [item.number for item in ITEMS if item.reverse] == [13]
    assert {item.component for item in ITEMS} == {part for parts in CONSTRUCTS.values() for part in parts}


def test_no_wording_of_the_items_is_shipped():
    assert {part.name for part in fields(Item)} == {"number", "construct", "component", "reverse"}


def test_a_construct_is_the_mean_of_its_items_with_item_13_turned_round():
    person = [5, 4, 3, 2, 4, 4, 4, 5, 1, 2, 3, 4, 5, 4, 3, 2, 2, 3, 4, 5]
    found = score_nomad([person], strongly_agree=5).means[0]
    # Collective action: items 12 to 18, of which 13 was answered 2 and counts 4.
    np.testing.assert_allclose(found, [14 / 4, 17 / 4, (1 + 4 + 3 + 4 + 5 + 4 + 3) / 7, 16 / 5], rtol=1e-14)


@given(st.lists(st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, nan]), min_size=20, max_size=20))
def test_either_end_may_be_agreement_as_long_as_it_is_said(person):
    given_one_way = np.array([person], dtype=float)
    other_way = np.where(given_one_way <= 5, 6 - given_one_way, given_one_way)
    first = score_nomad(given_one_way, strongly_agree=5)
    second = score_nomad(other_way, strongly_agree=1)
    np.testing.assert_allclose(first.means, second.means, rtol=1e-14)
    assert first.items == second.items


def test_not_relevant_and_unanswered_are_left_out_of_means_and_counted_apart():
    people = np.full((3, 20), 4.0)
    people[0, :2] = 6, 8
    people[1, 0] = nan
    people[2, 0] = 1
    found = score_nomad(people, strongly_agree=5)
    first = found.items[0]
    assert (first.counts, first.not_relevant, first.unanswered) == ((1, 0, 0, 0, 0), (1, 0, 0), 1)
    assert first.mean == 1
    np.testing.assert_allclose(found.construct("coherence"), [4, 4, 13 / 4])
    np.testing.assert_array_equal(found.answered[:, 0], [2, 3, 4])


def test_a_mean_needs_enough_items():
    person = np.full(20, nan)
    person[[0, 1, 4, 8, 9, 10]] = 5, 3, 2, 4, 4, 4
    found = score_nomad([person], strongly_agree=5)
    # Two of four will do, one of four and three of seven will not.
    np.testing.assert_array_equal(np.isnan(found.means[0]), [False, True, True, True])
    assert found.means[0, 0] == 4
    all_needed = score_nomad([person], strongly_agree=5, at_least=1)
    assert np.isnan(all_needed.means).all()


def test_an_item_nobody_had_an_opinion_on_has_no_mean():
    people = staff(4)
    people[:, 3] = 7
    item = score_nomad(people, strongly_agree=5).items[3]
    assert (item.mean, item.answered, item.not_relevant) == (None, 0, (0, 4, 0))


def test_there_is_no_total():
    found = score_nomad(staff(5), strongly_agree=5)
    assert not hasattr(found, "total")
    assert [name for name, _ in found.measures()] == list(CONSTRUCTS)


def test_internal_consistency_is_as_in_r():
    # R 4.2.2: m <- matrix(c(4,5,4,3, 2,2,3,2, ...), 6, 4, byrow = TRUE)
    #   4 / 3 * (1 - sum(apply(m, 2, var)) / var(rowSums(m)))
    rows = [[4, 5, 4, 3], [2, 2, 3, 2], [5, 4, 5, 5], [3, 3, 2, 4], [4, 4, 5, 4], [1, 2, 2, 3]]
    assert cronbach_alpha(rows) == pytest.approx(0.897646414887794, rel=1e-12)
    assert cronbach_alpha([*rows, [5, nan, 1, 1]]) == pytest.approx(0.897646414887794, rel=1e-12)
    people = np.full((6, 20), 3.0)
    people[:, :4] = rows
    found = score_nomad(people, strongly_agree=5)
    assert found.alphas == (pytest.approx(0.897646414887794), None, None, None)


def test_internal_consistency_is_not_given_of_too_little():
    for values, message in (
        ([[1], [2]], "two items"),
        ([[1, 2], [nan, 1]], "two people"),
        ([[1, 2], [2, 1]], "same total"),
    ):
        with pytest.raises(NotEstimable, match=message):
            cronbach_alpha(values)
    with pytest.raises(BadInput, match="row for each person"):
        cronbach_alpha([1, 2, 3])


# R 4.2.2, clubSandwich 0.5.8: v <- c(3.25,4,2.5,3.75, 2,2.25,3, 4.5,4.25,5,3.5,4); s <- rep(1:3, c(4,3,5))
#   coef_test(lm(v ~ 1), vcov = "CR2", cluster = s, test = "Satterthwaite")
COHERENCE = [3.25, 4, 2.5, 3.75, 2, 2.25, 3, 4.5, 4.25, 5, 3.5, 4]
SITES = ["a"] * 4 + ["b"] * 3 + ["c"] * 5
ROLES = ["nurse", "GP", "GP", "admin", "nurse", "GP", "admin", "nurse", "nurse", "GP", "GP", "GP"]


def scores_with(coherence):
    """People whose coherence is as given: quarters are spread over its four items."""
    people = np.full((len(coherence), 20), nan)
    for row, value in enumerate(coherence):
        total = round(4 * value)
        people[row, :4] = [total // 4 + (place < total % 4) for place in range(4)]
    return score_nomad(people, strongly_agree=5)


def test_over_all_staff_sites_are_the_clusters_as_in_clubsandwich():
    found = summarise_nomad(scores_with(COHERENCE), site=SITES).overall[0]
    assert (found.measure, found.group) == ("coherence", "all")
    assert found.mean.estimate == pytest.approx(3.5, rel=1e-12)
    assert found.mean.se == pytest.approx(0.517509233616471, rel=1e-12)
    assert found.mean.df == pytest.approx(1.909090909090908, rel=1e-12)


def test_within_a_site_people_stand_for_themselves_and_by_role_sites_are_clusters():
    found = summarise_nomad(scores_with(COHERENCE), site=SITES, role=ROLES)
    first = found.by_site[0]
    values = np.array(COHERENCE[:4])
    assert (first.group, first.mean.people, first.mean.df) == ("a", 4, pytest.approx(3))
    assert first.mean.se == pytest.approx(values.std(ddof=1) / 2, rel=1e-12)
    assert [(row.group, row.mean.people, row.mean.clusters) for row in found.by_role] == [
        ("GP", 6, 3),
        ("admin", 2, 2),
        ("nurse", 4, 3),
    ]


def test_a_measure_nobody_answered_is_left_out_and_said():
    found = summarise_nomad(scores_with(COHERENCE), site=SITES)
    assert [row.measure for row in found.overall] == ["coherence"]
    assert "Too few answered on collective action for a mean." in found.notes


def test_a_role_from_one_site_has_a_mean_without_an_interval():
    roles = ["manager", *ROLES[1:]]
    found = summarise_nomad(scores_with(COHERENCE), site=SITES, role=roles)
    manager = next(row for row in found.by_role if row.group == "manager")
    with pytest.raises(NotEstimable):
        manager.mean.interval()


def people_at(sizes):
    site = np.repeat([f"s{number}" for number in range(len(sizes))], sizes)
    return score_nomad(staff(len(site)), strongly_agree=5), site


def test_with_a_threshold_small_sites_are_shown_together_and_the_sum_gives_nothing_away():
    scores, site = people_at([12, 3, 14, 11, 20])
    shown = summarise_nomad(scores, site=site, threshold=10)
    rows = [row for row in shown.by_site if row.measure == "coherence"]
    assert {row.group: row.mean.people for row in rows} == {"s0": 12, "3 others together": 28, "s4": 20} or {
        row.group: row.mean.people for row in rows
    } == {"3 others together": 26, "s2": 14, "s4": 20}
    assert sum(row.mean.people * row.mean.estimate for row in rows) == pytest.approx(
        shown.overall[0].mean.people * shown.overall[0].mean.estimate
    )
    together = next(row for row in rows if "together" in row.group)
    assert together.mean.clusters == 3
    assert all(row.mean.people >= 10 for row in shown.by_role + shown.by_site + shown.overall)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 15), min_size=1, max_size=8), st.integers(2, 12))
def test_no_mean_of_fewer_than_the_threshold_is_shown(sizes, threshold):
    scores, site = people_at(sizes)
    shown = summarise_nomad(scores, site=site, role=np.arange(len(site)) % 3, threshold=threshold)
    assert all(row.mean.people >= threshold for row in shown.overall + shown.by_site + shown.by_role)
    # Not shown either where the largest site could take its own people away and know about the few who are left.
    enough = sum(sizes) >= threshold and (min(sizes) >= threshold or sum(sizes) - max(sizes) >= threshold)
    assert (len(shown.overall) == 4) == enough


def test_a_role_with_few_is_joined_to_one_other_for_roles_do_not_know_their_own_answers():
    scores, site = people_at([20, 20])
    role = np.array(["GP"] * 4 + ["nurse"] * 16 + ["admin"] * 20)
    rows = summarise_nomad(scores, site=site, role=role, threshold=8).by_role
    assert [(row.group, row.mean.people) for row in rows[:2]] == [("2 others together", 20), ("admin", 20)]


def test_the_number_of_people_is_withheld_where_it_tells_of_a_few_without_a_mean():
    answers = staff(30)
    site = np.repeat(["a", "b"], 15)
    answers[0, :4] = 8
    shown = summarise_nomad(score_nomad(answers, strongly_agree=5), site=site, threshold=10)
    assert shown.people is None
    assert shown.describe().startswith("Staff at 2 sites answered.")
    full = score_nomad(staff(30), strongly_agree=5)
    assert summarise_nomad(full, site=site, threshold=10).people == 30
    assert summarise_nomad(full, site=site, threshold=30).people == 30
    assert summarise_nomad(full, site=site, threshold=31).people is None


def test_the_general_questions_are_given_beside_the_constructs():
    general = np.column_stack([np.full(12, 4), np.full(12, 6), np.arange(12) % 11])
    scores = score_nomad(staff(12), strongly_agree=5, general=general)
    found = summarise_nomad(scores, site=SITES)
    assert [row.mean.estimate for row in found.overall[4:6]] == [4, 6]
    assert "Out of 10, the means were: familiar now 4.0, normal now 6.0 and normal in future" in found.describe()


def test_it_describes_itself():
    said = summarise_nomad(scores_with(COHERENCE), site=SITES).describe()
    assert said.startswith("12 members of staff at 3 sites answered. Constructs run from 1 to 5")
    assert "Coherence: 3.5 (95% confidence interval 1.2 to 5.8; 12 people)." in said
    assert "No total is given" in said


@pytest.mark.parametrize(
    ("answers", "more", "message"),
    [
        (staff(3)[:, :19], {}, "20 columns"),
        (staff(3)[0], {}, "row for each person"),
        (np.empty((0, 20)), {}, "row for each person"),
        (np.full((2, 20), 0), {}, "1 to 5"),
        (np.full((2, 20), 9), {}, "6 to 8"),
        (np.full((2, 20), 2.5), {}, "1 to 5"),
        ([["agree"] * 20], {}, "not a number"),
        (staff(3), {"general": np.full((3, 3), 11)}, "between 0 and 10"),
        (staff(3), {"general": np.full((2, 3), 1)}, "3 are needed"),
        (staff(3), {"at_least": 0}, "between 0 and 1"),
        (staff(3), {"strongly_agree": 7}, "1 or 5"),
    ],
)
def test_answers_that_are_none_are_refused(answers, more, message):
    with pytest.raises(BadInput, match=message):
        score_nomad(answers, **{"strongly_agree": 5, **more})


def test_groups_of_another_length_and_unknown_constructs_are_refused():
    scores = score_nomad(staff(3), strongly_agree=5)
    with pytest.raises(BadInput, match="site has 2 values where 3"):
        summarise_nomad(scores, site=["a", "b"])
    with pytest.raises(BadInput, match="role has missing"):
        summarise_nomad(scores, site=["a", "b", "b"], role=["GP", None, "GP"])
    with pytest.raises(BadInput, match="no construct trust"):
        scores.construct("trust")
    with pytest.raises(BadInput, match="threshold is 0"):
        summarise_nomad(scores, site=["a", "b", "b"], threshold=0)

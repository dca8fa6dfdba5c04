import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.allocation import Secret, Stream, allocate, minimised
from alongside.evaluation.errors import BadInput

SECRET = Secret("seed", "0123456789abcdef" * 4)


def words(seed, label, count):
    return [int(word) for word in Stream(seed, label).words(count)]


def with_clusters(scheme, levels):
    for number, one in enumerate(levels):
        scheme = scheme.joined(f"practice {number}", one)
    return scheme


def by_hand(levels, weights, probability, keys, imbalance):
    """Pocock and Simon's steps with plain numbers: try either arm, sum the weighted imbalance, toss."""
    arms = []
    for place, one in enumerate(levels):
        total = []
        for arm in (0, 1):
            tried = [*arms, arm]
            counts = [
                [sum(levels[i][f] == one[f] and tried[i] == a for i in range(place + 1)) for a in (0, 1)]
                for f in range(len(one))
            ]
            total.append(sum(w * imbalance(*count) for w, count in zip(weights, counts, strict=True)))
        key = keys[place] / 2**64
        if abs(total[0] - total[1]) < 1e-9:
            arms.append(int(key < 0.5))
        else:
            better = int(total[1] < total[0])
            arms.append(better if key < probability else 1 - better)
    return arms


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["range", "variance"]), st.sampled_from([0.6, 0.8, 1.0]))
def test_minimisation_follows_pocock_and_simon_step_by_step(seed, measure, probability):
    rng = np.random.default_rng(seed)
    levels = [[str(rng.integers(3)), str(rng.integers(2)), "all"] for _ in range(25)]
    scheme = minimised(["size", "place"], weights=[1, 2.5], probability=probability, measure=measure, overall=0.5)
    imbalance = (lambda a, b: abs(a - b)) if measure == "range" else (lambda a, b: (a - b) ** 2 / 2)
    keys = words(str(seed), "1/minimisation", 25)
    expected = by_hand(levels, [1, 2.5, 0.5], probability, keys, imbalance)
    assert list(with_clusters(scheme, [one[:2] for one in levels]).draw(str(seed)).arms) == expected


def test_taves_s_sums_of_marginal_totals_pick_the_same_arm_as_the_variance():
    rng = np.random.default_rng(6)
    levels = [[str(rng.integers(2)), str(rng.integers(3))] for _ in range(30)]
    scheme = with_clusters(minimised(["size", "place"], probability=1, measure="variance"), levels)
    drawing = scheme.draw("seed")
    for place, (one, better) in enumerate(zip(levels, drawing.record["better"], strict=True)):
        sums = [
            sum(levels[i][f] == one[f] and drawing.arms[i] == arm for i in range(place) for f in (0, 1))
            for arm in (0, 1)
        ]
        assert better == (-1 if sums[0] == sums[1] else int(sums[1] < sums[0]))
        assert better in (-1, drawing.arms[place])
    assert "foretell" in drawing.notes[0]


def test_weights_that_balance_as_written_are_a_tie():
    # 0.1 + 0.2 against 0.3: in floating point the first is larger.
    scheme = minimised(["one", "two", "three"], weights=[0.1, 0.2, 0.3])
    tie = with_clusters(scheme, [["a", "b", "k"], ["l", "m", "c"], ["a", "b", "c"]])
    drawings = [tie.draw(str(number)) for number in range(40)]
    # The third shares two factors with the first and one with the second.
    assert {one.record["better"][2] for one in drawings if one.arms[0] != one.arms[1]} == {-1}
    assert {one.record["better"][2] for one in drawings if one.arms[0] == one.arms[1] == 1} == {0}


def test_a_cluster_that_joins_leaves_the_arms_before_it_as_they_were():
    rng = np.random.default_rng(7)
    levels = [[rng.choice(["z", "b", "m"]), rng.choice(["q", "a"])] for _ in range(30)]
    scheme = minimised(["size", "place"])
    whole = with_clusters(scheme, levels).draw("seed").arms
    for number in (1, 2, 13, 29):
        assert with_clusters(scheme, levels[:number]).draw("seed").arms == whole[:number]


def test_minimisation_takes_the_better_arm_as_often_as_it_says_and_balances():
    rng = np.random.default_rng(8)
    levels = [[rng.choice(["s", "m", "l"]), rng.choice(["town", "country"])] for _ in range(40)]
    scheme = with_clusters(minimised(["size", "place"], probability=0.8), levels)
    rows = scheme.reference(draws=2_000, seed=5).rows
    drawings = [scheme.draw(str(seed)) for seed in range(200)]
    pairs = [(b, a) for one in drawings for b, a in zip(one.record["better"], one.arms, strict=True) if b != -1]
    assert np.mean([better == arm for better, arm in pairs]) == pytest.approx(0.8, abs=0.02)
    town = np.array([one[1] == "town" for one in levels])
    apart = np.abs(2 * rows[:, town].sum(axis=1) - town.sum())
    free = np.abs(2 * np.random.default_rng(1).binomial(town.sum(), 0.5, 2_000) - town.sum())
    assert apart.mean() < 0.6 * free.mean()


def test_replicates_of_a_minimisation_are_each_as_the_allocation_itself():
    scheme = with_clusters(minimised(["size"]), [["a"], ["b"], ["a"], ["a"], ["b"], ["a"]])
    among = scheme.reference(draws=7, seed=3)
    keys = np.array(words("3", "1/reference", 42)).reshape(7, 6)
    expected = [by_hand(scheme.levels, [1], 0.8, row.tolist(), lambda a, b: abs(a - b)) for row in keys.astype(object)]
    assert among.rows.tolist() == expected
    assert not among.complete


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"factors": []}, "0 factors"),
        ({"factors": ["a", "a"]}, "same name"),
        ({"factors": ["a"], "weights": [1, 2]}, "2 weights for 1"),
        ({"factors": ["a"], "weights": [0]}, "above 0"),
        ({"factors": ["a"], "overall": -1}, "not below 0"),
        ({"factors": ["a"], "probability": 0.5}, "above 0.5"),
        ({"factors": ["a"], "probability": float("nan")}, "above 0.5"),
        ({"factors": ["a"], "measure": "entropy"}, "range and variance"),
        ({"factors": ["a"], "block": 0}, "counted from 1"),
        ({"factors": ["a", "b"], "weights": [1e15, 1e-9]}, "too many figures"),
    ],
)
def test_rules_that_make_no_minimisation_are_refused(arguments, says):
    with pytest.raises(BadInput, match=says):
        minimised(**arguments)


def test_clusters_that_cannot_join_are_refused():
    scheme = minimised(["size", "place"])
    with pytest.raises(BadInput, match="one has 1 levels for 2"):
        scheme.joined("one", ["large"])
    with pytest.raises(BadInput, match="levels of one has missing"):
        scheme.joined("one", ["large", None])
    with pytest.raises(BadInput, match="allocated already"):
        scheme.joined("one", ["a", "b"]).joined("one", ["a", "b"])
    with pytest.raises(BadInput, match="No cluster has joined"):
        allocate(scheme, SECRET)

"""A stepped wedge by cluster-period means, against R."""

import numpy as np
import pytest

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.estimation.cluster_level import ClusterPeriodMeans, cluster_period_means
from alongside.evaluation.tests.trials import answers, trial


def wedge(**change: np.ndarray) -> ClusterPeriodMeans:
    """The simulated stepped wedge, with other columns in place of its own."""
    data = trial("sw_dev")
    columns = {"treatment": data["treat"], "cluster": data["cluster"], "period": data["period"]} | change
    return cluster_period_means(columns.pop("y", data["y"]), **columns)


def test_means_with_fixed_clusters_are_those_of_lm_in_r() -> None:
    found, answer = wedge().fixed_clusters, answers("sw_dev")["cluster_period_means_fixed_clusters"]
    assert found.df == answer["df"]
    ours = [found.estimate, found.se, found.t, found.p_value]
    np.testing.assert_allclose(ours, [answer[key] for key in ("estimate", "se", "t", "p")], rtol=1e-10)


def test_differences_within_periods_are_those_of_r() -> None:
    found, answer = wedge().within_periods, answers("sw_dev")["vertical_within_period"]
    assert [int(period) for period in found.periods] == answer["period"]
    np.testing.assert_allclose(found.differences, answer["difference"], rtol=1e-10)
    np.testing.assert_allclose(found.weights, answer["weight"], rtol=1e-12)
    assert found.estimate == pytest.approx(answer["estimate"], rel=1e-11)


def test_there_is_a_mean_for_each_cluster_in_each_period() -> None:
    found, data = wedge(), trial("sw_dev")
    assert len(found.means) == 60
    assert (found.sizes == 20).all()
    here = (data["cluster"] == 4) & (data["period"] == 3)
    cell = (found.cluster == found.clusters.index("4")) & (found.period == found.periods.index("3"))
    assert found.means[cell] == pytest.approx(data["y"][here].mean(), rel=1e-12)


def test_a_trend_common_to_all_clusters_changes_neither_comparison() -> None:
    data = trial("sw_dev")
    moved = wedge(y=data["y"] + np.sin(data["period"]) * 3)
    assert moved.fixed_clusters.estimate == pytest.approx(wedge().fixed_clusters.estimate, rel=1e-9)
    assert moved.within_periods.estimate == pytest.approx(wedge().within_periods.estimate, rel=1e-9)


def test_levels_of_clusters_change_only_the_comparison_within_periods() -> None:
    data = trial("sw_dev")
    moved = wedge(y=data["y"] + data["cluster"])
    assert moved.fixed_clusters.estimate == pytest.approx(wedge().fixed_clusters.estimate, rel=1e-9)
    assert moved.within_periods.estimate != pytest.approx(wedge().within_periods.estimate, rel=0.1)


def test_a_cluster_not_seen_in_a_period_is_left_out_there() -> None:
    data = trial("sw_dev")
    kept = ~((data["cluster"] == 1) & (data["period"] == 3))
    found = cluster_period_means(
        data["y"][kept], treatment=data["treat"][kept], cluster=data["cluster"][kept], period=data["period"][kept]
    )
    assert len(found.means) == 59
    assert found.fixed_clusters.df == 59 - 16
    # Four clusters had crossed over by then, and five of the other six were seen.
    assert found.within_periods.weights[1] == pytest.approx(1 / (1 / 4 + 1 / 5))


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"treatment": np.ones(1200)}, NotEstimable, "Everybody had the intervention"),
        ({"treatment": np.zeros(1200)}, NotEstimable, "Nobody had the intervention"),
        ({"treatment": np.full(1200, 2)}, BadInput, "treatment must be 1"),
        ({"treatment": np.arange(1200) % 2}, BadInput, "with and without the intervention in one period"),
        ({"period": [1, 2]}, BadInput, "period has 2 values where 1200 are needed"),
        ({"y": []}, BadInput, "y is empty"),
    ],
)
def test_what_cannot_be_analysed_is_refused_in_words(change: dict, error: type, words: str) -> None:
    with pytest.raises(error, match=words):
        wedge(**change)


def test_clusters_that_all_cross_over_at_once_cannot_be_told_from_time() -> None:
    found = wedge(treatment=(trial("sw_dev")["period"] > 3).astype(float))
    with pytest.raises(NotEstimable, match="treatment is a combination"):
        _ = found.fixed_clusters
    with pytest.raises(NotEstimable, match="No period has clusters with and clusters without"):
        _ = found.within_periods


def test_with_two_clusters_and_two_periods_nothing_is_left_to_judge_by() -> None:
    found = cluster_period_means([1, 2, 3, 5], treatment=[0, 1, 0, 0], cluster=[1, 1, 2, 2], period=[1, 2, 1, 2])
    with pytest.raises(NotEstimable, match="as many coefficients as means"):
        _ = found.fixed_clusters


def test_means_that_the_model_reproduces_exactly_are_refused() -> None:
    data = trial("sw_dev")
    with pytest.raises(NotEstimable, match="reproduces the means exactly"):
        _ = wedge(y=data["cluster"] + data["period"] + data["treat"]).fixed_clusters

"""Analyses of clusters rather than people: means of clusters, two stages, and a stepped wedge period by period."""

from alongside.evaluation.estimation.cluster_level.comparison import ClusterMeans
from alongside.evaluation.estimation.cluster_level.periods import (
    ClusterPeriodMeans,
    WithinPeriods,
    cluster_period_means,
)
from alongside.evaluation.estimation.cluster_level.summary import cluster_means

__all__ = ["ClusterMeans", "ClusterPeriodMeans", "WithinPeriods", "cluster_means", "cluster_period_means"]

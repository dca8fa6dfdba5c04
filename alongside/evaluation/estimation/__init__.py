"""How large the effect is, and how surely it is known, when whole clusters were allocated."""

from alongside.evaluation.estimation.cluster_level import (
    ClusterMeans,
    ClusterPeriodMeans,
    WithinPeriods,
    cluster_means,
    cluster_period_means,
)
from alongside.evaluation.estimation.compliance import ComplierAverage, complier_average_effect
from alongside.evaluation.estimation.cr2 import ClusterRobust, cluster_robust
from alongside.evaluation.estimation.gee import Gee, gee
from alongside.evaluation.estimation.imputation import Imputed, impute
from alongside.evaluation.estimation.logistic import Logistic, logistic_regression
from alongside.evaluation.estimation.logistic_mixed import (
    LikelihoodRatio,
    LogisticMixedModel,
    MarginalEffect,
    Ratio,
    logistic_mixed_model,
)
from alongside.evaluation.estimation.mixed import ClusterEffects, MixedModel, mixed_model
from alongside.evaluation.estimation.permutation import (
    PermutationTest,
    permutation_test,
    permutation_test_of_people,
    within_strata,
)
from alongside.evaluation.estimation.pooling import Pooled, RubinVariance, pool, pool_one

__all__ = [
    "ClusterEffects",
    "ClusterMeans",
    "ClusterPeriodMeans",
    "ClusterRobust",
    "ComplierAverage",
    "Gee",
    "Imputed",
    "LikelihoodRatio",
    "Logistic",
    "LogisticMixedModel",
    "MarginalEffect",
    "MixedModel",
    "PermutationTest",
    "Pooled",
    "Ratio",
    "RubinVariance",
    "WithinPeriods",
    "cluster_means",
    "cluster_period_means",
    "cluster_robust",
    "complier_average_effect",
    "gee",
    "impute",
    "logistic_mixed_model",
    "logistic_regression",
    "mixed_model",
    "permutation_test",
    "permutation_test_of_people",
    "pool",
    "pool_one",
    "within_strata",
]

"""How large the effect is, and how surely it is known, when whole clusters were allocated."""

from alongside.evaluation.estimation.compliance import ComplierAverage, complier_average_effect
from alongside.evaluation.estimation.cr2 import ClusterRobust, cluster_robust
from alongside.evaluation.estimation.imputation import Imputed, impute
from alongside.evaluation.estimation.mixed import ClusterEffects, MixedModel, mixed_model
from alongside.evaluation.estimation.pooling import Pooled, pool, pool_one

__all__ = [
    "ClusterEffects",
    "ClusterRobust",
    "ComplierAverage",
    "Imputed",
    "MixedModel",
    "Pooled",
    "cluster_robust",
    "complier_average_effect",
    "impute",
    "mixed_model",
    "pool",
    "pool_one",
]

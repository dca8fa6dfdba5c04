"""How large the effect is, and how surely it is known, when whole clusters were allocated."""

from alongside.evaluation.estimation.cr2 import ClusterRobust, cluster_robust
from alongside.evaluation.estimation.mixed import ClusterEffects, MixedModel, mixed_model

__all__ = ["ClusterEffects", "ClusterRobust", "MixedModel", "cluster_robust", "mixed_model"]

"""How large the effect is, and how surely it is known, when whole clusters were allocated."""

from alongside.evaluation.estimation.mixed import ClusterEffects, MixedModel, mixed_model

__all__ = ["ClusterEffects", "MixedModel", "mixed_model"]

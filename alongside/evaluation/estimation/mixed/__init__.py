"""Linear mixed models: random intercepts for clusters, and for people or periods within them."""

from alongside.evaluation.estimation.mixed.fit import mixed_model
from alongside.evaluation.estimation.mixed.model import ClusterEffects, MixedModel

__all__ = ["ClusterEffects", "MixedModel", "mixed_model"]

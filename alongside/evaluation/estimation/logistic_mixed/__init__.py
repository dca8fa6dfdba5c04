"""Logistic regression with a random intercept for the cluster.

The likelihood by quadrature, its maximum, tests and intervals, and the risks in the population it stands for.
"""

from alongside.evaluation.estimation.logistic_mixed.likelihood_ratio import LikelihoodRatio
from alongside.evaluation.estimation.logistic_mixed.marginal import MarginalEffect, Ratio
from alongside.evaluation.estimation.logistic_mixed.model import LogisticMixedModel, logistic_mixed_model

__all__ = ["LikelihoodRatio", "LogisticMixedModel", "MarginalEffect", "Ratio", "logistic_mixed_model"]

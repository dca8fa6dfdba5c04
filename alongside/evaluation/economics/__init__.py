"""Trial-based cost-effectiveness when whole practices are allocated, by the conventions of the United Kingdom.

Costs in pounds and effects in QALYs, per person; intervention minus control; cost first wherever there is a pair. How
the pair is estimated is the caller's choice: `from_cluster_means`, `bivariate_model` or `two_stage_bootstrap`.
"""

from alongside.evaluation.economics.bivariate import bivariate_model
from alongside.evaluation.economics.bivariate_fit import BivariateFit
from alongside.evaluation.economics.bootstrap import two_stage_bootstrap
from alongside.evaluation.economics.cluster_means import from_cluster_means
from alongside.evaluation.economics.costs import Costs, UnitCost, costs, spread_over_people
from alongside.evaluation.economics.curves import Acceptability, InformationValue
from alongside.evaluation.economics.discounting import yearly_equivalent
from alongside.evaluation.economics.equity import (
    BenefitByDecile,
    Inequality,
    inequality,
    inequality_among_people,
    net_benefit_by_decile,
)
from alongside.evaluation.economics.incremental import Incremental
from alongside.evaluation.economics.plane import Plane, Quadrants
from alongside.evaluation.economics.pooling import pool_pairs
from alongside.evaluation.economics.qalys import Qalys, qalys
from alongside.evaluation.economics.ratio import Icer
from alongside.evaluation.economics.rubin_pair import RubinPair
from alongside.evaluation.fieller import FiellerSet

__all__ = [
    "Acceptability",
    "BenefitByDecile",
    "BivariateFit",
    "Costs",
    "FiellerSet",
    "Icer",
    "Incremental",
    "Inequality",
    "InformationValue",
    "Plane",
    "Qalys",
    "Quadrants",
    "RubinPair",
    "UnitCost",
    "bivariate_model",
    "costs",
    "from_cluster_means",
    "inequality",
    "inequality_among_people",
    "net_benefit_by_decile",
    "pool_pairs",
    "qalys",
    "spread_over_people",
    "two_stage_bootstrap",
    "yearly_equivalent",
]

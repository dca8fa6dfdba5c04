"""What happened and why: Normalisation Process Theory, NoMAD, agreement of coders, reach, fidelity.

Results have a `.describe()` in plain words. Where people are counted, a threshold keeps small numbers out of print.
"""

from alongside.evaluation.process.adaptations import Adaptation, Adaptations, ComponentChanges, list_adaptations
from alongside.evaluation.process.alpha import Alpha, krippendorff_alpha
from alongside.evaluation.process.clustered import Mean, Share, clustered_mean, clustered_share, share
from alongside.evaluation.process.coding import (
    CodeAgreement,
    CodingAgreement,
    Disagreement,
    coding_agreement,
    disagreements,
)
from alongside.evaluation.process.disclosure import Pooling, pool_small_groups
from alongside.evaluation.process.dose import Dose, summarise_dose
from alongside.evaluation.process.fidelity import Delivered, Fidelity, summarise_fidelity
from alongside.evaluation.process.kappa import Kappa, cohen_kappa
from alongside.evaluation.process.nomad import ITEMS, Item, ItemAnswers, NomadScores, cronbach_alpha, score_nomad
from alongside.evaluation.process.nomad_summary import MeasureMean, NomadSummary, summarise_nomad
from alongside.evaluation.process.npt import CONSTRUCTS, LEVELS, Cell, Finding, NptMatrix, npt_matrix
from alongside.evaluation.process.reach import Reach, SiteReach, summarise_reach
from alongside.evaluation.process.representativeness import Characteristic, Representativeness, compare_with_eligible

__all__ = [
    "CONSTRUCTS",
    "ITEMS",
    "LEVELS",
    "Adaptation",
    "Adaptations",
    "Alpha",
    "Cell",
    "Characteristic",
    "CodeAgreement",
    "CodingAgreement",
    "ComponentChanges",
    "Delivered",
    "Disagreement",
    "Dose",
    "Fidelity",
    "Finding",
    "Item",
    "ItemAnswers",
    "Kappa",
    "Mean",
    "MeasureMean",
    "NomadScores",
    "NomadSummary",
    "NptMatrix",
    "Pooling",
    "Reach",
    "Representativeness",
    "Share",
    "SiteReach",
    "clustered_mean",
    "clustered_share",
    "coding_agreement",
    "cohen_kappa",
    "compare_with_eligible",
    "cronbach_alpha",
    "disagreements",
    "krippendorff_alpha",
    "list_adaptations",
    "npt_matrix",
    "pool_small_groups",
    "score_nomad",
    "share",
    "summarise_dose",
    "summarise_fidelity",
    "summarise_nomad",
    "summarise_reach",
]

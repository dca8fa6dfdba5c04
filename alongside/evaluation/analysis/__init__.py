"""A whole trial analysed from a specification and a data file."""

from alongside.evaluation.analysis.design_matrix import DesignMatrix, design_matrix
from alongside.evaluation.analysis.outcomes import OutcomeAnalysis
from alongside.evaluation.analysis.reading import read_spec
from alongside.evaluation.analysis.run import EconomicAnalysis, TrialAnalysis, analyse
from alongside.evaluation.analysis.spec import Spec
from alongside.evaluation.analysis.table import Data, read_csv

__all__ = [
    "Data",
    "DesignMatrix",
    "EconomicAnalysis",
    "OutcomeAnalysis",
    "Spec",
    "TrialAnalysis",
    "analyse",
    "design_matrix",
    "read_csv",
    "read_spec",
]

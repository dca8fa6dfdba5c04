"""Marginal models by generalised estimating equations, with what few clusters ask of the sandwich."""

from alongside.evaluation.estimation.gee.model import gee
from alongside.evaluation.estimation.gee.result import Gee

__all__ = ["Gee", "gee"]

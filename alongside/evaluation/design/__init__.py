"""Planning a cluster trial: sample size, power and detectable effect, and the correlations that they rest on.

Say what is assumed in a `ParallelTrial` or a `SteppedWedge`, then ask it: `.power`, `.detectable`, `.clusters_needed`,
`.size_needed`. Every answer can `.describe()` itself for the sample size section of a protocol.
"""

from alongside.evaluation.design.arms import Arms
from alongside.evaluation.design.binary_icc import BinaryIcc, fleiss_cuzick_icc
from alongside.evaluation.design.curves import Curve, curve
from alongside.evaluation.design.design_effects import DesignEffect, design_effect
from alongside.evaluation.design.icc import Icc, anova_icc
from alongside.evaluation.design.outcomes import Mean, Proportion
from alongside.evaluation.design.parallel import ParallelTrial
from alongside.evaluation.design.power import Power
from alongside.evaluation.design.sample_size import SampleSize
from alongside.evaluation.design.visits import Visits
from alongside.evaluation.design.wedge import SteppedWedge, wedge

__all__ = (
    "Arms",
    "BinaryIcc",
    "Curve",
    "DesignEffect",
    "Icc",
    "Mean",
    "ParallelTrial",
    "Power",
    "Proportion",
    "SampleSize",
    "SteppedWedge",
    "Visits",
    "anova_icc",
    "curve",
    "design_effect",
    "fleiss_cuzick_icc",
    "wedge",
)

"""A trial planned from a specification: how large it must be, and who is allocated to what."""

from alongside.evaluation.planning.allocating import AllocationSpec, read_allocation_spec
from alongside.evaluation.planning.designing import Answer, DesignAnswers, read_design_spec

__all__ = ["AllocationSpec", "Answer", "DesignAnswers", "read_allocation_spec", "read_design_spec"]

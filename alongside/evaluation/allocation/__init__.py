"""Allocation of clusters to an intervention (1) and a control arm (0), from a seed that is sealed and later published.

Make a scheme (`simple`, `stratified`, `minimised`, `constrained`), publish its `seal`, `allocate`, keep `audit_text`;
once every cluster has been told its arm, publish the secret, and anybody can `verify`.
"""

from alongside.evaluation.allocation.allocations import Allocation, Envelope, Scheme, allocate, seal
from alongside.evaluation.allocation.audit import (
    Verification,
    audit_text,
    read_audit,
    scheme_of,
    verify,
    verify_chain,
)
from alongside.evaluation.allocation.balance import BalanceRow, balance_table
from alongside.evaluation.allocation.candidates import AllocationSet
from alongside.evaluation.allocation.constrained import Constrained, constrained
from alongside.evaluation.allocation.minimised import Minimised, minimised
from alongside.evaluation.allocation.randomised import Randomised, simple, stratified
from alongside.evaluation.allocation.seal import Secret, commitment
from alongside.evaluation.allocation.space import Space
from alongside.evaluation.allocation.stream import Stream
from alongside.evaluation.allocation.validity import Histogram, Validity, validity

__all__ = [
    "Allocation",
    "AllocationSet",
    "BalanceRow",
    "Constrained",
    "Envelope",
    "Histogram",
    "Minimised",
    "Randomised",
    "Scheme",
    "Secret",
    "Space",
    "Stream",
    "Validity",
    "Verification",
    "allocate",
    "audit_text",
    "balance_table",
    "commitment",
    "constrained",
    "minimised",
    "read_audit",
    "scheme_of",
    "seal",
    "simple",
    "stratified",
    "validity",
    "verify",
    "verify_chain",
]

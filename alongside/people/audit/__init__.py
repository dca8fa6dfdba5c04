"""The audit trail: writing it, sealing it, and finding what was changed behind its back.

`models/audit.py` says how it holds together.
"""

from alongside.people.audit import heads
from alongside.people.audit.checking import flaws
from alongside.people.audit.sealing import head, seal, seal_all
from alongside.people.audit.writing import record, record_looks, trail_of

__all__ = ["flaws", "head", "heads", "record", "record_looks", "seal", "seal_all", "trail_of"]

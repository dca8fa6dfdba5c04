"""The audit file of an allocation: written, read back, and verified by anybody."""

import json
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from alongside.evaluation.allocation.allocations import Allocation, Scheme, allocate
from alongside.evaluation.allocation.canonical import WHOLE, Json, canonical, digest
from alongside.evaluation.allocation.constrained import constrained
from alongside.evaluation.allocation.minimised import Minimised, minimised
from alongside.evaluation.allocation.randomised import simple, stratified
from alongside.evaluation.allocation.seal import Secret
from alongside.evaluation.errors import BadInput, EvaluationError

FORMAT = "alongside.allocation.audit/1"


@dataclass(frozen=True)
class Verification:
    """What is wrong with an audit file, in sentences, and whether the draw could be replayed."""

    findings: tuple[str, ...]
    replayed: bool

    @property
    def ok(self) -> bool:
        """Nothing is wrong. A file whose secret is still sealed can be no more than whole: see `replayed`."""
        return not self.findings


def audit_text(allocation: Allocation, *, opened: bool, previous: str | None = None) -> str:
    """The audit file: canonical JSON of `contents`, and the SHA-256 of their canonical text.

    Parameters
    ----------
    opened
        With the seed and the salt, once all clusters know their arm; before that without.
    previous
        The `sha256` of the audit file before this one (of the block before), which chains the files.
    """
    secret = {"salt": allocation.secret.salt, "seed": allocation.secret.seed} if opened else None
    contents: dict[str, Json] = {
        "format": FORMAT,
        "made_with": {"numpy": np.__version__, "python": platform.python_version()},
        "protocol": allocation.scheme.content(),
        "commitment": allocation.commitment,
        "secret": secret,
        "allocation": [[cluster, arm] for cluster, arm in allocation.arms.items()],
        "envelopes": [envelope.commitment for envelope in allocation.envelopes()],
        "record": allocation.drawing.record,
        "notes": allocation.notes,
        "previous": previous,
    }
    return canonical({"contents": contents, "sha256": digest(contents)})


def read_audit(text: str) -> dict[str, Any]:
    """The file as a dictionary, its own SHA-256 checked.

    Raises
    ------
    BadInput
        Not an audit file, or changed since it was written.
    """
    try:
        found = json.loads(text, parse_int=_read_number)
        contents, said = found["contents"], found["sha256"]
        known, true = contents["format"], digest(contents)
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise BadInput("This is not an audit file of an allocation.") from problem
    if known != FORMAT:
        raise BadInput(f"The format of the audit file is {known}; {FORMAT} can be read here.")
    if set(found) != {"contents", "sha256"} or true != said:
        raise BadInput("The contents of the audit file do not have the SHA-256 that it states: they were changed.")
    return dict(found)


def _read_number(figures: str) -> int | float:
    """A whole number; a double where it has more than 53 bits, for only doubles are written so."""
    return int(figures) if abs(int(figures)) <= WHOLE else float(figures)


def verify(text: str, *, published: str | None = None) -> Verification:
    """Whether an audit file is whole, fits the commitment that was published, and replays.

    Parameters
    ----------
    published
        The commitment as it was published before the draw. Without it a file that somebody has rewritten from
        beginning to end, with another seed, cannot be told from the true one.
    """
    try:
        contents = read_audit(text)["contents"]
        opened = contents["secret"] is not None
        findings = list(_commitments(contents, published))
        if opened:
            findings += _replay(contents)
    except BadInput as problem:
        return Verification((str(problem),), replayed=False)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        return Verification((f"The audit file lacks a part, or it is of the wrong kind: {problem}.",), replayed=False)
    return Verification(tuple(findings), replayed=opened)


def verify_chain(texts: Sequence[str]) -> Verification:
    """Whether the files of several blocks, in their order, are each in order and each names the one before."""
    found = [verify(text) for text in texts]
    findings = [f"File {number}: {finding}" for number, one in enumerate(found, 1) for finding in one.findings]
    if not findings:
        files = [read_audit(text) for text in texts]
        before = [None, *(file["sha256"] for file in files)]
        findings = [
            f"File {number} does not follow from the file before it."
            for number, (file, said) in enumerate(zip(files, before, strict=False), 1)
            if file["contents"]["previous"] != said
        ]
    return Verification(tuple(findings), replayed=all(one.replayed for one in found))


def scheme_of(protocol: Mapping[str, Any]) -> Scheme:
    """The scheme whose `content()` this is.

    Raises
    ------
    BadInput
        An unknown method, missing or additional parts, or parts the scheme does not accept.
    """
    parts = dict(protocol)
    make = _MAKERS.get(parts.pop("method", None))
    if make is None:
        raise BadInput("The protocol has no method known here.")
    try:
        return make(parts)
    except (TypeError, KeyError) as problem:
        raise BadInput(f"The protocol is not complete: {problem}.") from problem


def _simple(parts: dict[str, Any]) -> Scheme:
    if parts.pop("strata") is not None:
        raise BadInput("Simple randomisation has no strata.")
    return simple(**parts)


def _minimised(parts: dict[str, Any]) -> Minimised:
    clusters, levels = parts.pop("clusters"), parts.pop("levels")
    joining = zip(clusters, levels, strict=True)
    return reduce(lambda scheme, one: scheme.joined(*one), joining, minimised(**parts))


def _constrained(parts: dict[str, Any]) -> Scheme:
    before = parts.pop("earlier")
    earlier = None if before is None else (before["covariates"], before["arms"])
    return constrained(**parts, earlier=earlier)


_MAKERS: dict[Any, Callable[[dict[str, Any]], Scheme]] = {
    "simple": _simple,
    "stratified": lambda parts: stratified(**parts),
    "minimisation": _minimised,
    "covariate-constrained": _constrained,
}


def _commitments(contents: Mapping[str, Any], published: str | None) -> list[str]:
    if published is not None and contents["commitment"] != published:
        return ["The commitment in the file is not the one that was published."]
    return []


def _replay(contents: Mapping[str, Any]) -> list[str]:
    """What a draw from the file's own protocol and secret gives otherwise than the file says."""
    try:
        again = allocate(scheme_of(contents["protocol"]), Secret(**contents["secret"]))
    except EvaluationError as problem:
        return [f"The draw cannot be replayed: {problem}"]
    said: dict[str, tuple[Json, Json]] = {
        "commitment": (again.commitment, contents["commitment"]),
        "allocation": ([[cluster, arm] for cluster, arm in again.arms.items()], contents["allocation"]),
        "envelopes": ([envelope.commitment for envelope in again.envelopes()], contents["envelopes"]),
        "record": (again.drawing.record, contents["record"]),
        "notes": (again.notes, contents["notes"]),
    }
    return [
        f"The {part} in the file is not what the protocol and the secret give."
        for part, (true, stated) in said.items()
        if canonical(true) != canonical(stated)
    ]

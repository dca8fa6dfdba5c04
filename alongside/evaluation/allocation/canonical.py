"""One text for one value, so that a SHA-256 of it means the same in every language."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import TypeAlias

from alongside.evaluation.errors import BadInput

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"

# Beyond this a double no longer holds every whole number, and JSON numbers are doubles.
WHOLE = 2**53


def canonical(value: Json) -> str:
    """JSON with sorted keys, no spaces and ECMAScript's numbers: the JSON Canonicalization Scheme.

    Raises
    ------
    BadInput
        Something that is not JSON, a number that is not finite, a whole number of more than 53 bits, or half of a
        character (a lone surrogate).

    References
    ----------
    Rundgren, Jordan and Erdtman, 2020, RFC 8785.
    """
    if value is None or isinstance(value, bool | str):
        return _plain(value)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_plain(key)}:{canonical(value[key])}" for key in sorted(value, key=_utf_16)) + "}"
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return "[" + ",".join(canonical(part) for part in value) + "]"
    raise BadInput(f"{type(value).__name__} cannot be written as JSON.")


def digest(value: Json) -> str:
    """SHA-256 of the canonical text in UTF-8, as 64 hexadecimal figures."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _utf_16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _plain(value: bool | str | None) -> str:
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError as problem:
        raise BadInput("A text holds half of a character (a lone surrogate); type it again.") from problem
    return text


def _number(value: int | float) -> str:
    if isinstance(value, int):
        if abs(value) > WHOLE:
            raise BadInput(f"{value} is too large for a JSON number.")
        return str(value)
    if not isfinite(value):
        raise BadInput(f"{value} cannot be written as JSON.")
    return "0" if value == 0 else _as_in_ecmascript(value)


def _as_in_ecmascript(value: float) -> str:
    """`Number::toString` of ECMA-262, from Python's shortest digits, which are the same ones."""
    sign, figures, exponent = Decimal(repr(float(value))).normalize().as_tuple()
    digits, minus = "".join(map(str, figures)), "-" * sign
    point = len(digits) + int(exponent)
    if len(digits) <= point <= 21:
        return minus + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{minus}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{minus}0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{minus}{digits[0]}{tail}e{point - 1:+d}"

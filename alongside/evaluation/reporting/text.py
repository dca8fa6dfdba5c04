"""Text in pictures: what can be printed at all, how wide it is at most, and where it breaks."""

import re
from unicodedata import category

from alongside.evaluation.errors import BadInput

# Widths as a share of the size of the font, those of a wide sans-serif: whoever has no Arial still sees no word cut.
NARROW, WIDE, CAPITAL, ROUND = 0.36, 1.00, 0.73, 0.61
NARROW_ONES = frozenset("fijlrtI.,:;'’‘!|()[]-/ \u00a0")
BREAKS = re.compile(r"[ \n\t]+")
WIDE_ONES = frozenset("mwMW@%—…")


def printable(text: str, where: str) -> str:
    """The same text, if neither a page nor a document of Word would choke on it.

    Raises
    ------
    BadInput
        A control character or half a character.
    """
    for character in text:
        if (category(character) in {"Cc", "Cs"} and character not in "\n\t") or character in "\ufffe\uffff":
            raise BadInput(f"{where} has a character that cannot be printed ({ord(character):#06x}). Take it out.")
    return text


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """An upper bound, in the unit of `size`."""
    return sum(_share(character) for character in text) * size * (1.1 if bold else 1.0)


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Lines no wider than that, broken at spaces, and within a word only where it is wider than a line."""
    lines: list[str] = []
    for word in (piece for whole in BREAKS.split(text.strip()) for piece in _pieces(whole, width, size, bold)):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines) or ("",)


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    if not word or text_width(word, size, bold=bold) <= width:
        return [word]
    pieces = [word[0]]
    for character in word[1:]:
        if text_width(pieces[-1] + character, size, bold=bold) <= width:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _share(character: str) -> float:
    if character in NARROW_ONES:
        return NARROW
    if character in WIDE_ONES or ord(character) > 0x2E7F:
        return WIDE
    return CAPITAL if character.isupper() else ROUND

"""What fits in a text message. A part holds fewer characters as soon as one is outside the telephone alphabet."""

import unicodedata

# GSM 03.38: the default alphabet, and its extension, whose characters count twice.
BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = set("^{}\\[~]|€")
TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})
ONE_PART, EACH_OF_SEVERAL = 160, 153
# With a letter outside both, the whole text is sent in UCS-2, at two bytes a letter.
ONE_LONG_PART, EACH_OF_SEVERAL_LONG = 70, 67


def in_telephone_letters(text: str) -> str:
    """The text with every character the telephone alphabet lacks put plainly: ŵ becomes w."""
    return "".join(_plain(character) for character in in_plain_signs(text))


def in_plain_signs(text: str) -> str:
    """The text with a typewriter's quotation marks and dashes, and every letter as it is."""
    return text.translate(TYPOGRAPHY)


def _plain(character: str) -> str:
    if character in BASIC or character in TWICE:
        return character
    bare = "".join(part for part in unicodedata.normalize("NFKD", character) if part in BASIC)
    return bare or "?"


def parts(text: str) -> int:
    """How many parts a text is sent as."""
    if set(text) <= BASIC | TWICE:
        length, one, each = sum(2 if character in TWICE else 1 for character in text), ONE_PART, EACH_OF_SEVERAL
    else:
        length, one, each = len(text.encode("utf-16-le")) // 2, ONE_LONG_PART, EACH_OF_SEVERAL_LONG
    return 1 if length <= one else -(-length // each)


def shortened(name: str, *, most: int) -> str:
    """A name cut at a word, if it is very long."""
    if len(name) <= most:
        return name
    cut = name[: most - 3]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "..."

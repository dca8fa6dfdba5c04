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


def in_telephone_letters(text: str) -> str:
    """The text with every character the telephone alphabet lacks put plainly: ŵ becomes w."""
    return "".join(_plain(character) for character in text.translate(TYPOGRAPHY))


def _plain(character: str) -> str:
    if character in BASIC or character in TWICE:
        return character
    bare = "".join(part for part in unicodedata.normalize("NFKD", character) if part in BASIC)
    return bare or "?"


def parts(text: str) -> int:
    """How many parts a text in the telephone alphabet is sent as."""
    length = sum(2 if character in TWICE else 1 for character in text)
    return 1 if length <= ONE_PART else -(-length // EACH_OF_SEVERAL)


def shortened(name: str, *, most: int) -> str:
    """A name cut at a word, if it is very long."""
    if len(name) <= most:
        return name
    cut = name[: most - 3]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "..."

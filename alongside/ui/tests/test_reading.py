"""Everything in `content` that a person reads can be read at the age of eleven."""

import re

import pytest

from alongside.ui.content import content

# Flesch-Kincaid's grade 6 is a child of eleven to twelve. One sentence alone may be a little harder than all of them
# together; one of fewer words than this is judged by its file, since the sum means little for "Loneliness".
HARDEST_FILE, HARDEST_SENTENCE, LONGEST, ENOUGH_WORDS = 6.0, 9.0, 25, 7
FACTS = {"practice": "Elm Bank Surgery", "day": "Tue 3 Mar", "time": "10.20am", "name": "Ann Lee", "link": "here"}


def syllables(word: str) -> int:
    """About how many, by its groups of vowels; the numbers and short forms we use are said as one."""
    word = re.sub(r"[^a-z]", "", word.lower())
    silent = re.sub(r"(?<=[^aeiouyl])(?:es|ed|e)$|(?<=[aeiouy]l)(?:es|ed|e)$", "", word)
    ends = 1 if re.search(r"(?:[dt]ed|[cgsxz]es|(?:ch|sh)es)$", word) else 0
    return max(1, len(re.findall(r"[aeiouy]+", silent)) + ends)


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence. A line of its own and what follows a colon are read as one sentence each."""
    found = [re.findall(r"[\w’'/.%-]*\w", part) for part in re.split(r"[.!?:;](?:\s|$)|\n+", text)]
    return [words for words in found if words]


def grade(parts: list[list[str]]) -> float:
    """Flesch-Kincaid's grade: Kincaid, Fishburne, Rogers, Chissom (1975), Research Branch Report 8-75."""
    words = [word for part in parts for word in part]
    return 0.39 * len(words) / len(parts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def texts() -> dict[str, list[str]]:
    messages = [words for key, words in content("messages/en.toml").items() if key != "about"]
    said = [message[part].format(**FACTS) for message in messages for part in ("text", "subject", "email", "letter")]
    return {
        "areas": [f"“{row['title']}” is getting in the way." for row in content("areas.toml")["area"]],
        "audit_words": [f"A nurse {words}." for words in content("audit_words.toml")["words"].values()],
        "hand_on": [f"Handed to {row['person']}." for row in content("hand_on.toml")["destination"]],
        "messages": said,
        "results": [
            text
            for row in content("results.toml")["result"]
            for text in (f"{row['name']} was 58. Last time 64. {row['range']}", f"{row['plain']}.")
        ],
    }


@pytest.mark.parametrize("file", texts())
def test_a_file_of_words_reads_easily_as_a_whole(file: str) -> None:
    assert grade([words for text in texts()[file] for words in sentences(text)]) <= HARDEST_FILE


def hard(text: str) -> list[str]:
    """The sentences of a text that are too hard or too long."""
    long = [words for words in sentences(text) if len(words) >= ENOUGH_WORDS]
    return [" ".join(words) for words in long if len(words) > LONGEST or grade([words]) > HARDEST_SENTENCE]


@pytest.mark.parametrize("file", texts())
def test_no_sentence_is_hard(file: str) -> None:
    assert [sentence for text in texts()[file] for sentence in hard(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Patients are requested to communicate their preferences regarding forthcoming appointments.",
        "Optimisation of glycaemic parameters is recommended in accordance with your individualised target.",
        "We would be glad if you could tell us what you would like to talk about when you come in to see us on Tuesday "
        "so that we can start with it.",
    ],
)
def test_a_hard_or_a_long_sentence_is_found(text: str) -> None:
    assert hard(text)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cat", 1),
        ("planned", 1),
        ("wanted", 2),
        ("the", 1),
        ("table", 2),
        ("medicine", 3),
        ("appointment", 3),
        ("messages", 3),
        ("58", 1),
    ],
)
def test_syllables_are_counted_about_right(word: str, count: int) -> None:
    assert syllables(word) == count

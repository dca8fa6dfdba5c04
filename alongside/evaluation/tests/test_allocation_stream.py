import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.evaluation.allocation.canonical import canonical, digest
from alongside.evaluation.allocation.stream import Stream, in_random_order
from alongside.evaluation.errors import BadInput

MASK = 2**64 - 1


def rotated(word, by):
    return (word << by | word >> (64 - by)) & MASK if by else word


def keccak(lanes):
    """Keccak-f[1600] of 25 lanes, lane (x, y) in place x + 5 y: FIPS 202, section 3.2."""
    register = 1
    for _ in range(24):
        column = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
        lanes = [lanes[i] ^ column[(i - 1) % 5] ^ rotated(column[(i + 1) % 5], 1) for i in range(25)]
        moved, (x, y) = lanes[:], (1, 0)
        for step in range(24):
            new = (y, (2 * x + 3 * y) % 5)
            moved[new[0] + 5 * new[1]] = rotated(lanes[x + 5 * y], (step + 1) * (step + 2) // 2 % 64)
            x, y = new
        lanes = [
            moved[i] ^ (~moved[(i + 1) % 5 + i // 5 * 5] & MASK & moved[(i + 2) % 5 + i // 5 * 5]) for i in range(25)
        ]
        for bit in range(7):
            if register & 1:
                lanes[0] ^= 1 << (2**bit - 1)
            register = register << 1 ^ (0x171 if register & 0x80 else 0)
    return lanes


def shake_256(text, octets):
    """FIPS 202, sections 4 and 6.2, in plain arithmetic: what somebody would write in another language."""
    rate = 136
    padded = bytearray(text + b"\x1f" + bytes(-(len(text) + 1) % rate))
    padded[-1] ^= 0x80
    lanes, out = [0] * 25, b""
    for start in range(0, len(padded), rate):
        words = struct.unpack("<17Q", padded[start : start + rate])
        lanes = keccak([lane ^ word for lane, word in zip(lanes, (*words, *[0] * 8), strict=True)])
    while len(out) < octets:
        out += struct.pack("<17Q", *lanes[:17])
        lanes = keccak(lanes)
    return out[:octets]


def test_the_plain_shake_256_gives_the_known_digest_of_the_empty_text():
    # The SHAKE256 example of the 0-bit message on NIST's page of examples with intermediate values.
    assert shake_256(b"", 32).hex() == "46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762f"


@pytest.mark.parametrize("seed", ["", "a", "Wakefield, 14 March 2011", "0123456789abcdef" * 16, "Zoë's höchste Zahl"])
def test_words_are_those_of_a_plain_shake_256(seed):
    octets = shake_256(f"alongside.allocation/1\n2/choice\n{seed}".encode(), 8 * 40)
    expected = [sum(octet << 8 * place for place, octet in enumerate(octets[8 * i : 8 * i + 8])) for i in range(40)]
    assert Stream(seed, "2/choice").words(40).tolist() == expected


def test_the_words_are_the_same_for_ever():
    assert Stream("seed", "1/allocation").words(3).tolist() == [
        15472778176689480287,
        6196564745918016378,
        16556124458249906680,
    ]


@given(st.integers(0, 50), st.integers(0, 50))
def test_words_do_not_depend_on_how_many_are_asked_for(start, count):
    stream = Stream("seed", "1/candidates")
    assert stream.words(count, start=start).tolist() == stream.words(100)[start : start + count].tolist()


def test_streams_of_other_labels_and_seeds_differ():
    words = {Stream(seed, label).words(1)[0] for seed in ("a", "b") for label in ("1/x", "2/x", "1/y")}
    assert len(words) == 6


@given(st.integers(1, 2**64), st.text(alphabet="abcé", max_size=5))
def test_a_number_below_a_bound_is_the_first_usable_word_modulo_it(bound, seed):
    words = map(int, Stream(seed, "1/choice").words(200))
    usable = 2**64 // bound * bound
    assert Stream(seed, "1/choice").below(bound) == next(word for word in words if word < usable) % bound


def test_words_that_would_bias_a_number_are_passed_over():
    bound = 2**63 + 1  # nearly half of all words are too large
    found = [Stream(str(seed), "1/choice").below(bound) for seed in range(200)]
    first = [int(Stream(str(seed), "1/choice").words(1)[0]) for seed in range(200)]
    assert all(number < bound for number in found)
    assert 60 < sum(number != word for number, word in zip(found, first, strict=True)) < 140


def test_numbers_below_a_bound_come_equally_often():
    counts = np.bincount([Stream(str(seed), "1/choice").below(7) for seed in range(7_000)])
    assert ((counts - 1_000) ** 2 / 1_000).sum() < 22.5  # chi-squared of 6 degrees of freedom, p = 0.001


@pytest.mark.parametrize("bound", [0, -1, 2**64 + 1])
def test_bounds_that_64_bits_do_not_reach_are_refused(bound):
    with pytest.raises(BadInput, match="64 bits"):
        Stream("seed", "1/choice").below(bound)


def test_equal_keys_keep_their_order():
    assert in_random_order(np.array([[7, 2, 7, 2, 0]], dtype=np.uint64)).tolist() == [[4, 1, 3, 0, 2]]


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("ffefffffffffffff", "-1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("444b1ae4d6e2ef4f", "999999999999999900000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_in_rfc_8785_appendix_b(bits, text):
    assert canonical(struct.unpack(">d", bytes.fromhex(bits))[0]) == text


def test_the_canonical_text_has_sorted_keys_and_no_spaces():
    value = {"b": [1, 2.0, None, True], "a": {"é": "\u20ac\n\x0f", "": "\\"}}
    assert canonical(value) == '{"a":{"":"\\\\","é":"€\\n\\u000f"},"b":[1,2,null,true]}'


def test_keys_are_sorted_by_utf_16_as_rfc_8785_has_it():
    assert canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53 + 1, "\ud800", {"\ud800": 1}, {1, 2}, b"x"])
def test_what_is_no_json_is_refused(value):
    with pytest.raises(BadInput):
        canonical(value)


def test_the_digest_is_the_sha_256_of_the_text():
    # printf '{"a":1}' | sha256sum
    assert digest({"a": 1}) == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"

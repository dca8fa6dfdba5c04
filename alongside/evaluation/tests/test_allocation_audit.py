import hashlib
import json
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.allocation import (
    Secret,
    allocate,
    audit_text,
    constrained,
    minimised,
    read_audit,
    scheme_of,
    seal,
    simple,
    stratified,
    verify,
    verify_chain,
)
from alongside.evaluation.allocation.canonical import canonical, digest
from alongside.evaluation.errors import BadInput

SECRET = Secret("drawn by the mayor: 7 12 33", "0123456789abcdef" * 4)
COVARIATES = np.random.default_rng(1).normal(size=(12, 3)).round(3)
NAMES = [f"Practice {letter}" for letter in "ABCDEFGHIJKL"]


def minimisation():
    scheme = minimised(["size", "place"], weights=[2, 1], probability=0.75)
    for number, name in enumerate(NAMES):
        scheme = scheme.joined(name, [number % 3, "town" if number % 4 else "country"])
    return scheme


SCHEMES = {
    "simple": lambda: simple(NAMES, intervention=5),
    "stratified": lambda: stratified(NAMES, ["é"] * 5 + ["b"] * 4 + ["c"] * 3),
    "stratified by number": lambda: stratified(NAMES, ["a"] * 5 + ["b"] * 7, intervention={"a": 2, "b": 4}),
    "minimised": minimisation,
    "constrained": lambda: constrained(NAMES, COVARIATES, share=0.2),
    "sampled": lambda: constrained(
        NAMES, COVARIATES, metric="mahalanobis", most=10, candidates=300, limits={"x1": 1.0}
    ),
    "second block": lambda: constrained(
        NAMES, COVARIATES, weights=[1, 2, 0.5], earlier=(COVARIATES[:4] + 0.1, [1, 0, 0, 1]), block=2
    ),
}


@cache
def allocation(name):
    return allocate(SCHEMES[name](), SECRET)


@cache
def text_of(name, opened=True):
    return audit_text(allocation(name), opened=opened)


def changed(text, change, *, resealed=False):
    """The file after a change of its contents, and of its own SHA-256 as well if it is resealed."""
    found = json.loads(text)
    change(found["contents"])
    if resealed:
        found["sha256"] = digest(found["contents"])
    return canonical(found)


every_scheme = pytest.mark.parametrize("name", SCHEMES)


@every_scheme
def test_an_audit_file_verifies_and_replays(name):
    found = verify(text_of(name), published=seal(SCHEMES[name](), SECRET))
    assert (found.ok, found.replayed, found.findings) == (True, True, ())
    assert allocation(name).replays()


@every_scheme
def test_a_scheme_comes_back_from_its_content(name):
    scheme = SCHEMES[name]()
    again = scheme_of(json.loads(canonical(scheme.content())))
    assert canonical(again.content()) == canonical(scheme.content())
    assert allocate(again, SECRET).arms == allocation(name).arms


@every_scheme
def test_another_seed_gives_another_commitment_and_in_time_another_allocation(name):
    scheme = SCHEMES[name]()
    others = [allocate(scheme, Secret(str(seed), SECRET.salt)) for seed in range(6)]
    assert len({other.commitment for other in others}) == 6
    assert len({tuple(other.arm) for other in others}) > 1


def test_the_commitment_is_the_sha_256_of_seed_salt_and_protocol():
    protocol = '{"block":1,"clusters":["a","b","c","d"],"intervention":null,"method":"simple","strata":null}'
    text = f'{{"protocol":{protocol},"salt":"{SECRET.salt}","seed":"{SECRET.seed}"}}'
    assert seal(simple(list("abcd")), SECRET) == hashlib.sha256(text.encode()).hexdigest()


def test_a_commitment_to_a_minimisation_is_to_its_rules_and_holds_when_clusters_join():
    rules = minimised(["size"])
    assert seal(rules, SECRET) == allocate(rules.joined("a", ["large"]), SECRET).commitment
    assert seal(rules, SECRET) != seal(minimised(["size"], probability=0.9), SECRET)


def test_a_new_secret_is_new_and_is_not_shown():
    one, other = Secret.new(), Secret.new()
    assert len({one.seed, other.seed, one.salt, other.salt}) == 4
    assert len(bytes.fromhex(one.salt)) == 32
    assert Secret.new("from a lottery").seed == "from a lottery"
    for shown in (repr(one), repr(allocate(simple(list("abcd")), one))):
        assert one.seed not in shown
        assert one.salt not in shown


@pytest.mark.parametrize(("seed", "salt"), [("", "ab" * 16), (" ", "ab" * 16), ("x", "ab"), ("x", "xy" * 16)])
def test_a_secret_that_could_be_guessed_is_refused(seed, salt):
    with pytest.raises(BadInput):
        Secret(seed, salt)


def numbers_in(value, path=()):
    """Paths to all numbers below a value."""
    if isinstance(value, dict):
        return [found for key, part in value.items() for found in numbers_in(part, (*path, key))]
    if isinstance(value, list):
        return [found for place, part in enumerate(value) for found in numbers_in(part, (*path, place))]
    return [path] if isinstance(value, int | float) and not isinstance(value, bool) else []


def put(contents, path, change):
    for step in path[:-1]:
        contents = contents[step]
    contents[path[-1]] = change(contents[path[-1]])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(SCHEMES)), st.integers(0, 10**6), st.sampled_from([1, -1, 0.5]), st.booleans())
def test_one_number_tampered_with_is_found(name, which, by, resealed):
    places = numbers_in(json.loads(text_of(name))["contents"])
    path = places[which % len(places)]
    tampered = changed(text_of(name), lambda contents: put(contents, path, lambda old: old + by), resealed=resealed)
    assert not verify(tampered, published=allocation(name).commitment).ok


@every_scheme
def test_two_arms_exchanged_are_found_though_the_file_was_sealed_anew(name):
    def exchange(contents):
        rows = contents["allocation"]
        one = next(row for row in rows if row[1] == 1)
        other = next(row for row in rows if row[1] == 0)
        one[1], other[1] = 0, 1

    found = verify(changed(text_of(name), exchange, resealed=True))
    assert found.findings == ("The allocation in the file is not what the protocol and the secret give.",)
    assert "were changed" in verify(changed(text_of(name), exchange)).findings[0]


def test_a_file_made_anew_from_another_seed_is_found_by_what_was_published():
    other = audit_text(allocate(SCHEMES["constrained"](), Secret("a luckier seed", SECRET.salt)), opened=True)
    assert verify(other).ok
    assert "not the one that was published" in verify(other, published=allocation("constrained").commitment).findings[0]


def test_a_sealed_file_is_whole_but_cannot_be_replayed_and_keeps_the_secret():
    text = text_of("constrained", opened=False)
    found = verify(text, published=allocation("constrained").commitment)
    assert (found.ok, found.replayed) == (True, False)
    assert SECRET.seed not in text
    assert SECRET.salt not in text


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{}", '{"contents":{}}', '{"contents":{"format":"x/9"},"sha256":""}', "[" * 100_000]
)
def test_what_is_no_audit_file_is_said_to_be_none(text):
    with pytest.raises(BadInput, match="audit file"):
        read_audit(text)
    assert not verify(text).ok


@pytest.mark.parametrize(
    "change",
    [
        lambda contents: contents.pop("record"),
        lambda contents: contents.update(secret="none"),
        lambda contents: contents["protocol"].update(method="dice"),
        lambda contents: contents["protocol"].update(more=1),
        lambda contents: contents["protocol"].pop("clusters"),
        lambda contents: contents["protocol"].update(clusters=["a"]),
        lambda contents: contents["protocol"].update(strata=["a"] * 12),
        lambda contents: contents["secret"].update(salt="short"),
        lambda contents: contents.update(allocation=None),
    ],
)
def test_a_file_with_parts_missing_or_wrong_is_not_verified(change):
    found = verify(changed(text_of("simple"), change, resealed=True))
    assert found.findings
    assert all(finding.endswith(".") for finding in found.findings)


def test_very_large_covariates_are_read_back_as_they_were():
    scheme = constrained(range(6), [[3e17], [2.5e21], [1e17 + 64], [5e20], [8e20], [1.3e21]], share=0.5)
    assert verify(audit_text(allocate(scheme, SECRET), opened=True)).ok


def test_files_of_blocks_are_chained():
    first = audit_text(allocate(simple(list("abcd")), SECRET), opened=True)
    said = read_audit(first)["sha256"]
    second = audit_text(allocate(simple(list("efg"), block=2), SECRET), opened=True, previous=said)
    assert verify_chain([first, second]).ok
    assert verify_chain([first, second]).replayed
    assert verify_chain([second]).findings == ("File 1 does not follow from the file before it.",)
    other = audit_text(allocate(simple(list("abce")), SECRET), opened=True)
    assert verify_chain([other, second]).findings == ("File 2 does not follow from the file before it.",)
    broken = changed(first, lambda contents: contents.update(notes=["x"]))
    assert verify_chain([broken, second]).findings[0].startswith("File 1: ")


def test_one_cluster_can_be_told_its_arm_before_the_others():
    found = allocation("simple")
    published = json.loads(text_of("simple", opened=False))["contents"]["envelopes"]
    for envelope, commitment in zip(found.envelopes(), published, strict=True):
        text = f'{{"arm":{envelope.arm},"cluster":"{envelope.cluster}","nonce":"{envelope.nonce}"}}'
        assert hashlib.sha256(text.encode()).hexdigest() == commitment
        assert found.arms[envelope.cluster] == envelope.arm
        assert len(envelope.nonce) == 64
        assert envelope.nonce not in repr(envelope)
    assert len({envelope.nonce for envelope in found.envelopes()}) == 12


def test_envelopes_stay_as_they_are_when_a_cluster_joins():
    first = minimised(["size"]).joined("a", ["large"]).joined("b", ["small"])
    more = allocate(first.joined("c", ["large"]), SECRET).envelopes()
    assert [one.commitment for one in more[:2]] == [one.commitment for one in allocate(first, SECRET).envelopes()]


def plain_words(seed, label, count):
    octets = hashlib.shake_256(f"alongside.allocation/1\n{label}\n{seed}".encode()).digest(8 * count)
    return [int.from_bytes(octets[8 * i : 8 * i + 8], "little") for i in range(count)]


def test_a_constrained_allocation_can_be_replayed_from_its_file_without_numpy():
    # What somebody would write in another language, after the docstrings; whole numbers only, from the file's units.
    contents = json.loads(
        audit_text(allocate(constrained(NAMES, COVARIATES, share=0.2, most=10, candidates=300), SECRET), opened=True)
    )["contents"]
    protocol, record, seed = contents["protocol"], contents["record"], contents["secret"]["seed"]
    size, units = len(protocol["clusters"]), record["units"]
    words = plain_words(seed, "1/candidates", protocol["candidates"] * size)
    rows = []
    for start in range(0, len(words), size):
        smallest = sorted(range(size), key=lambda place, at=start: (words[at + place], place))[: size // 2]
        row = "".join(str(int(place in smallest)) for place in range(size))
        if row not in rows:
            rows.append(row)
    scores = []
    for row in rows:
        treated = [unit for unit, arm in zip(units, row, strict=True) if arm == "1"]
        apart = [size * sum(unit[j] for unit in treated) - size // 2 * sum(unit[j] for unit in units) for j in range(3)]
        scores.append(sum(distance**2 for distance in apart))
    cutoff = sorted(scores)[len(rows) // 5 - 1]
    accepted = [row for row, score in zip(rows, scores, strict=True) if score <= cutoff]
    usable = 2**64 // len(accepted) * len(accepted)
    chosen = next(word for word in plain_words(seed, "1/choice", 50) if word < usable) % len(accepted)
    assert len(accepted) == record["accepted"]
    assert hashlib.sha256("".join(f"{row}\n" for row in accepted).encode()).hexdigest() == record["accepted_sha256"]
    assert chosen == record["chosen"]
    assert accepted[chosen] == "".join(str(arm) for _, arm in contents["allocation"])


def test_an_allocation_stays_the_same_for_ever():
    assert {name: "".join(map(str, allocation(name).arm)) for name in SCHEMES} == {
        "simple": "000001001111",
        "stratified": "100100101110",
        "stratified by number": "001101001011",
        "minimised": "001110101010",
        "constrained": "100110010110",
        "sampled": "001001110110",
        "second block": "011110100100",
    }

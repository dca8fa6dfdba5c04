"""A described record as text and back."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from alongside.directory.search.engines.payload import packed, unpacked
from alongside.directory.search.facts import Facts
from alongside.directory.search.records import Record, describe

NAMES = st.none() | st.frozensets(st.text(max_size=9), max_size=3)
MAYBE = st.none() | st.booleans()
RECORDS = st.builds(
    Record,
    key=st.text(max_size=9),
    name=st.text(max_size=40),
    kind=st.sampled_from(["charity", "pharmacy", ""]),
    description=st.text(max_size=200),
    place=st.none() | st.tuples(st.floats(49, 61), st.floats(-8, 2)),
    borough=st.sampled_from(["", "trafford"]),
    hours=st.none() | st.just({"sunday": [[600, 900]], "monday": []}),
    service=st.builds(uuid4),
    location=st.none() | st.builds(uuid4),
    facts=st.builds(Facts, free=MAYBE, step_free=MAYBE, transport=MAYBE, languages=NAMES, ways=NAMES, national=MAYBE),
)


@given(RECORDS)
def test_what_was_packed_comes_back_the_same(record):
    found = describe(record)
    assert unpacked(packed(found)) == found


def test_what_is_read_from_it_is_of_the_same_kinds():
    found = unpacked(packed(describe(Record("1", "A Choir", "charity", place=(53.4, -2.3), service=uuid4()))))
    assert type(found.serves) is dict
    assert type(found.stems) is frozenset
    assert type(found.record.place) is tuple
    assert hash(found.record.place)

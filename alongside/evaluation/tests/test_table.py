"""Reading the data: CSV as people's programs write it, and never a number that nobody meant."""

import re
import tracemalloc
from hashlib import sha256
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.evaluation.analysis import read_csv
from alongside.evaluation.analysis.levels import level_name, levels_of
from alongside.evaluation.errors import BadInput, EvaluationError


def refused(raw: bytes, sentence: str, **options) -> None:
    with pytest.raises(BadInput, match=re.escape(sentence)):
        read_csv(raw, **options)


def values(raw: bytes, name: str = "b", **options) -> list:
    return read_csv(raw, **options).column(name).tolist()


@pytest.mark.parametrize(
    "raw",
    [
        b"a,b\n1,2\n3,4\n",
        b"a,b\n1,2\n3,4",
        b"\xef\xbb\xbfa,b\n1,2\n3,4\n",
        b"a,b\r\n1,2\r\n3,4\r\n",
        b"a,b\r1,2\r3,4\r",
        b"a;b\n1;2\n3;4\n",
        b"a\tb\n1\t2\n3\t4\n",
        b'"a","b"\n"1","2"\n"3","4"\n',
        b" a , b \n 1 , 2 \n 3 , 4 \n",
        b"\na,b\n\n1,2\n   \n3,4\n,\n\n",
        b"a,b\n+1,2e0\n3.,4.0\n",
        "a,b\n1,\u00a02\n3,4\n".encode(),
    ],
)
def test_the_same_numbers_however_the_file_is_written(raw):
    data = read_csv(raw)
    assert list(data.columns) == ["a", "b"]
    assert data.numbers("a").tolist() == [1, 3]
    assert data.numbers("b").tolist() == [2, 4]
    assert data.rows == 2


def test_the_hash_is_that_of_the_file():
    raw = b"a,b\r\n1,2\r\n"
    assert read_csv(raw).sha256 == sha256(raw).hexdigest()


def test_a_cell_may_hold_separators_quotes_and_line_breaks():
    assert values(b'a,b\n1,"said ""no"", then\nleft; alone"\n2,x\n') == ['said "no", then\nleft; alone', "x"]


def test_commas_in_a_quoted_name_do_not_make_it_a_file_of_commas():
    data = read_csv(b'"pain, mild, or worse, or none";"b"\n1;2\n')
    assert list(data.columns) == ["pain, mild, or worse, or none", "b"]


def test_one_column_needs_no_separator():
    assert values(b"b\n1\n2\n") == [1, 2]


@pytest.mark.parametrize("empty", ["", "NA", "NaN", "nan", ".", "  "])
def test_what_says_nothing_is_missing_in_numbers_and_in_words(empty):
    data = read_csv(f"a,b,c\n1,x,1\n{empty},{empty},1\n".encode())
    assert np.isnan(data.numbers("a")).tolist() == [False, True]
    assert data.column("b").tolist() == ["x", ""]
    assert data.missing("a").tolist() == data.missing("b").tolist() == [False, True]


def test_a_column_of_nothing_is_missing_throughout():
    data = read_csv(b"a,b\n1,\n2,\n")
    assert data.missing("b").all()
    assert np.isnan(data.numbers("b")).all()


def test_codes_of_ones_own_for_missing_replace_the_usual_ones_but_not_the_empty_cell():
    data = read_csv(b"a,b\n999,NA\n,x\n3,y\n", missing=["999"])
    assert data.missing("a").tolist() == [True, True, False]
    assert data.column("b").tolist() == ["NA", "x", "y"]


@pytest.mark.parametrize(
    "word",
    ["inf", "-Infinity", "1_000", "0x10", "1e999", "-1e15", "9007199254740993", "Nan", "-nan", "1 000", "1-2", "None"],
)
def test_what_only_a_programmer_takes_for_a_number_is_a_word(word):
    data = read_csv(f"a,b\n1,{word}\n2,3\n".encode())
    assert data.column("b").tolist() == [word, "3"]
    with pytest.raises(BadInput, match=re.escape(f"The column b has cells that are not numbers, such as '{word}'.")):
        data.numbers("b")


@pytest.mark.parametrize("cell", ["1,5", "1,234", "1,234.5", "-0,5"])
def test_a_comma_in_a_number_is_said_and_how_to_write_it(cell):
    data = read_csv(f"a;b\n1;2.5\n2;{cell}\n".encode())
    with pytest.raises(BadInput, match=re.escape(f"such as '{cell}'. Write decimals with a point, and thousands")):
        data.numbers("b")


def test_words_with_a_comma_are_given_no_such_advice():
    data = read_csv(b"a;b\n1;well, no\n")
    with pytest.raises(BadInput, match=r"such as 'well, no'\.$"):
        data.numbers("b")


def test_a_long_cell_is_said_short():
    data = read_csv(b"a,b\n1," + b"x" * 5000 + b"\n")
    with pytest.raises(BadInput, match=r"'x{37}…'") as said:
        data.numbers("b")
    assert len(str(said.value)) < 120


def test_minus_nought_is_nought():
    assert str(read_csv(b"b\n-0\n-0.0\n").numbers("b").tolist()) == "[0.0, 0.0]"


def test_labels_stay_as_they_are_written():
    raw = b"practice,b\n007,1\n7,2\n 7 ,3\n7.0,4\n12345678901234567890,5\n12345678901234567891,6\nNA,7\n"
    labels = read_csv(raw, labels=["practice"]).labels("practice").tolist()
    assert labels == ["007", "7", "7", "7.0", "12345678901234567890", "12345678901234567891", ""]
    assert read_csv(raw, labels=["practice"]).numbers("b").tolist() == [1, 2, 3, 4, 5, 6, 7]


def test_numbers_that_were_not_read_as_labels_can_be_taken_for_such():
    assert read_csv(b"a\n7\n7.50\n1000001\n").labels("a").tolist() == ["7", "7.5", "1000001"]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The data are empty."),
        (b"\n \n\n", "The data are empty."),
        (b"a,b\n", "The data have no rows."),
        (b"a,b\n,\n\n", "The data have no rows."),
        (b"a,b\n1,2\n3\n", "Line 3 of the data has 1 cells for 2 columns."),
        (b"a,b\n1,2\n\n\n3,4,5\n", "Line 5 of the data has 3 cells for 2 columns."),
        (b'a,b\n1,"2\n2"\n3\n', "Line 4 of the data has 1 cells for 2 columns."),
        (b"a,b\n1,2,5\n", "Line 2 of the data has 3 cells for 2 columns."),
        (b"a,,b\n1,2,3\n", "Column 2 of the data has no name."),
        (b"a,b,\n1,2,\n", "Column 3 of the data has no name."),
        (b"a,b,a\n1,2,3\n", "Two columns of the data are called a."),
        (b"a, a\n1,2\n", "Two columns of the data are called a."),
        (b'a,b\n1,"2\n3,4\n', "Line 3 of the data cannot be read: unexpected end of data."),
        (b'a,b\n1,"2"x\n', "Line 2 of the data cannot be read: ',' expected after '\"'."),
        ("a,b\n1,é\n".encode("latin-1"), "The data are not UTF-8. Save them again as CSV UTF-8."),
        ("a,b\n1,2\n".encode("utf-16"), "The data are not UTF-8."),
        (b"a,b\n1," + b"x" * 200_000, "Line 2 of the data cannot be read: field larger than field limit (131072)."),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(raw, sentence):
    refused(raw, sentence)


def test_a_column_that_is_not_there_is_answered_with_the_nearest_or_with_some():
    data = read_csv(b"practice,arm,score\n1,0,2\n")
    with pytest.raises(BadInput, match=r"no column practise\. Did you mean practice\?"):
        data.column("practise")
    with pytest.raises(BadInput, match=r"no column zz\. It has practice, arm, score\."):
        data.column("zz")
    wide = read_csv(",".join(f"c{n}" for n in range(500)).encode() + b"\n" + b",".join([b"1"] * 500))
    with pytest.raises(BadInput) as said:
        wide.column("zz")
    assert str(said.value).endswith("c18, c19, ….")


def test_some_rows_and_rows_over_again():
    data = read_csv(b"a,b\n1,x\n2,y\n3,z\n")
    assert data.only(np.array([True, False, True])).column("b").tolist() == ["x", "z"]
    assert data.repeated(2).numbers("a").tolist() == [1, 2, 3, 1, 2, 3]
    assert data.repeated(2).rows == 6
    more = data.with_columns({"self": np.zeros(3), "a": np.ones(3)})
    assert more.numbers("a").tolist() == [1, 1, 1]
    assert data.numbers("a").tolist() == [1, 2, 3]
    assert more.sha256 == data.sha256


def test_half_a_million_rows_are_read_in_a_few_seconds():
    """Two columns of words and ten of numbers; measured in seconds of this process, a twentieth of it."""
    row = b"practice 12,12345,0,1,0.5,-1.25,3.14159,2.71828,1e-3,42,NA,free text here\n"
    raw = b"a,b,c,d,e,f,g,h,i,j,k,l\n" + row * 25_000
    began = process_time()
    assert read_csv(raw, labels=["a", "b"]).rows == 25_000
    assert process_time() - began < 1.0


def test_one_long_cell_does_not_make_all_cells_as_wide():
    raw = b"a,b\n1," + b"x" * 100_000 + b"\n" + b"1,y\n" * 10_000
    tracemalloc.start()
    read_csv(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000  # 10,001 cells of 100,000 letters of four bytes would be 4 GB


def test_levels_are_in_the_order_a_reader_looks_for_them():
    words = np.array(["week 10", "week 2", "b", "a", "week 2", "07", "7", "10", "9"], dtype=object)
    assert levels_of(words) == ["07", "7", "9", "10", "a", "b", "week 2", "week 10"]
    assert levels_of(np.array([10.0, 9.0, 9.0, -1.0])) == [-1, 9, 10]
    assert [level_name(level) for level in (2.0, 2.5, -1.0, 1000001.0, 0.1 + 0.2, "x")] == [
        "2",
        "2.5",
        "-1",
        "1000001",
        "0.30000000000000004",
        "x",
    ]


@given(st.lists(st.text(st.sampled_from("0123456789ab-. "), min_size=1), min_size=1, max_size=8))
def test_the_order_of_levels_keeps_each_once_whatever_they_are(words):
    found = levels_of(np.array(words, dtype=object))
    assert sorted(found) == sorted(set(words))
    assert levels_of(np.array(found[::-1], dtype=object)) == found


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.text("ab1,;\t\"'\n\r .-", max_size=80).map(str.encode))
def test_no_bytes_raise_anything_but_a_sentence(raw):
    try:
        data = read_csv(raw)
    except EvaluationError:
        return
    for name, column in data.columns.items():
        assert name == name.strip() != ""
        assert len(column) == data.rows > 0


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8).map(str.strip)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS.filter(bool), CELLS), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_any_words_come_back_as_they_were_written(rows, separator):
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"'

    text = "\n".join(separator.join(map(quoted, row)) for row in [("first", "second"), *rows])
    data = read_csv(text.encode(), missing=[], labels=["first", "second"])
    assert list(zip(data.column("first").tolist(), data.column("second").tolist(), strict=True)) == rows


@given(st.lists(st.floats(-1e14, 1e14), min_size=1, max_size=6))
def test_any_numbers_come_back_exactly(numbers):
    found = read_csv("\n".join(["b", *map(repr, numbers)]).encode()).numbers("b")
    assert found.tolist() == numbers

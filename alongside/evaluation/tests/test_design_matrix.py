"""Columns of a data file become columns of a model."""

import numpy as np
import pytest

from alongside.evaluation.analysis import design_matrix, read_csv
from alongside.evaluation.analysis.design_matrix import columns_of
from alongside.evaluation.errors import BadInput

DATA = read_csv(b"age,dep,site,cond,same,gap\n50,0,1,copd,x,\n60,1,2,ibs,x,b\n70,1,10,copd,x,a\n80,0,2,diabetes,x,a\n")


def test_a_number_is_one_column_beside_the_ones():
    found = design_matrix(DATA, ["age", "dep"])
    assert found.names == ("Intercept", "age", "dep")
    assert found.x.tolist() == [[1, 50, 0], [1, 60, 1], [1, 70, 1], [1, 80, 0]]


def test_nothing_at_all_is_the_ones():
    assert design_matrix(DATA, []).x.tolist() == [[1]] * 4


def test_words_give_a_column_for_each_level_but_the_first():
    found = design_matrix(DATA, ["cond"])
    assert found.names == ("Intercept", "cond = diabetes", "cond = ibs")
    assert found.x[:, 1:].tolist() == [[0, 0], [0, 1], [0, 0], [1, 0]]


def test_numbers_that_are_categories_keep_the_order_of_numbers():
    found = design_matrix(DATA, ["site"], categories=["site"])
    assert found.names == ("Intercept", "site = 2", "site = 10")
    assert found.x[:, 1:].tolist() == [[0, 0], [1, 0], [0, 1], [1, 0]]


def test_levels_that_differ_in_the_seventh_figure_have_names_of_their_own():
    data = read_csv(b"site\n1000001\n1000002\n1000003\n")
    assert design_matrix(data, ["site"], categories=["site"]).names[1:] == ("site = 1000002", "site = 1000003")


def test_a_category_of_one_level_gives_no_column_alone_or_in_a_product():
    assert design_matrix(DATA, ["same"]).names == ("Intercept",)
    for term in ("same:age", "age:same", "same:cond", "cond:same"):
        assert design_matrix(DATA, [term]).names == ("Intercept",)


def test_a_product_of_numbers_and_one_of_a_category_with_a_number():
    found = design_matrix(DATA, ["age:dep", "cond : age", "age:age"])
    assert found.names == ("Intercept", "age:dep", "cond = diabetes:age", "cond = ibs:age", "age:age")
    assert found.x[:, 1].tolist() == [0, 60, 70, 0]
    assert found.x[:, 2:4].tolist() == [[0, 0], [0, 60], [0, 0], [80, 0]]
    assert found.x[:, 4].tolist() == [2500, 3600, 4900, 6400]


def test_a_product_of_two_categories_has_every_pair_of_levels_but_the_first():
    found = design_matrix(DATA, ["cond:site"], categories=["site"])
    assert found.names[1:] == (
        "cond = diabetes:site = 2",
        "cond = diabetes:site = 10",
        "cond = ibs:site = 2",
        "cond = ibs:site = 10",
    )
    assert found.x[:, 1:].sum(axis=0).tolist() == [1, 0, 1, 0]


def test_a_category_that_is_missing_for_somebody_is_refused_and_a_number_stays_missing():
    with pytest.raises(BadInput, match="The column gap has missing values"):
        design_matrix(DATA, ["gap"])
    data = read_csv(b"a,b\n1,\n2,3\n")
    assert np.isnan(design_matrix(data, ["b"]).x[:, 1]).tolist() == [True, False]
    with pytest.raises(BadInput, match="The column b has missing values"):
        design_matrix(data, ["b"], categories=["b"])


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(BadInput, match=r"no column cand\. Did you mean cond"):
        design_matrix(DATA, ["age:cand"])


def test_the_columns_of_terms_are_each_named_once():
    assert columns_of(["age", "age:dep", " dep : cond"]) == ("age", "dep", "cond")


def test_columns_can_be_added_and_left_out():
    found = design_matrix(DATA, ["age", "dep"]).and_columns(np.zeros((4, 1)), ["arm"])
    assert found.names == ("Intercept", "age", "dep", "arm")
    less = found.without(["age", "arm"])
    assert less.names == ("Intercept", "dep")
    assert less.x.tolist() == [[1, 0], [1, 1], [1, 1], [1, 0]]

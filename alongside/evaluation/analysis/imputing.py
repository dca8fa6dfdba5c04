"""Copies of the data with the gaps of one outcome's analysis filled."""

from collections.abc import Iterator
from typing import Any, cast

import numpy as np

from alongside.evaluation.analysis.design_matrix import columns_of, design_matrix
from alongside.evaluation.analysis.preparing import categories_of, columns_needed
from alongside.evaluation.analysis.spec import Imputation, Outcome, Spec
from alongside.evaluation.analysis.table import Data
from alongside.evaluation.errors import BadInput
from alongside.evaluation.estimation import Imputed, impute
from alongside.evaluation.inputs import FloatArray


def copies_of(spec: Spec, asked: Imputation, outcome: Outcome, data: Data) -> tuple[Imputed, Iterator[Data]]:
    """What was imputed, and the data once for each imputation.

    Everything the model needs goes into the imputation, and what may tell more (`auxiliary`).

    Raises
    ------
    BadInput
        A category with gaps.
    NotEstimable
        Too few people seen, or too few clusters.
    """
    columns = [*outcome.columns, *columns_needed(spec, outcome), *columns_of(asked.auxiliary)]
    used = [name for name in dict.fromkeys(columns) if name not in spec.trial.labels]
    gaps = [name for name in used if data.missing(name).any()]
    kinds = ["binary" if _yes_or_no(_numbers(spec, data, name)) else "continuous" for name in gaps]
    rest = design_matrix(data, [name for name in used if name not in gaps], categories=categories_of(spec))
    found = impute(
        np.column_stack([data.numbers(name) for name in gaps]),
        cluster=data.labels(spec.trial.cluster),
        complete=rest.x[:, 1:],
        kinds=cast(Any, kinds),
        names=gaps,
        imputations=asked.imputations,
        cycles=asked.cycles,
        seed=asked.seed,
    )
    return found, (data.with_columns(dict(zip(gaps, copy.T, strict=True))) for copy in found.values)


def _numbers(spec: Spec, data: Data, name: str) -> FloatArray:
    """Of a column with gaps: a number, or yes and no."""
    category = data.column(name).dtype.kind != "f" or (
        name in categories_of(spec) and not _yes_or_no(data.numbers(name))
    )
    if category:
        raise BadInput(
            f"{name} is a category with gaps, which are not imputed. Give the gaps a level of their own, such as "
            "unknown, or leave the column out."
        )
    return data.numbers(name)


def _yes_or_no(values: FloatArray) -> bool:
    return bool(np.isin(values[~np.isnan(values)], (0.0, 1.0)).all())

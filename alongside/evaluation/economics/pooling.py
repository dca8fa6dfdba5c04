"""The results of several imputed data sets as one."""

from collections.abc import Sequence

import numpy as np

from alongside.evaluation.economics.incremental import Incremental
from alongside.evaluation.economics.rubin_pair import RubinPair
from alongside.evaluation.errors import BadInput
from alongside.evaluation.wording import percent


def pool_pairs(results: Sequence[Incremental]) -> Incremental:
    """Rubin's rules for cost and effect together, from the same analysis of each imputed data set.

    Replicates are not kept: the spread of a bootstrap within each data set enters through its covariance.

    Raises
    ------
    BadInput
        Fewer than two results, or results of different methods.

    References
    ----------
    Rubin (1987), Multiple Imputation for Nonresponse in Surveys, chapter 3. Faria, Gomes, Epstein and White (2014), A
    guide to handling missing data in cost-effectiveness analysis conducted within randomised controlled trials,
    PharmacoEconomics 32, 1157-1170.
    """
    if len(results) < 2:
        raise BadInput("Pooling needs two imputed data sets or more.")
    if len({found.method for found in results}) > 1:
        raise BadInput("The results come of different methods; analyse each imputed data set in the same way.")
    if any(found.imputation for found in results):
        raise BadInput("One of the results is pooled already.")
    pairs = np.array([[found.delta_cost, found.delta_effect] for found in results])
    within = np.mean([found.covariance for found in results], axis=0)
    between = np.cov(pairs, rowvar=False)
    imputation = RubinPair(len(results), within, between, min(found.df for found in results))
    cost, effect = pairs.mean(axis=0).tolist()
    notes = tuple(dict.fromkeys(note for found in results for note in found.notes))
    return Incremental(
        cost,
        effect,
        imputation.total,
        results[0].method,
        df=imputation.complete_df,
        imputation=imputation,
        notes=(*notes, _sentence(imputation)),
    )


def _sentence(found: RubinPair) -> str:
    return (
        f"Missing data were imputed {found.imputations} times and pooled by Rubin's rules; of the information on cost "
        f"{percent(found.fmi_cost)} and on effect {percent(found.fmi_effect)} was missing."
    )

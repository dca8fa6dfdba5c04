"""Framework coding of quotes by several coders: how far they agree on each code, and where they do not."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from alongside.evaluation.errors import BadInput, NotEstimable
from alongside.evaluation.inputs import FloatArray
from alongside.evaluation.process.alpha import (
    Alpha,
    Level,
    differences,
    krippendorff_alpha,
    labels_of,
    middle_ranks,
    missing,
    patterns,
    table,
)
from alongside.evaluation.process.kappa import Kappa, cohen_kappa
from alongside.evaluation.wording import counted, listed


@dataclass(frozen=True)
class CodeAgreement:
    """How far coders agree that one code applies.

    `applied` counts the quotes each coder gave the code to; `both_used` is the chance that a second coder gives it to a
    quote where the first did, which says more than alpha of a rare code. `alpha` is None where it is not defined.
    """

    code: str
    applied: tuple[int, ...]
    quotes: int
    agreed: float
    both_used: float | None
    alpha: Alpha | None
    kappa: Kappa | None
    notes: tuple[str, ...] = ()

    def words(self) -> str:
        """`internalisation: alpha 0.74 (95% confidence interval 0.60 to 0.86)`."""
        return f"{self.code}: {'alpha ' + self.alpha.words() if self.alpha else 'alpha not defined'}"


@dataclass(frozen=True)
class Disagreement:
    """A unit that coders saw differently. `given` holds each coder with the code given, None where there was none."""

    unit: str
    given: tuple[tuple[str, str | None], ...]
    share: float


@dataclass(frozen=True)
class CodingAgreement:
    """Agreement code by code, in the order of the framework, and the quotes to talk about, by code."""

    coders: tuple[str, ...]
    codes: tuple[CodeAgreement, ...]
    disagreements: Mapping[str, tuple[Disagreement, ...]]
    quotes: int

    def below(self, required: float = 0.667) -> tuple[CodeAgreement, ...]:
        """Codes whose alpha falls short. Krippendorff asks for 0.8, and 0.667 where conclusions may be tentative."""
        return tuple(one for one in self.codes if one.alpha is not None and one.alpha.estimate < required)

    def describe(self) -> str:
        """A paragraph: who coded how much, how well each code was agreed on, and what to talk about."""
        undefined = [one.code for one in self.codes if one.alpha is None]
        weak = [one.code for one in self.below()]
        parts = (
            f"{counted(len(self.coders), 'coder').capitalize()} compared {counted(self.quotes, 'quote')}, "
            "each of which could be given several codes, so agreement is given code by code.",
            f"Krippendorff's alpha was: {'; '.join(one.words() for one in self.codes)}.",
            f"Alpha is not defined for {listed(undefined)}." if undefined else "",
            f"Below 0.667, so to be talked over before anything rests on them: {listed(weak)}." if weak else "",
        )
        return " ".join(part for part in parts if part)


def coding_agreement(
    applied: Mapping[str, Mapping[str, Collection[str]]],
    *,
    codes: Sequence[str],
    seed: int,
    replicates: int = 10_000,
) -> CodingAgreement:
    """Agreement on each code, where a quote may be given several codes or none.

    Parameters
    ----------
    applied
        For each coder, the codes given to each quote they read: an empty collection where none applied. A quote that a
        coder did not read is left out.
    codes
        The framework.
    seed, replicates
        As in `krippendorff_alpha`; the same quotes are compared for every code.

    Raises
    ------
    BadInput
        Fewer than two coders, a code twice in the framework, or a code given that is not in it.
    NotEstimable
        No quote was read by two coders.

    References
    ----------
    `both_used` is the proportion of specific agreement: Fleiss JL (1975) Biometrics 31:651-659, here over all pairs of
    coders of a quote. The bounds of 0.667 and 0.8: Krippendorff K (2004) Human Communication Research 30:411-433.
    """
    coders, quotes = tuple(applied), tuple(dict.fromkeys(quote for read in applied.values() for quote in read))
    _check(applied, codes)
    given = [[_given(applied[coder].get(quote), codes) for coder in coders] for quote in quotes]
    values = np.array(given).reshape(len(quotes), len(coders), len(codes))
    read_by = (~np.isnan(values[:, :, 0])).sum(1)
    if (read_by < 2).all():
        raise NotEstimable("No quote was read by two coders, so there is nothing to compare.")
    rows = tuple(
        _agreement(code, values[:, :, number], seed=seed, replicates=replicates) for number, code in enumerate(codes)
    )
    differ = {
        code: disagreements(_named(values[:, :, number]), level="nominal", units=quotes, coders=coders)
        for number, code in enumerate(codes)
    }
    return CodingAgreement(coders, rows, differ, int((read_by >= 2).sum()))


def disagreements(
    codes: npt.ArrayLike, *, level: Level, units: Sequence[str], coders: Sequence[str]
) -> tuple[Disagreement, ...]:
    """Units that coders saw differently, those first that take most from alpha.

    Parameters
    ----------
    codes
        Shape (units, coders), as for `krippendorff_alpha`.

    Returns
    -------
    `share` is the part of all observed disagreement that is a unit's.
    """
    found = table(codes, nominal=level == "nominal")
    if found.shape != (len(units), len(coders)):
        raise BadInput(f"There are {len(units)} units and {len(coders)} coders; codes has shape {found.shape}.")
    apart = _apart(found, level)
    total = apart.sum()
    order = [int(row) for row in np.argsort(-apart, kind="stable") if apart[row] > 0]
    return tuple(
        Disagreement(units[row], tuple(zip(coders, _labels(found[row]), strict=True)), float(apart[row] / total))
        for row in order
    )


def _apart(codes: npt.NDArray[np.generic], level: Level) -> FloatArray:
    """Each unit's part of the observed disagreement, shape (units,)."""
    alike = patterns(codes, level=level)
    scale = alike.values if level != "ordinal" else middle_ranks(alike.units @ alike.counts)
    apart, place = differences(scale, level), {label: at for at, label in enumerate(alike.labels)}
    found = np.zeros(len(codes))
    for row, given in enumerate(codes):
        at = [place[label] for label in _labels(given) if label is not None]
        if len(at) > 1:
            found[row] = apart[np.ix_(at, at)].sum() / (len(at) - 1)
    return found


def _labels(row: npt.NDArray[np.generic]) -> tuple[str | None, ...]:
    absent = missing(row[np.newaxis])[0]
    return tuple(None if gone else name for name, gone in zip(labels_of(row), absent, strict=True))


def _check(applied: Mapping[str, Mapping[str, Collection[str]]], codes: Sequence[str]) -> None:
    if len(applied) < 2:
        raise BadInput("There must be two coders at least.")
    if not codes or len(set(codes)) != len(codes):
        raise BadInput("The framework must have a code at least, and none twice.")
    for coder, read in applied.items():
        for quote, given in read.items():
            if isinstance(given, str):
                raise BadInput(f"{coder} has a single text for quote {quote}; give a collection of codes.")
            if other := sorted(set(given) - set(codes)):
                raise BadInput(f"{coder} gave quote {quote} the code {other[0]}, which is not in the framework.")


def _given(codes: Collection[str] | None, framework: Sequence[str]) -> list[float]:
    return [float("nan") if codes is None else float(code in codes) for code in framework]


def _named(values: FloatArray) -> npt.NDArray[Any]:
    words = np.where(values == 1, "applied", "not applied").astype(object)
    words[np.isnan(values)] = None
    return words


def _agreement(code: str, values: FloatArray, *, seed: int, replicates: int) -> CodeAgreement:
    pairs = values[(~np.isnan(values)).sum(1) >= 2]
    coded, given = (~np.isnan(pairs)).sum(1), np.nansum(pairs, axis=1)
    notes: tuple[str, ...] = ()
    alpha = kappa = None
    try:
        alpha = krippendorff_alpha(values, level="nominal", seed=seed, replicates=replicates)
        kappa = cohen_kappa(values) if values.shape[1] == 2 else None
        notes = alpha.notes
    except NotEstimable:
        notes = (f"{code} was given to {'every' if given.any() else 'no'} quote: alpha is not defined.",)
    # Pairs of coders in which both, or one, gave the code; a quote counts by its number of coders.
    both = given * (given - 1) / (coded - 1)
    neither = (coded - given) * (coded - given - 1) / (coded - 1)
    return CodeAgreement(
        code,
        tuple(int(number) for number in np.nansum(values, axis=0)),
        len(pairs),
        float((both + neither).sum() / coded.sum()),
        float(both.sum() / given.sum()) if given.any() else None,
        alpha,
        kappa,
        notes,
    )

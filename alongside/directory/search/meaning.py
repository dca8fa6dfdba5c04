"""What was asked, weighed once for all services, and the share of it that one of them meets."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from alongside.directory.search.asking import Asked
from alongside.directory.search.needs import Need, Reach, needs
from alongside.directory.search.records import Described
from alongside.directory.search.words import stem

# Shares of 1. A service that fully meets one need of several is still good; one that meets only related ones is not.
ONE_NEED, NO_NEED = 0.8, 0.36
# Somebody who says they are gay, or Jewish, or a veteran, asks first for a place that is for them.
FOR_THEM_ONLY, NOT_FOR_THEM = 0.62, 0.45
BESIDE_WHAT_LEADS = 0.55  # how much a state counts (low mood, grief) for whoever says what they want done
RARE_BESIDE_WHAT_LEADS = 0.75  # and one for which there are places of its own (a brain injury)
TELLING = 0.6  # needs that weigh less (learning, meeting others) say how, not what
COMMON = 0.4  # how much a need counts that every service meets
WORD_WITH_NEEDS = 0.18  # how much a word without meaning to us counts beside needs
NOT_IN_NAME = 0.8  # how much a word counts that stands somewhere else
AVOIDED = 0.5  # what is lost by what they would rather not

Rarity = Callable[[str], float]  # of a need or a stem: 0 on every record, 1 on hardly any


@dataclass(frozen=True)
class Weighed:
    """What was asked, and how much each part counts. `words` and `telling` are stems.

    `chief`: what is asked first, as a share of the weightiest; `for_whom`: whom it has to be for before all else;
    `must`: whether what is asked is good wherever it is, by few offering it or by not being able to do without.
    """

    asked: Asked
    keys: frozenset[str]
    needs: tuple[tuple[Need, float], ...]
    words: tuple[tuple[str, float], ...]
    telling: tuple[tuple[str, float], ...]
    total: float
    chief: tuple[tuple[Need, float], ...]
    for_whom: tuple[Need, ...]
    must: bool


def weigh(asked: Asked, rarity: Rarity) -> Weighed:
    keys = asked.keys
    wanted = tuple((needs()[key], _counts(needs()[key], asked, rarity)) for key in sorted(keys))
    # A word that stands on no record at all counts as much as the rarest, and is met by none.
    beside = WORD_WITH_NEEDS if wanted else 1
    words = tuple((stemmed, (rarity(stemmed) or 1) * beside) for stemmed in map(stem, asked.left))
    total = sum(weight for _part, weight in (*wanted, *words))
    chief = _chief(asked)
    heaviest = max((_counts(need, asked, rarity) for need in chief), default=1)
    return Weighed(
        asked=asked,
        keys=keys,
        needs=wanted,
        words=words,
        telling=tuple({stemmed: rarity(stemmed) for stemmed in map(stem, asked.telling)}.items()),
        total=total if wanted else max(total, 1),  # words that stand on many records are not enough by themselves
        chief=tuple((need, _counts(need, asked, rarity) / heaviest) for need in chief),
        for_whom=tuple(needs()[key] for key in asked.who if needs()[key].identity),
        must=any(need.reach != Reach.LOCAL and rarity(need.key) for need in chief),
    )


def weight_of(need: Need, rarity: Rarity) -> float:
    """The fewer serve a need, the more it says of what is looked for."""
    return need.weight * (COMMON + (1 - COMMON) * rarity(need.key))


def share_met(weighed: Weighed, found: Described) -> tuple[float, list[str], Reach]:
    """The share of what was asked that the service meets, what that is, and how far people go for it."""
    if not weighed.needs and not weighed.words:
        return 0, [], Reach.LOCAL
    met = {need.key: _met(need, found) for need, _weight in weighed.needs}
    summed, best, reach = 0.0, -1.0, Reach.LOCAL
    for need, weight in weighed.needs:
        part = weight * met[need.key]
        summed += part
        if part > best:
            best, reach = part, need.reach
    for part in _parts(weighed.words, found):
        summed += part
        if part > best:
            best, reach = part, Reach.LOCAL
    share = _bounded(summed / weighed.total, weighed, found, met)
    if weighed.asked.avoided and weighed.asked.avoided & found.serves.keys():
        share -= AVOIDED
    return share, [key for key, part in met.items() if part >= 0.5], reach


def likeness(weighed: Weighed, found: Described) -> float:
    """The share of the telling words that stand on the record, the rarer the more."""
    total = sum(weight for _stemmed, weight in weighed.telling)
    return sum(_parts(weighed.telling, found)) / total if total else 0


def _counts(need: Need, asked: Asked, rarity: Rarity) -> float:
    less = need.state and any(needs()[key].leads for key in asked.needs)
    beside = RARE_BESIDE_WHAT_LEADS if need.reach == Reach.SPECIALIST else BESIDE_WHAT_LEADS
    return weight_of(need, rarity) * (beside if less else 1)


def _chief(asked: Asked) -> list[Need]:
    wanted = [needs()[key] for key in asked.needs]
    return [need for need in wanted if need.weight >= TELLING or need.leads] or wanted


def _met(need: Need, found: Described) -> float:
    serves = found.serves
    if share := serves.get(need.key, 0):
        return share
    shares = [grade * serves[other] for other, grade in need.near.items() if other in serves]
    return max(shares) if shares else 0


def _parts(words: tuple[tuple[str, float], ...], found: Described) -> Iterator[float]:
    for stemmed, weight in words:
        yield weight * (1 if stemmed in found.name_stems else NOT_IN_NAME if stemmed in found.stems else 0)


def _bounded(share: float, weighed: Weighed, found: Described, met: dict[str, float]) -> float:
    """What is asked first decides: the chief need, or whom it has to be for."""
    chief = max([met[need.key] * weight for need, weight in weighed.chief]) if weighed.chief else 0
    if weighed.for_whom:
        return _bounded_by_whom(share, weighed, chief, max(met[need.key] for need in weighed.for_whom))
    if not weighed.chief:
        return share
    if not any(need.key in found.serves for need, _weight in weighed.chief):
        share = min(share, max(NO_NEED, chief))  # what comes second is as good as the vocabulary says, and no better
    return max(share, ONE_NEED * chief) if chief else min(share, NO_NEED)


def _bounded_by_whom(share: float, weighed: Weighed, chief: float, for_them: float) -> float:
    # What few offer, or what one cannot do without, is good wherever it is; company is best among one's own.
    not_theirs, theirs_alone = (FOR_THEM_ONLY, NOT_FOR_THEM) if weighed.must else (NOT_FOR_THEM, FOR_THEM_ONLY)
    if not for_them:
        return min(max(share, not_theirs * chief), not_theirs)
    return max(share, theirs_alone * for_them, ONE_NEED * min(1, 0.5 * chief + 0.6 * for_them) if chief else 0)

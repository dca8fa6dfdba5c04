"""Why a service is among the results, in one plain sentence."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from alongside.directory.distances import in_miles
from alongside.directory.search.asking import Asked
from alongside.directory.search.filters import EVENING, NOW, Filters, open_then
from alongside.directory.search.needs import needs
from alongside.directory.search.ranking import Rated
from alongside.directory.search.words import stem

MOST_NAMED = 3
FIVE_MINUTES = 5  # "before 8" is 7.59, and read as "by 8am"
# What is written with a capital wherever it stands.
PROPER = (
    "South Asian",
    "Jewish",
    "Muslim",
    "Irish",
    "Chinese",
    "Polish",
    "African",
    "Filipino",
    "Sikh",
    "Hindu",
    "Parkinson",
)


def why(asked: Asked, filters: Filters, rated: Rated) -> str:
    """ "Singing; 0.6 miles away; open on Sundays, as you asked." """
    parts = [part for part in (_what(asked, rated), _how_far(rated), *_as_asked(asked, filters, rated)) if part]
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _what(asked: Asked, rated: Rated) -> str:
    """What it is for, what was looked for first before whom it is for; what is only like it is said to be no more than
    that; otherwise the words that stand there.
    """
    serves = rated.described.serves
    met = sorted(rated.meets, key=lambda key: (needs()[key].who, -needs()[key].weight, key))
    if own := [key for key in met if key in serves][:MOST_NAMED]:
        return _listed([needs()[key].name for key in own])
    like = [other for key in sorted(asked.keys) for other in needs()[key].near if other in serves]
    if like := list(dict.fromkeys(like))[:MOST_NAMED]:
        return _("something like it: %(names)s") % {"names": _small(_listed([needs()[key].name for key in like]))}
    said = [word for word in asked.left if stem(word) in rated.described.stems]
    return _("mentions %(words)s") % {"words": _listed([f"“{word}”" for word in said[:MOST_NAMED]])} if said else ""


def _listed(names: list[str]) -> str:
    """ "Singing, company and men": only the first begins with a capital, but for names and abbreviations."""
    names = names[:1] + [_small(name) for name in names[1:]]
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _small(name: str) -> str:
    return name if name[:2].isupper() or name.startswith(PROPER) else name[0].lower() + name[1:]


def _how_far(rated: Rated) -> str:
    record = rated.described.record
    if record.facts.national:
        return _("for the whole country")
    if record.facts.from_afar:
        return _("from home")
    return _("%(far)s away") % {"far": in_miles(rated.km)} if rated.km is not None else ""


def _as_asked(asked: Asked, filters: Filters, rated: Rated) -> Iterator[str]:
    """What fits of what somebody insisted on."""
    facts = rated.described.record.facts
    if open_when := list(_open_when(asked, filters, rated)):
        yield _("%(when)s, as you asked") % {"when": _listed(open_when)}
    if (filters.free or asked.cheap) and facts.free:
        yield _("free")
    if filters.step_free and facts.step_free:
        yield _("step-free")
    if filters.transport and facts.transport:
        yield _("with transport")
    if filters.language and filters.language in (facts.languages or ()):
        yield _("in %(language)s") % {"language": filters.language.title()}


def _open_when(asked: Asked, filters: Filters, rated: Rated) -> Iterator[str]:
    hours = rated.described.record.hours
    if (when := _when(asked, filters)) and open_then(hours, _then(asked, filters)):
        yield when
    if hours and asked.until:  # what is known to be closed then was left out
        yield _("open past %(hour)s") % {"hour": _time(asked.until)}
    if hours and asked.since:
        yield _("open by %(hour)s") % {"hour": _time(-(-asked.since // FIVE_MINUTES) * FIVE_MINUTES)}


def _time(minute: int) -> str:
    hour = minute // 60
    figures = f"{hour - 12 if hour > 12 else hour}" + (f".{minute % 60:02d}" if minute % 60 else "")
    return _("%(hour)spm") % {"hour": figures} if hour > 12 else _("%(hour)sam") % {"hour": figures}


def _then(asked: Asked, filters: Filters) -> Filters:
    time = filters.time or (EVENING if asked.evening else "")
    return Filters(day=filters.day or asked.day, time=time, moment=filters.moment)


def _when(asked: Asked, filters: Filters) -> str:
    then = _then(asked, filters)
    if then.time == NOW:
        return _("open now")
    if asked.ahead is not None and not filters.day:
        return _soon(tomorrow=bool(asked.ahead), evening=bool(then.time))
    if then.day and then.time:
        return _("open on %(day)s evenings") % {"day": _(then.day.title())}
    if then.day:
        return _("open on %(day)ss") % {"day": _(then.day.title())}
    return _("open in the evening") if then.time else ""


def _soon(*, tomorrow: bool, evening: bool) -> str:
    if evening:
        return _("open tomorrow evening") if tomorrow else _("open this evening")
    return _("open tomorrow") if tomorrow else _("open today")

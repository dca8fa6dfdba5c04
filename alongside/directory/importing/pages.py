"""What a page of a feed says, in the words of any version of the standard."""

from dataclasses import dataclass, field
from typing import Any

from alongside.directory.importing import text
from alongside.directory.importing.open_referral import id_of
from alongside.directory.importing.rows import BrokenRow

MOST_SERVICES = 200_000


@dataclass
class Page:
    """How many entries are on it, the ids of the services among them, what is wrong with the others, and how many
    there are said to be on all pages.
    """

    entries: int = 0
    keys: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    total: int | None = None


def bodies_of(answer: Any) -> list[Any]:
    """The services of a page, of a list of services, or the one service that it is."""
    if isinstance(answer, list):
        return answer
    if not isinstance(answer, dict):
        return []
    lists = (answer.get(name) for name in ("contents", "content", "services"))
    found = next((each for each in lists if isinstance(each, list)), None)
    if found is None:
        return [answer] if "id" in answer else []
    return found


def page_of(answer: Any) -> Page:
    bodies = bodies_of(answer)
    page = Page(entries=len(bodies), total=_total(answer))
    for body in bodies:
        try:
            key = id_of(body)
        except BrokenRow as broken:
            page.broken.append(f"listed as {_called(body)}: {broken}")
            continue
        if key:
            page.keys.append(key)
        else:
            page.broken.append(f"listed as {_called(body)}: it has no id")
    page.keys = list(dict.fromkeys(page.keys))
    return page


def _called(body: Any) -> str:
    """What an entry is called, so that it can be found, and known again on the next page."""
    name = text.line(body.get("name")) if isinstance(body, dict) else text.line(body)
    return name[:60] or "nothing"


def _total(answer: Any) -> int | None:
    given = answer if isinstance(answer, dict) else {}
    told = (text.number(given.get(name), 0, MOST_SERVICES) for name in ("total_items", "totalElements"))
    return next((int(total) for total in told if total is not None), None)

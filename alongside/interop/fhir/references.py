"""What a Reference points at, in all the forms it can take."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from alongside.interop.fhir.parts import Resource, identifiers, part, parts, text_of

URN = re.compile(r"urn:(?:uuid|oid):(.+)", re.IGNORECASE)
PATH = re.compile(r"(?P<base>https?://.+/)?(?P<type>[A-Z][A-Za-z]+)/(?P<id>[^/?#|]+)(?:/_history/[^/]+)?(?:\|.*)?")
SEARCH = re.compile(r"(?P<type>[A-Z][A-Za-z]+)\?identifier=(?P<system>[^|]*)\|(?P<value>[^&]+)")


@dataclass(frozen=True)
class Target:
    """Where a reference leads: keys to look it up by (the surest first), numbers to know it by, words to show."""

    type: str
    keys: tuple[str, ...] = ()
    numbers: tuple[tuple[str, str], ...] = ()
    display: str = ""

    def __bool__(self) -> bool:
        return bool(self.keys or self.numbers)


def target_of(reference: Resource, within: Resource) -> Target:
    """Where `reference` leads; `within` is the resource it stands in, which may contain what it points at."""
    display = text_of(reference.get("display"), 200)
    named = tuple(identifiers({"identifier": reference.get("identifier")}))
    text = reference.get("reference")
    type_ = text_of(reference.get("type"), 60)
    if not isinstance(text, str):
        return Target(type_, (), named, display)
    if text.startswith("#"):
        return _contained(text[1:], within, display)
    if found := SEARCH.fullmatch(text):
        number = (unquote(found["system"]), unquote(found["value"]))
        return Target(found["type"], (), (number, *named), display)
    if found := URN.fullmatch(text):
        return Target(type_, (found[1].lower(),), named, display)
    if found := PATH.fullmatch(text):
        keys = (f"{found['base']}{found['type']}/{found['id']}",) if found["base"] else ()
        return Target(found["type"], (*keys, found["id"]), named, display)
    return Target(type_, (text,), named, display)


def _contained(name: str, within: Resource, display: str) -> Target:
    held = next((row for row in parts(within.get("contained")) if row.get("id") == name), {})
    return Target(text_of(held.get("resourceType"), 60), (), tuple(identifiers(held)), display)


def keys_of(resource: Resource, full_url: str) -> list[str]:
    """The keys by which references may name a resource: its address first, then its id."""
    keys: list[str] = []
    if urn := URN.fullmatch(full_url):
        keys.append(urn[1].lower())
    elif path := PATH.fullmatch(full_url):
        keys += [f"{path['base'] or ''}{path['type']}/{path['id']}", path["id"]]
    if id_ := text_of(resource.get("id"), 200):
        keys.append(id_)
    return [key[:200] for key in dict.fromkeys(keys)]


def actors(resource: Resource, field: str) -> list[Target]:
    """Whom a resource's participants are."""
    rows = parts(resource.get("participant"))
    return [target_of(part(row, field), resource) for row in rows if part(row, field)]

"""Reading a service of Open Referral UK (HSDS 3.0), and of the older feeds that are still about.

Nothing is taken on trust: any value may be of another type, empty, or far too long. Only a service without an id or a
name cannot be taken. Fields we do not know are passed over.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from alongside.directory.importing import text
from alongside.directory.importing.open_referral_places import areas, places
from alongside.directory.importing.open_referral_terms import audiences, terms
from alongside.directory.importing.open_referral_times import schedules
from alongside.directory.importing.reading import first, listed, named, part
from alongside.directory.importing.rows import (
    LONGEST_ID,
    BrokenRow,
    ContactRow,
    CostRow,
    LanguageRow,
    PhoneRow,
    ProviderRow,
    Row,
)

DEAREST = 9_999_999
STATUSES = {"active": "active", "defunct": "defunct", "temporarily closed": "temporarily closed"}
# What some feeds say instead.
STATUSES |= {"": "active", "open": "active", "live": "active", "published": "active", "closed": "defunct"}


def service_row(body: Any) -> Row:
    """One service with its details; raises BrokenRow for what cannot be taken as one."""
    if not isinstance(body, dict):
        raise BrokenRow("it is not an object of names and values")
    key, name = id_of(body), text.line(body.get("name"))
    if not key or not name:
        raise BrokenRow(f"it has no {'name' if key else 'id'}", key)
    numbers = list(_phones(body))
    youngest, oldest = _ages(body)
    return Row(
        key,
        name,
        description=text.words(body.get("description")),
        url=text.web_address(body.get("url")),
        email=text.email_address(body.get("email")),
        phone=numbers[0].number if numbers else "",
        status=STATUSES.get(text.line(body.get("status")).lower(), "inactive"),
        application_process=text.words(body.get("application_process")),
        fees_description=first(text.words, body, "fees_description", "fees"),
        eligibility_description=_eligibility(body),
        minimum_age=youngest,
        maximum_age=oldest,
        alert=text.words(body.get("alert")),
        provider=_provider(body, key, name),
        places=tuple(places(body, key)),
        schedules=tuple(schedules(body)),
        areas=tuple(areas(body)),
        cost_options=tuple(_costs(body)),
        languages=tuple(_languages(body)),
        contacts=tuple(_contacts(body)),
        phones=tuple(each for each in numbers if each != PhoneRow(numbers[0].number)),
        terms=tuple(terms(body)),
        assured_on=_assured(body),
    )


def id_of(body: Any) -> str:
    """The id of a service as a list has it; raises BrokenRow for one that cannot be kept."""
    key = text.line(body.get("id")) if isinstance(body, dict) else ""
    if len(key) > LONGEST_ID:
        raise BrokenRow(f"its id is longer than {LONGEST_ID} letters: {key[:40]}…")
    return key


def _provider(body: dict[str, Any], key: str, name: str) -> ProviderRow:
    given = part(body, "organization")
    numbers = [number for each in listed(given, "phones") if (number := text.line(each.get("number")))]
    return ProviderRow(
        id=text.line(given.get("id"))[:LONGEST_ID] or key,
        name=text.line(given.get("name")) or name,
        description=text.words(given.get("description")),
        website=first(text.web_address, given, "website", "url", "uri"),
        email=text.email_address(given.get("email")),
        phone=numbers[0] if numbers else "",
    )


def _ages(body: dict[str, Any]) -> tuple[int | None, int | None]:
    """Of the service, or of the first of its eligibilities in older feeds."""
    told = [body, *listed(body, "eligibilitys"), *listed(body, "eligibilities")]
    found = (text.ages(each.get("minimum_age"), each.get("maximum_age")) for each in told)
    return next((pair for pair in found if pair != (None, None)), (None, None))


def _eligibility(body: dict[str, Any]) -> str:
    """In its own words, or whom a publisher's own fields name."""
    if told := first(text.words, body, "eligibility_description"):
        return told
    older = [text.line(each.get("eligibility")) for each in listed(body, "eligibilitys")]
    return ", ".join(dict.fromkeys(filter(None, [*older, *audiences(body)])))


def _costs(body: dict[str, Any]) -> Iterator[CostRow]:
    for given in listed(body, "cost_options"):
        amount = text.number(given.get("amount"), 0, DEAREST)
        currency = text.line(given.get("currency")).upper()
        row = CostRow(
            option=text.line(given.get("option")),
            amount=Decimal(str(amount)).quantize(Decimal("0.01")) if amount is not None else None,
            currency=currency if len(currency) == 3 and currency.isalpha() else "GBP",
            amount_description=text.line(given.get("amount_description")),
            valid_from=text.day(given.get("valid_from")),
            valid_to=text.day(given.get("valid_to")),
        )
        if row.option or row.amount_description or row.amount is not None:
            yield row


def _languages(body: dict[str, Any]) -> Iterator[LanguageRow]:
    for given in listed(body, "languages"):
        if name := first(text.line, given, "name", "language"):
            yield LanguageRow(name, text.line(given.get("code")), text.line(given.get("note")))


def _contacts(body: dict[str, Any]) -> Iterator[ContactRow]:
    for given in listed(body, "contacts"):
        row = ContactRow(
            name=text.line(given.get("name")),
            title=text.line(given.get("title")),
            department=text.line(given.get("department")),
            email=text.email_address(given.get("email")),
        )
        if row != ContactRow():
            yield row


def _phones(body: dict[str, Any]) -> Iterator[PhoneRow]:
    """The service's own numbers first, then those of its contacts and places."""
    there = [each for link in listed(body, "service_at_locations") for each in (link, part(link, "location"))]
    for holder in (body, *listed(body, "contacts"), *there):
        for given in listed(holder, "phones"):
            if number := text.line(given.get("number")):
                whose = "" if holder is body else first(text.line, holder, "title", "name")
                yield PhoneRow(
                    number,
                    extension=text.line(given.get("extension")),
                    type=text.line(given.get("type")).lower(),
                    language=", ".join(named(given, "languages", "name", "language")),
                    description=text.line(given.get("description")) or whose,
                )


def _assured(body: dict[str, Any]) -> Any:
    """Also where a publisher keeps it among fields of their own (`pc_metadata`)."""
    own = [part(body, name) for name in body if name.lower().endswith("_metadata")]
    return text.day(body.get("assured_date")) or next(
        (on for each in own if (on := text.day(each.get("date_assured")))), None
    )

"""Finding the person, organisation or professional a reference leads to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from alongside.interop.fhir.references import Target
from alongside.interop.fhir.systems import NHS_NUMBER, ODS_CODE, ROW
from alongside.people.models import Organisation, Person, PersonIdentifier

# How many found references are kept at hand; a file may hold millions.
AT_HAND = 20_000


def uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass
class Known:
    """What references mean in one run of the import, from one source."""

    source: str
    practice: Organisation | None = None
    # Names of professionals by their key: they are shown beside a visit, and get no account.
    names: dict[str, str] = field(default_factory=dict)
    organisations: dict[str, UUID] = field(default_factory=dict)
    # In one file: organisations by their code, and those seen to be practices.
    codes: dict[str, UUID] = field(default_factory=dict)
    practices: set[UUID] = field(default_factory=set)
    # Keys that in this file mean somebody else than on record (or nobody): a number such as "1" says little.
    local: dict[str, UUID | None] = field(default_factory=dict)
    _people: dict[tuple[str, str], UUID | None] = field(default_factory=dict)

    @property
    def patient_system(self) -> str:
        """The system under which the ids of this source's patients are kept."""
        return f"urn:alongside:patient:{self.source}"

    def new_file(self) -> None:
        self.local.clear()
        self.codes.clear()
        self.practices.clear()
        self._people.clear()

    def forget(self) -> None:
        self._people.clear()

    def look_up(self, targets: Iterable[Target]) -> None:
        """Fetch whom many references mean, in a few queries."""
        if len(self._people) > AT_HAND:
            self._people.clear()
        wanted = {number for target in targets for number in self._numbers(target)} - self._people.keys()
        if not wanted:
            return
        self._people.update(dict.fromkeys(wanted))
        values = list({value for _system, value in wanted})
        for start in range(0, len(values), 500):
            some = values[start : start + 500]
            rows = PersonIdentifier.objects.filter(value__in=some).values_list("system", "value", "person_id")
            found = {(system, value): person for system, value, person in rows}
            numbered = Person.objects.filter(nhs_number__in=some).values_list("nhs_number", "pk")
            found |= {(NHS_NUMBER, str(number)): person for number, person in numbered}
            ours = [row for row in map(uuid_or_none, some) if row]
            found |= {(ROW, str(pk)): pk for pk in Person.objects.filter(pk__in=ours).values_list("pk", flat=True)}
            self._people.update({number: person for number, person in found.items() if number in wanted})

    def person(self, target: Target) -> UUID | None:
        for key in target.keys:
            if key in self.local:
                return self.local[key]
        found = (self._people.get(number) for number in self._numbers(target))
        return next((person for person in found if person), None)

    def _numbers(self, target: Target) -> list[tuple[str, str]]:
        spaced = [(s, v.replace(" ", "") if s == NHS_NUMBER else v) for s, v in target.numbers]
        return [*((self.patient_system, key) for key in target.keys), *spaced]

    def organisation(self, target: Target) -> UUID | None:
        for key in target.keys:
            if key in self.organisations:
                return self.organisations[key]
        sources = [f"{self.source}|{key}" for key in target.keys]
        ours = Organisation.objects.filter(source__in=sources).first() if sources else None
        found = ours.pk if ours else self._by_code(target)
        if found and target.keys:
            self.organisations[target.keys[0]] = found
        return found

    def _by_code(self, target: Target) -> UUID | None:
        code = next((value.upper() for system, value in target.numbers if system == ODS_CODE), "")
        if code and code not in self.codes and (found := Organisation.objects.filter(ods_code=code).first()):
            self.codes[code] = found.pk
        return self.codes.get(code)

    def name(self, target: Target) -> str:
        return next((self.names[key] for key in target.keys if key in self.names), target.display)[:100]

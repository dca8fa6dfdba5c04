"""A small directory for journeys: three services near Sale, one of them with everything known of it, and a line."""

from datetime import time

from alongside.directory.models import (
    Accessibility,
    Conflict,
    CostOption,
    Duplicate,
    Language,
    Location,
    Phone,
    Postcode,
    Provider,
    Report,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Source,
    UnmetNeed,
)
from alongside.directory.search import find

HOME = "M33 7ZF"
LICENCE = {"licence": "Open Government Licence v3.0", "licence_url": "https://www.nationalarchives.gov.uk/doc/ogl/"}
WORDS = {
    "walkers": ("Tuesday Walkers", "A walking group for anybody who would like company. Tea afterwards."),
    "lunch": ("Sandpiper Lunch Club", "Lunch and company for older people, every Wednesday. Lonely? Come along."),
    "choir": ("Sale Sandpipers", "A choir for everybody. No audition. Singing for people with breathing problems."),
    "line": ("The Fictional Friendship Line", "Somebody to talk to when you are lonely, day and night, by telephone."),
}


def make_directory() -> dict[str, Service]:
    """The services by a short name."""
    Postcode.objects.create(code="M337ZF", latitude=53.4250, longitude=-2.3220)
    Postcode.objects.create(code="M337TY", latitude=53.4290, longitude=-2.3270)
    source = Source.objects.create(
        key="sandpiper", name="Sandpiper", attribution="Contains made up information.", **LICENCE
    )
    made = {key: _service(source, key, *words) for key, words in WORDS.items()}
    for key in ("walkers", "lunch", "choir"):
        _place(source, key, made[key])
    _everything(made["lunch"])
    ServiceArea.objects.create(service=made["line"], name="United Kingdom")
    find("company")  # the first search of a process reads the lists of words, which takes seconds
    _for_the_steward(source, made)
    return made


def _for_the_steward(source: Source, made: dict[str, Service]) -> None:
    """A complaint, a pair that looks like one, something its source says otherwise, and two things nobody found."""
    lunch = made["lunch"]
    Report.objects.create(service=lunch, kind="closed", words="The door was shut on Wednesday")
    Conflict.objects.create(service=lunch, field="phone", ours="0161 496 0123", theirs="0161 496 0999")
    twin = _service(source, "twin", "Sandpiper Lunch-Club", "Lunch.")
    one, other = sorted([lunch, twin], key=lambda service: service.pk)
    Duplicate.objects.create(one=one, other=other, why=["name"])
    UnmetNeed.objects.create(words="unicycle club", near="M33", times=4)
    UnmetNeed.objects.create(words="a men's shed with a lathe", told=True)


def _service(source: Source, key: str, name: str, description: str) -> Service:
    provider = Provider.objects.create(source=source, source_key=key, name=f"{name} Association")
    return Service.objects.create(
        source=source, source_key=key, provider=provider, name=name, description=description,
        phone="0161 496 0123", url="https://www.example.org/", email=f"{key}@example.org",
    )  # fmt: skip


def _place(source: Source, key: str, service: Service) -> None:
    place = Location.objects.create(
        source=source, source_key=key, name="Sandpiper Hall", address="3 Sandpiper Lane, Sale", postcode="M33 7TY",
        latitude=53.4290, longitude=-2.3270, transportation="Bus 41 stops outside.",
    )  # fmt: skip
    Accessibility.objects.create(location=place, description="Ramp at the side door")
    ServiceAtLocation.objects.create(service=service, location=place)


def _everything(lunch: Service) -> None:
    for day in ("WE", "TH"):
        Schedule.objects.create(service=lunch, byday=day, opens_at=time(12), closes_at=time(14))
    CostOption.objects.create(service=lunch, amount="3.50", amount_description="with pudding")
    Language.objects.create(service=lunch, name="Urdu", code="ur")
    Phone.objects.create(service=lunch, number="0161 496 0124", description="Textphone")
    Service.objects.filter(pk=lunch.pk).update(
        application_process="Just turn up.", eligibility_description="Anybody over 55", minimum_age=55,
        heard_from=9, helped=7,
    )  # fmt: skip

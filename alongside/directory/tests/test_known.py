"""What filters may ask of a service, as its tables have it."""

import pytest

from alongside.directory.models import (
    Accessibility,
    CostOption,
    Language,
    Location,
    Provider,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Source,
)
from alongside.directory.search.facts import UNKNOWN
from alongside.directory.search.known import facts_of


@pytest.fixture
def service(db):
    source = Source.objects.create(key="test", name="A test", licence="Open", attribution="By nobody")
    provider = Provider.objects.create(source=source, source_key="p", name="Westhaven Together")
    return Service.objects.create(source=source, source_key="s", provider=provider, name="Singing")


def at(service, **where):
    place = Location.objects.create(source=service.source, source_key="l", **where)
    ServiceAtLocation.objects.create(service=service, location=place)
    return place


def facts(service):
    return facts_of([service.pk])[service.pk]


def test_of_what_nobody_said_nothing_is_known(service):
    assert facts(service) == UNKNOWN


@pytest.mark.parametrize(
    ("amounts", "free"), [([0], True), ([0, 0], True), ([0, 3.5], False), ([3.5], False), ([None], None)]
)
def test_free_is_what_costs_nothing_in_every_way(service, amounts, free):
    for amount in amounts:
        CostOption.objects.create(service=service, amount=amount)
    assert facts(service).free is free


@pytest.mark.parametrize(
    ("words", "free"),
    [("Free", True), ("free of charge", True), ("No cost", True), ("£3, tea free", None), ("", None)],
)
def test_a_price_in_words_is_read_as_far_as_it_is_plain(service, words, free):
    service.fees_description = words
    service.save()
    assert facts(service).free is free


@pytest.mark.parametrize(("words", "known"), [("Ramp at the side door", True), ("Hearing loop", None)])
def test_steps_are_known_by_what_is_said_of_the_place(service, words, known):
    Accessibility.objects.create(location=at(service, address="1 Elm Row"), description=words)
    assert facts(service).step_free is known


def test_transport_is_known_by_what_is_said_of_getting_there(service):
    at(service, address="1 Elm Row", transportation="A minibus can collect you.")
    assert facts(service).transport is True


def test_languages_are_compared_in_small_letters(service):
    Language.objects.create(service=service, name="Urdu", code="ur")
    assert facts(service).languages == {"urdu"}


@pytest.mark.parametrize(
    ("where", "ways"),
    [
        ({"address": "1 Elm Row"}, {"in person"}),
        ({"location_type": "virtual"}, {"online"}),
        ({"location_type": "postal", "postcode": "M33 7ZF"}, None),
    ],
)
def test_how_it_is_given_is_known_by_its_place(service, where, ways):
    at(service, **where)
    assert facts(service).ways == ways


def test_without_a_place_it_is_given_by_telephone_and_online(service):
    service.phone, service.url = "0161 496 0101", "https://example.org"
    service.save()
    assert facts(service).ways == {"phone", "online"}
    assert facts(service).from_afar


def test_what_is_for_the_whole_country_is_for_any_home(service):
    ServiceArea.objects.create(service=service, name="England")
    assert facts(service).national

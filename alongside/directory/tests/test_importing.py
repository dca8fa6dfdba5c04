"""Taking services from a plain file."""

import json

import pytest
from django.core.management import CommandError, call_command

from alongside.directory.models import Service, Source
from alongside.people.models import AuditEvent

MAPPING = """
[source]
key = "test"
name = "A test"
licence = "Open"
licence_url = ""
attribution = "By nobody"
[fields]
id = "id"
name = "title"
description = "text"
postcode = "pc"
latitude = "lat"
longitude = "lon"
kind = "sort"
hours = "hours"
"""
POOL = {"id": "1", "title": "The Baths", "text": "Swim here", "pc": "m33 7ty", "sort": "pool"}


@pytest.fixture
def take(db, tmp_path):
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING)

    def taken(*rows, name="feed.jsonl"):
        path = tmp_path / name
        path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
        call_command("import_directory", str(path), mapping=mapping)

    return taken


def test_a_service_is_taken_with_its_source_and_noted(take):
    take(POOL)
    service = Service.objects.get()
    assert (service.name, service.description, service.source.licence) == ("The Baths", "Swim here", "Open")
    assert service.terms.get().code == "pool"
    assert AuditEvent.objects.get(verb="directory.imported").detail["counts"]["services"] == 1


def test_an_address_for_letters_is_kept_as_one(take, tmp_path):
    (tmp_path / "mapping.toml").write_text(MAPPING + '[letters_only]\nkinds = ["charity"]')
    take(POOL, POOL | {"id": "2", "sort": "charity"})
    kinds = dict(Service.objects.values_list("source_key", "at_locations__location__location_type"))
    assert kinds == {"1": "physical", "2": "postal"}


def test_again_is_harmless_and_a_change_is_a_change(take):
    for text in ("Swim here", "Swim here", "Swim and float here"):
        take(POOL | {"text": text})
    assert Service.objects.get().description == "Swim and float here"
    assert Source.objects.count() == 1


def test_what_the_source_names_no_more_is_retired_and_comes_back_with_it(take):
    take(POOL, POOL | {"id": "2", "title": "The Gym"})
    take(POOL)
    assert [service.name for service in Service.objects.listed()] == ["The Baths"]
    take(POOL, POOL | {"id": "2", "title": "The Gym"})
    assert Service.objects.listed().count() == 2


@pytest.mark.parametrize(
    "broken", ["{not json", "[1, 2]", '{"id": "3"}', '{"title": "No id"}', '{"id": null, "title": "x"}', '"words"']
)
def test_a_broken_row_is_reported_and_left_out_and_the_rest_is_taken(take, capsys, broken):
    take(broken, POOL)
    assert "Left out: row 1" in capsys.readouterr().err
    assert Service.objects.get().name == "The Baths"


def test_a_file_without_any_service_changes_nothing(take):
    take(POOL)
    with pytest.raises(CommandError, match="nothing was changed"):
        take("{not json")
    assert Service.objects.listed().count() == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"lat": 53.4, "lon": -2.3}, (53.4, -2.3)), ({"lat": "53.4", "lon": "-2.3"}, (53.4, -2.3)),
        ({"lat": 0, "lon": 0}, (None, None)), ({"lat": 530, "lon": -2.3}, (None, None)),
        ({"lat": "north", "lon": []}, (None, None)), ({"lat": 53.4}, (None, None)),
        ({"lat": "nan", "lon": 1}, (None, None)),
    ],
)  # fmt: skip
def test_impossible_places_are_no_places(take, given, kept):
    take(POOL | given)
    location = Service.objects.get().at_locations.get().location
    assert (location.latitude, location.longitude) == kept


def test_opening_hours_are_read_and_rubbish_in_them_is_not(take):
    hours = {"monday": "09:00-12:30,13:00-17:00", "sunday": "CLOSED", "someday": "09:00-10:00", "friday": "25:99-26:00"}
    take(POOL | {"hours": hours})
    assert [str(row) for row in Service.objects.get().schedules.order_by("opens_at")] == [
        "Monday 9am to 12.30pm",
        "Monday 1pm to 5pm",
    ]


def test_markup_becomes_plain_words_and_far_too_much_text_is_cut(take):
    take(POOL | {"title": "The <b>Baths</b> &amp; Gym<script>alert(1)</script>", "text": "a" * 1_000_000})
    service = Service.objects.get()
    assert service.name == "The Baths & Gym"
    assert len(service.description) == 20_000


def test_a_csv_file_is_taken_too(take):
    take('id,title,text,pc\n1,The Baths,"Swim, here",M33 7TY', name="feed.csv")
    assert Service.objects.get().description == "Swim, here"


def test_a_file_that_is_not_there_is_said(db, tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_directory", str(tmp_path / "none.jsonl"), mapping=tmp_path / "none.toml")

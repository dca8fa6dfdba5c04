"""The national lines: what people ring when nothing near will do. A wrong number here does harm."""

import csv
import json
import re
from collections import defaultdict
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.db import transaction

from alongside.directory.models import Service
from alongside.directory.search import find
from alongside.ui.content import FOLDER, content

FILE = FOLDER / "directory/national_lines.csv"
MAPPING = FOLDER / "directory/sources/national_lines.toml"
with FILE.open(encoding="utf-8", newline="") as file:
    LINES = list(csv.DictReader(file))
# Short codes, and numbers that cost no more than an ordinary call: 01, 02, 03, or free. No 084, 087, 09, no mobile.
ORDINARY = re.compile(r"105|111|116\d{3}|[5-8]\d{4}|0[123]\d{9}|080\d{7,8}")

each_line = pytest.mark.parametrize("line", LINES, ids=[line["id"] for line in LINES])


def digits(phone):
    return phone.replace(" ", "")


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def taken(django_db_setup, django_db_blocker):
    """Taken in once for all tests, for it takes longer than to look at; returns what the import complained of."""
    complaints = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("import_directory", str(FILE), mapping=MAPPING, stderr=complaints, stdout=StringIO())
        yield complaints.getvalue()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def found(taken):
    """The lines that words find, best first."""
    return lambda words: [result.key for result in find(words).national]


def test_all_of_them_are_taken_and_none_is_broken(taken):
    assert taken == ""
    assert Service.objects.listed().count() == len(LINES) == len({line["id"] for line in LINES})


def test_what_was_written_is_what_is_kept(taken):
    for line in LINES:
        service = Service.objects.get(source_key=line["id"])
        assert (service.name, service.description) == (line["name"], line["description"])
        assert (service.phone, service.url) == (line["phone"], line["url"])
        assert (service.terms.get().code, service.areas.get().name) == ("national line", line["area"])


def test_they_are_marked_as_a_draft():
    assert content("directory/sources/national_lines.toml")["note"] == "draft: not yet clinically reviewed"


@each_line
def test_there_is_a_way_to_reach_it_and_a_page_that_says_so(line):
    assert line["phone"] or line["url"]
    for address in filter(None, (line["url"], line["source_url"])):
        assert urlsplit(address).scheme == "https"
        assert "." in urlsplit(address).netloc
    assert line["source_url"]


@each_line
def test_a_number_is_one_of_this_country_that_costs_no_more_than_others(line):
    assert not line["phone"] or ORDINARY.fullmatch(digits(line["phone"]))


@pytest.mark.parametrize("number", ["0901 234 5678", "0844 123 4567", "0871 123 4567", "07700 900123", "0300 12 34"])
def test_dear_mobile_and_half_numbers_would_be_noticed(number):
    assert not ORDINARY.fullmatch(digits(number))


@each_line
def test_what_is_called_free_is_a_free_number(line):
    called_free = re.search(r"\bfree\b", line["description"], re.IGNORECASE)
    assert not called_free or digits(line["phone"]).startswith(("080", "1"))


def test_two_with_one_number_are_of_one_organisation():
    owners = defaultdict(set)
    for line in LINES:
        owners[digits(line["phone"])].add(urlsplit(line["source_url"]).netloc)
    del owners[""]
    assert [number for number, found in owners.items() if len(found) > 1] == []


@each_line
def test_it_is_for_this_part_of_the_world_and_says_what_it_is_for(line):
    assert line["area"] in ("England", "United Kingdom")
    assert 60 < len(line["description"]) < 300
    assert line["description"].endswith(".")


@pytest.mark.parametrize("line", [line for line in LINES if line["hours"]], ids=lambda line: line["id"])
def test_its_hours_are_read(line, taken):
    kept = Service.objects.get(source_key=line["id"]).schedules.all()
    assert len(kept) == len(json.loads(line["hours"])) > 0
    assert all(row.opens_at < row.closes_at for row in kept)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("i want to kill myself", "samaritans"), ("out of breath", "asthma-and-lung-uk"), ("type 2", "diabetes-uk"),
        ("dodgy ticker", "british-heart-foundation"), ("had a stroke", "stroke-association"), ("ms", "ms-society"),
        ("mum keeps forgetting", "alzheimers-society"), ("dialysis", "national-kidney-federation"),
        ("leaking", "bladder-health-uk"), ("bulimia", "beat"),
        ("my husband died", "cruse"), ("looking after my mum", "carers-uk"), ("lonely", "silver-line"),
        ("homeless", "shelter"), ("he hits me", "domestic-abuse-helpline"),
        ("raped", "rape-and-sexual-abuse-support-line"),
        ("drinking too much", "drinkline"), ("stop smoking", "national-smokefree-helpline"), ("gay", "switchboard"),
        ("was in the army", "combat-stress"), ("going blind", "rnib"), ("hearing aid", "rnid"),
        ("power cut", "power-cut-105"),
    ],
)  # fmt: skip
def test_it_is_the_first_that_everyday_words_find(found, words, line):
    assert found(words)[0] == line


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("bad back", "pain-concern"), ("bad back", "versus-arthritis"), ("feel low", "mind"), ("debt", "stepchange"),
        ("debt", "national-debtline"), ("i want to kill myself", "shout"),
        ("i want to kill myself", "nhs-111-mental-health"),
        ("he hits me", "mens-advice-line"), ("heating bills", "citizens-advice-consumer"),
        ("pip", "citizens-advice"),
    ],
)  # fmt: skip
def test_it_is_among_the_first_that_everyday_words_find(found, words, line):
    assert line in found(words)[:5]

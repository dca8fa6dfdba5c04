"""Where somebody means."""

import pytest
from django.core.management import CommandError, call_command

from alongside.directory.geography import find_place
from alongside.directory.models import Postcode


@pytest.fixture
def postcodes(db):
    for code, latitude in (("M337TY", 53.42), ("M337TX", 53.44), ("M3311A", 50.0), ("M11AE", 53.48)):
        Postcode.objects.create(code=code, latitude=latitude, longitude=-2.3)


@pytest.mark.parametrize("words", ["M33 7TY", "m337ty", " M33  7ty "])
def test_a_postcode_however_it_is_typed(postcodes, words):
    assert find_place(words) == (53.42, -2.3)


def test_half_a_postcode_is_the_middle_of_all_that_begin_so_anywhere_in_the_country():
    assert find_place("m33") == (pytest.approx(53.42, abs=0.02), pytest.approx(-2.33, abs=0.02))
    assert find_place("AB10") == (pytest.approx(57.13, abs=0.05), pytest.approx(-2.12, abs=0.05))


def test_a_postcode_we_lack_is_taken_for_its_first_half(postcodes):
    assert find_place("M33 9ZZ") == find_place("M33")


def test_a_place_by_its_name():
    assert find_place("Altrincham") == find_place("  altrincham ") is not None


@pytest.mark.parametrize("words", ["", "Nowhere at all", "ZZ99 9ZZ", "'; DROP TABLE", "M", "🙂"])
def test_what_is_no_place_we_know_is_none(postcodes, words):
    assert find_place(words) is None


def test_postcodes_are_loaded_again_and_again(db, tmp_path):
    path = tmp_path / "p.csv"
    for latitude in ("53.1", "53.2"):
        path.write_text(f"postcode,latitude,longitude,decile\nM1 1AE,{latitude},-2.2,3\n")
        call_command("load_postcodes", str(path))
    assert Postcode.objects.get().latitude == 53.2


def test_a_line_that_is_wrong_loads_nothing_and_is_named(db, tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("postcode,latitude,longitude,decile\nM1 1AE,53.1,-2.2,\nM1 1AD,north,-2.2,\n")
    with pytest.raises(CommandError, match="Line 3"):
        call_command("load_postcodes", str(path))
    assert not Postcode.objects.exists()

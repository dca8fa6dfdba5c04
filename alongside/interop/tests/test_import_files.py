"""Importing files: packed, in lines, broken, or no FHIR at all."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from alongside.agenda.models import Result
from alongside.interop.importing.files import Refused
from alongside.interop.importing.run import import_file
from alongside.interop.tests.conftest import Write, observation, patient
from alongside.people.models import AuditEvent, Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["b.json", "b.json.gz"])
def test_packed_or_not_is_the_same(bundle: Write, name: str) -> None:
    import_file(bundle(patient(), observation(), name=name))

    assert Result.objects.count() == 1


def test_ndjson_under_another_name_is_read(lines: Write) -> None:
    import_file(lines(patient(), observation(), name="rows.json"))

    assert Result.objects.count() == 1


def test_files_of_one_export_are_read_in_the_order_that_suits_them(lines: Write, tmp_path: Path) -> None:
    lines(observation(), name="a.ndjson")
    lines(patient(), name="z.ndjson")

    call_command("import_fhir", str(tmp_path), stdout=StringIO())

    assert Result.objects.count() == 1


def test_a_broken_line_is_named_and_nothing_of_the_file_is_kept(lines: Write) -> None:
    path = lines(patient(), observation(), '{"resourceType": "Observation", ')

    with pytest.raises(Refused, match=r"rows\.ndjson: line 3, column"):
        import_file(path)

    assert not Person.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_broken_bundle_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text('{\n"resourceType": "Bundle",\n"entry": [}\n')

    with pytest.raises(Refused, match="line 3"):
        import_file(path)


def test_a_large_bundle_is_streamed_and_a_break_in_it_named_by_its_place(
    bundle: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alongside.interop.importing.files.WHOLE", 200)
    path = bundle(observation(), patient())
    import_file(path)
    assert Result.objects.count() == 1

    broken = tmp_path / "broken.json"
    broken.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(Refused, match="before byte"):
        import_file(broken)


@pytest.mark.parametrize(
    "data", [b"", b"null", b"[1]", b"\xff\xfe{}", b'{"a": NaN}', b"[" * 100_000, b'{"resourceType": 5}', b"{}"]
)
def test_what_is_no_fhir_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(data)

    with pytest.raises(Refused, match=r"b\.json"):
        import_file(path)


def test_half_a_packed_file_is_refused(bundle: Write) -> None:
    path = bundle(patient(), name="b.json.gz")
    path.write_bytes(path.read_bytes()[:-12])

    with pytest.raises(Refused, match="unpacked"):
        import_file(path)


def test_one_broken_file_does_not_keep_the_others_out(bundle: Write, lines: Write, tmp_path: Path) -> None:
    bundle(patient())
    lines("{", name="broken.ndjson")

    with pytest.raises(CommandError, match=r"broken\.ndjson: line 1"):
        call_command("import_fhir", str(tmp_path), stdout=StringIO())

    assert Person.objects.count() == 1

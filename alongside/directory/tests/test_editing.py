"""A steward's own edits, and imports that say something else."""

from dataclasses import replace
from datetime import time
from decimal import Decimal

import pytest

from alongside.directory.actions import EDITABLE, edit_service, settle_conflict
from alongside.directory.importing.rows import (
    COLUMNS,
    FIELDS,
    AreaRow,
    ContactRow,
    CostRow,
    LanguageRow,
    PhoneRow,
    PlaceRow,
    ProviderRow,
    TermRow,
)
from alongside.directory.importing.stored import stored_row
from alongside.directory.models import Conflict, Location, Service, ServiceEdit
from alongside.directory.queries import history
from alongside.directory.tests.conftest import HALL, SINGERS, WALKERS, take
from alongside.directory.tests.test_merging import CHANGES
from alongside.directory.times import Times
from alongside.people.models import AuditEvent

OURS, THEIRS = "0161 496 0009", "0161 496 0123"


def phone():
    return Service.objects.get(source_key="1").phone


def test_an_edit_is_shown_and_noted_with_who_and_when(singers, steward):
    edit_service(by=steward, service=singers, phone=OURS)
    edit = ServiceEdit.objects.get()
    assert phone() == OURS
    assert (edit.field, edit.before, edit.after, edit.ours) == ("phone", SINGERS.phone, OURS, True)
    assert (edit.by, edit.changed_by) == (steward.user, "a directory steward at Westhaven")
    event = AuditEvent.objects.get(verb="service.edited")
    assert event.detail == {"fields": ["phone"]}, "the words themselves are not for the trail"


def test_an_edit_that_changes_nothing_leaves_nothing_behind(singers, steward):
    before = Service.objects.get(pk=singers.pk).updated_at
    edit_service(by=steward, service=singers, phone=SINGERS.phone, name=SINGERS.name)
    assert not ServiceEdit.objects.exists()
    assert not AuditEvent.objects.filter(verb="service.edited").exists()
    assert Service.objects.get(pk=singers.pk).updated_at == before


# What a source says of each field, other than before and than in CHANGES.
NEWS = {
    **dict.fromkeys(COLUMNS, "Something new"),
    "status": "defunct",
    "minimum_age": 50,
    "maximum_age": 60,
    "places": (PlaceRow("new", "Elsewhere"),),
    "terms": (TermRow("list", "dance", "Dance"),),
    "schedules": (Times("SU", time(9)),),
    "areas": (AreaRow("Eastport"),),
    "cost_options": (CostRow("All", Decimal("9.00")),),
    "languages": (LanguageRow("Welsh"),),
    "contacts": (ContactRow("Bo Fictional"),),
    "phones": (PhoneRow("0161 496 0003"),),
}


@pytest.mark.parametrize("name", sorted(EDITABLE))
def test_whatever_was_edited_an_import_leaves_alone_and_keeps_what_it_said(singers, steward, name):
    edit_service(by=steward, service=singers, **{name: CHANGES[name]})
    ours = stored_row(Service.objects.get(source_key="1"))
    assert take(replace(SINGERS, **{name: NEWS[name]}), WALKERS).conflicts == 1
    assert stored_row(Service.objects.get(source_key="1")) == ours
    settle_conflict(by=steward, conflict=Conflict.objects.get(), take_theirs=True)
    assert getattr(stored_row(Service.objects.get(source_key="1")), name) == NEWS[name]


def test_the_provider_cannot_be_edited_for_others_have_it_too(singers, steward):
    assert set(FIELDS) - EDITABLE == {"provider"}
    with pytest.raises(TypeError, match="provider"):
        edit_service(by=steward, service=singers, provider=ProviderRow("x", "Mine"))


def test_an_import_that_says_something_new_raises_a_conflict_once(singers, steward):
    edit_service(by=steward, service=singers, phone=OURS)
    for raised in (1, 0, 0):
        assert take(replace(SINGERS, phone=THEIRS), WALKERS).conflicts == raised
    conflict = Conflict.objects.get()
    assert (conflict.field, conflict.theirs, conflict.ours, phone()) == ("phone", THEIRS, OURS, OURS)


def test_what_the_source_said_all_along_is_no_news(singers, steward):
    edit_service(by=steward, service=singers, phone=OURS)
    edit_service(by=steward, service=singers, phone="0161 496 0010")
    assert take(SINGERS, WALKERS).conflicts == 0
    assert (phone(), Conflict.objects.count()) == ("0161 496 0010", 0)


def test_other_fields_of_an_edited_service_are_the_sources_as_before(singers, steward):
    edit_service(by=steward, service=singers, phone=OURS)
    take(replace(SINGERS, phone=THEIRS, name="Singers"), WALKERS)
    assert (Service.objects.get(source_key="1").name, phone()) == ("Singers", OURS)


def test_theirs_may_be_taken_and_from_then_on_the_source_has_the_field(singers, steward):
    edit_service(by=steward, service=singers, phone=OURS)
    take(replace(SINGERS, phone=THEIRS), WALKERS)
    settle_conflict(by=steward, conflict=Conflict.objects.get(), take_theirs=True)
    assert phone() == THEIRS
    assert take(replace(SINGERS, phone="0161 496 0200"), WALKERS).conflicts == 0
    assert phone() == "0161 496 0200"


def test_theirs_may_be_refused_and_is_not_asked_again_but_something_else_is(singers, steward):
    edit_service(by=steward, service=singers, phone=OURS)
    take(replace(SINGERS, phone=THEIRS), WALKERS)
    settle_conflict(by=steward, conflict=Conflict.objects.get(), take_theirs=False)
    assert take(replace(SINGERS, phone=THEIRS), WALKERS).conflicts == 0
    assert phone() == OURS
    assert take(replace(SINGERS, phone="0161 496 0200"), WALKERS).conflicts == 1
    assert Conflict.objects.open().get().theirs == "0161 496 0200"


def test_a_conflict_settled_twice_was_settled_once(singers, steward):
    edit_service(by=steward, service=singers, phone=OURS)
    take(replace(SINGERS, phone=THEIRS), WALKERS)
    conflict = Conflict.objects.get()
    settle_conflict(by=steward, conflict=conflict, take_theirs=False)
    settled = settle_conflict(by=steward, conflict=conflict, take_theirs=True)
    assert (settled.took_theirs, settled.settled_by, phone()) == (False, steward.user, OURS)
    assert AuditEvent.objects.filter(verb="service.conflict_settled").count() == 1


def test_an_open_conflict_follows_what_either_says(singers, steward):
    edit_service(by=steward, service=singers, phone=OURS)
    take(replace(SINGERS, phone=THEIRS), WALKERS)
    take(replace(SINGERS, phone="0161 496 0200"), WALKERS)
    edit_service(by=steward, service=singers, phone="0161 496 0010")
    conflict = Conflict.objects.get()
    assert (conflict.theirs, conflict.ours) == ("0161 496 0200", "0161 496 0010")


@pytest.mark.parametrize("who", ["the steward says what the source says", "the source says what the steward says",
                                 "the source says what it said before"])  # fmt: skip
def test_a_conflict_that_is_none_any_more_goes(singers, steward, who):
    edit_service(by=steward, service=singers, phone=OURS)
    take(replace(SINGERS, phone=THEIRS), WALKERS)
    if who.startswith("the steward"):
        edit_service(by=steward, service=singers, phone=THEIRS)
    else:
        take(replace(SINGERS, phone=OURS if who.endswith("steward says") else SINGERS.phone), WALKERS)
    assert not Conflict.objects.exists()


def test_a_part_of_a_service_can_be_in_conflict_and_be_taken_too(singers, steward):
    edit_service(by=steward, service=singers, schedules=(Times("TU", time(14), time(15)),))
    theirs = (Times("1FR", time(10), freq="MONTHLY"), Times("WE", notes="Ring first"))
    take(replace(SINGERS, schedules=theirs), WALKERS)
    settle_conflict(by=steward, conflict=Conflict.objects.get(), take_theirs=True)
    assert set(stored_row(singers).schedules) == set(theirs)


def test_a_place_put_right_is_put_right_for_this_service_and_not_for_others_there(singers, steward):
    right = replace(HALL, address="2 Mill Lane")
    edit_service(by=steward, service=singers, places=(right,))
    take(SINGERS, WALKERS)
    [ours] = stored_row(Service.objects.get(source_key="1")).places
    [others] = stored_row(Service.objects.get(source_key="2")).places
    assert replace(ours, id="hall") == right
    assert others == HALL


def test_new_times_at_a_place_leave_the_place_itself_alone(singers, steward):
    there = replace(HALL, schedules=(Times("MO", time(9)),))
    edit_service(by=steward, service=singers, places=(there,))
    assert stored_row(Service.objects.get(source_key="1")).places == (there,)
    assert Location.objects.count() == 1


def test_an_edit_is_cut_to_fit_as_everything_is(singers, steward):
    edit_service(by=steward, service=singers, name="a" * 500, phones=(PhoneRow("1" * 80),))
    row = stored_row(Service.objects.get(source_key="1"))
    assert (len(row.name), len(row.phones[0].number)) == (300, 50)


def test_history_has_what_was_changed_by_hand_and_by_imports_newest_first(singers, steward):
    take(replace(SINGERS, cost_options=(CostRow("All", None),)), WALKERS)
    edit_service(by=steward, service=singers, phone=OURS)
    take(WALKERS)
    gone, by_hand, by_import = history(singers)
    assert (by_import.field, by_import.before, by_import.after) == ("cost_options", (), (CostRow("All"),))
    assert (by_import.who, by_import.ours) == ("Alongside", False)
    assert (by_hand.field, by_hand.before, by_hand.after, by_hand.ours) == ("phone", SINGERS.phone, OURS, True)
    assert by_hand.who == "a directory steward at Westhaven"
    assert (gone.field, gone.before, bool(gone.after)) == ("retired_at", None, True)


def test_an_edit_stays_when_whoever_made_it_is_forgotten(singers, steward, cast):
    edit_service(by=steward, service=singers, phone=OURS)
    cast["steward"].delete()
    [changed] = history(singers)
    assert (changed.who, phone()) == ("a directory steward at Westhaven", OURS)

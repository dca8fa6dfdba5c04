"""Being forgotten: the person asks, the practice decides."""

from django.urls import reverse

from alongside.people.access import Can, may
from alongside.people.models import ErasureRequest, Person, User
from alongside.people.tests.pages import page, post


def test_the_person_asks_and_changes_their_mind(cast):
    for _click in range(2):
        post(cast, "rosa", "ask_erasure", cast.rosa.pk, do="ask")
    assert ErasureRequest.objects.filter(decided_at=None).count() == 1
    assert "Asked to be forgotten" in page(cast, "manager", "find")
    assert "Asked to be forgotten" not in page(cast, "receptionist", "find")
    post(cast, "rosa", "ask_erasure", cast.rosa.pk, do="take_back")
    assert ErasureRequest.objects.get().outcome == "taken_back"


def test_the_practice_decides(cast):
    assert cast.client("gp").get(reverse("people:erase", args=[cast.rosa.pk])).status_code == 404
    assert "Choose what" in post(cast, "manager", "erase", cast.rosa.pk, decision="").content.decode()
    post(cast, "manager", "erase", cast.rosa.pk, decision="stay")
    assert Person.objects.filter(pk=cast.rosa.pk).exists()
    post(cast, "manager", "erase", cast.rosa.pk, decision="everything")
    assert not Person.objects.filter(pk=cast.rosa.pk).exists()
    assert not User.objects.filter(email="rosa@example.org").exists()


def test_a_kept_care_record_is_seen_by_the_practice_alone(cast):
    post(cast, "manager", "erase", cast.rosa.pk, decision="keep")
    assert may(cast["gp"], Can.SEE_PLAN, cast.rosa)
    for name in ("breathing_nurse", "daughter", "other_gp"):
        assert not may(cast[name], Can.SEE_PERSON, cast.rosa)
    rosa = Person.objects.get(pk=cast.rosa.pk)
    assert (rosa.phone, rosa.email, rosa.consents.count(), rosa.carer_agreements.count()) == ("", "", 0, 0)
    assert rosa.conditions.count() == 2

"""How the person wants to be reached."""

import pytest

from alongside.people.models import AuditEvent, ContactPreference, Person
from alongside.people.tests.pages import page, post


def test_the_person_says_how_to_be_reached(cast):
    given = {"channel": "email", "email": "R@Example.org", "language": "cy", "needs": ["large_print"]}
    post(cast, "rosa", "contact", cast.rosa.pk, **given)
    kept = ContactPreference.objects.get(person=cast.rosa)
    assert (kept.channel, kept.language, kept.large_print, kept.needs_interpreter) == ("email", "cy", True, False)
    assert Person.objects.get(pk=cast.rosa.pk).email == "r@example.org"
    assert AuditEvent.objects.get(verb="contact.changed").detail["changed"] == [
        "phone", "email", "channel", "language", "large_print"
    ]  # fmt: skip


def test_the_person_is_told_which_languages_we_can_write_in(cast, settings):
    assert "We can write to you in English." in page(cast, "rosa", "contact", cast.rosa.pk)
    settings.MESSAGE_LANGUAGES = ["en", "cy"]
    assert "We can write to you in English or Welsh." in page(cast, "rosa", "contact", cast.rosa.pk)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"channel": "text", "language": "en"}, "Enter a mobile phone number"),
        ({"channel": "letter", "language": "en"}, "Enter the address"),
        ({"channel": "none", "language": "en", "phone": "my phone"}, "such as 07700 900 982"),
        ({"channel": "none", "language": "en", "postcode": "nowhere"}, "full postcode"),
        ({"channel": "pigeon", "language": "en"}, "There is a problem"),
    ],
)
def test_a_way_to_be_reached_that_cannot_work_gets_a_sentence(cast, given, words):
    assert words in post(cast, "rosa", "contact", cast.rosa.pk, **given).content.decode()
    assert not ContactPreference.objects.exists()

"""A letter as a page of its own, to print on A4, fold in three and post."""

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from alongside.messages.senders.protocol import Parcel
from alongside.people.languages import ENGLISH
from alongside.ui.formats import short_day

STYLES = Path(__file__).resolve().parent.parent / "static" / "messages" / "letter.css"


def letter_page(parcel: Parcel) -> str:
    """The whole page in HTML. Its styles are inside: a file that is copied to a printer comes alone."""
    language = "en-GB" if parcel.language == ENGLISH else parcel.language
    facts = {
        "parcel": parcel,
        "paragraphs": [paragraph.strip() for paragraph in parcel.body.split("\n\n")],
        "language": language,
        "direction": "rtl" if parcel.language in settings.LANGUAGES_BIDI else "ltr",
        "styles": _styles(),
    }
    with translation.override(language):
        today = timezone.localdate()
        facts["date"] = f"{short_day(today)} {today.year}"
        return render_to_string("messages/letter.jinja", facts, using="jinja2")


def _styles() -> SafeString:
    return mark_safe(f"<style>\n{STYLES.read_text()}</style>")  # noqa: S308  (our own file)

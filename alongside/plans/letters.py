"""E-mails to a service that somebody would like to come. They name nobody; the link shows a first name and a number."""

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.people.letters import post
from alongside.plans.models import Signposting

SALT = "plans.coming"
LASTS = 60 * 60 * 24 * 30  # seconds: thirty days


def token_for(signposting: Signposting) -> str:
    return signing.dumps({"row": str(signposting.pk), "to": signposting.service.email}, salt=SALT)


def signposting_of(token: str) -> Signposting | None:
    """What a token opens: once answered, or when the person is no longer there to be rung, nothing."""
    try:
        named = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    rows = Signposting.objects.open().filter(
        pk=named["row"],
        service__email=named["to"],
        service_says="",
        plan__person__died_on=None,
        plan__person__restricted_at=None,
    )
    return rows.select_related("plan__person", "service").first()


def write_to_service(signposting: Signposting) -> None:
    service = signposting.service
    address = settings.SITE_URL + reverse("plans:coming", args=[token_for(signposting)])
    text = render_to_string("plans/letters/coming.txt", {"service": service, "address": address}, using="jinja2")
    post(EmailMessage(str(_("Somebody would like to come")), text, to=[service.email]))

"""E-mails to services: whether their record is still right. The link in one opens that record alone."""

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from alongside.directory.models import Service
from alongside.people.letters import post

SALT = "directory.yours"
LASTS = 60 * 60 * 24 * 60  # seconds: sixty days


def token_for(service: Service) -> str:
    """Names a record and the address it was sent to: when that changes, it opens nothing more."""
    return signing.dumps({"service": str(service.pk), "to": service.email}, salt=SALT)


def service_of(token: str) -> Service | None:
    """The listed service a token opens, or None where it is not ours, has run out, or was sent to another address."""
    try:
        named = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return None
    service = Service.objects.listed().filter(pk=named["service"], email=named["to"]).first()
    return service if service and service.email else None


def write_to(service: Service) -> None:
    """Ask a service whether its record is still right."""
    address = settings.SITE_URL + reverse("directory:yours", args=[token_for(service)])
    facts = {"service": service, "address": address}
    text = render_to_string("directory/letters/still_right.txt", facts, using="jinja2")
    post(EmailMessage(str(_("Is this still right? %s") % service.name), text, to=[service.email]))

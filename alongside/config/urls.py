from django.apps import apps
from django.urls import include, path

from alongside.config.health import health, health_of_messages

urlpatterns = [
    path("health", health, name="health"),
    path("health/messages", health_of_messages, name="health_of_messages"),
    path("accounts/", include("alongside.people.sign_in_urls")),
    path("people/", include("alongside.people.urls")),
    path("work/", include("alongside.worklist.urls")),
    path("appointments/", include("alongside.agenda.urls")),
    path("plans/", include("alongside.plans.urls")),
    path("courses/", include("alongside.programmes.urls")),
    path("", include("alongside.peers.urls")),
    path("visits/", include("alongside.consultation.urls")),
    path("records/", include("alongside.interop.urls")),
    path("directory/", include("alongside.directory.urls")),
    path("", include("alongside.portal.urls")),
]
if apps.is_installed("alongside.demo"):
    urlpatterns.insert(0, path("demo/", include("alongside.demo.urls")))

handler400 = "alongside.config.errors.not_understood"
handler403 = "alongside.config.errors.not_allowed"
handler404 = "alongside.config.errors.not_found"
handler429 = "alongside.config.errors.too_often"  # asked for by allauth, not by Django
handler500 = "alongside.config.errors.broken"

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "alongside.agenda"
    label = "agenda"

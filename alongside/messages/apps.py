from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "alongside.messages"
    label = "outbox"  # "messages" is taken by Django's own

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "alongside.worklist"
    label = "worklist"

"""All that is held, to see that something changed nothing."""

from django.apps import apps

TRAIL = {"AuditEvent", "UnsealedEvent", "AuditSeal", "SealedEvent"}


def everything() -> dict[str, list[str]]:
    """The rows of every model of the product but the trail."""
    models = [model for model in apps.get_models() if model.__module__.startswith("alongside.")]
    left = [model for model in models if model.__name__ not in TRAIL]
    return {model.__name__: sorted(map(repr, model._default_manager.values_list())) for model in left}

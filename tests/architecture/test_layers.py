"""Dependencies go down. import-linter reads the imports; this reads what hides in strings."""

import tomllib

from django.apps import apps

from tests.architecture.source import REPOSITORY


def _layers() -> list[set[str]]:
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [{name.strip(" ()") for name in layer.split("|")} for layer in layers]


def _height(app: str) -> int:
    layers = _layers()
    return next(len(layers) - number for number, layer in enumerate(layers) if app in layer)


def _app(model: type) -> str:
    return model.__module__.split(".")[1]


def test_no_foreign_key_points_upwards_or_sideways():
    checked = 0
    for model in (model for model in apps.get_models() if model.__module__.startswith("alongside.")):
        for field in model._meta.get_fields():
            target = field.related_model
            if field.auto_created or not isinstance(target, type) or not target.__module__.startswith("alongside."):
                continue
            checked += 1
            own, other = _app(model), _app(target)
            assert own == other or _height(other) < _height(own), f"{model.__name__}.{field.name} points at {other}"
    assert checked > 10


def test_every_app_is_in_the_layers():
    layered = set().union(*_layers())
    assert {app.name.split(".")[1] for app in apps.get_app_configs() if app.name.startswith("alongside.")} <= layered

"""Dependencies go down. import-linter reads the imports; this reads what hides in strings."""

import re
import tomllib

from django.apps import apps

from tests.architecture.source import REPOSITORY, ROOT, files


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


# The start page is everybody's. The others are doors: from the desk into a visit, out of the product, into the demo.
KNOWN_LINKS = {
    ("agenda", "consultation:see_now"),
    ("agenda", "consultation:start"),
    ("peers", "portal:home"),
    ("people", "portal:home"),
    ("portal", "demo:cast"),
    ("portal", "interop:export"),
    ("ui", "portal:home"),
}


def test_no_template_links_upwards_or_sideways_but_for_the_known_doors():
    links = {
        (path.relative_to(ROOT).parts[0], name)
        for path in files(".jinja")
        for name in re.findall(r"\burl\(\s*[\"']([a-z_]+:\w+)[\"']", path.read_text())
    }
    to = {(app, name): name.partition(":")[0] for app, name in links}
    rising = {link for link, other in to.items() if link[0] != other and _height(other) >= _height(link[0])}
    assert rising == KNOWN_LINKS
    assert len(links) > 40

"""How fast a trial of 44 practices and 5,599 people is analysed, beside R where it is installed."""

from collections.abc import Iterator
from typing import Any

from tests.bench.evaluation.beside import r
from tests.bench.evaluation.draws import draws
from tests.bench.evaluation.growth import growth
from tests.bench.evaluation.models import models


def evaluation(cast: Any) -> Iterator[str]:
    """Models, draws, and how the time grows; see `beside` for what time is taken."""
    yield f"beside {r()['versions'] or 'what there is without R'}"
    yield from models()
    yield from draws()
    yield from growth()

"""Taking time, and saying how much it was beside a baseline of the same run."""

import gc
import time
from collections.abc import Callable
from statistics import quantiles
from typing import Any

ROUNDS = 60


def timed(work: Callable[[], Any]) -> tuple[float, float]:
    """Median and 95th percentile in seconds, once all is as in a worker that is ready (config/wsgi.py)."""
    work()
    gc.collect()
    gc.freeze()
    times = [clock(work) for _ in range(ROUNDS)]
    cuts = quantiles(times, n=20)
    return cuts[9], cuts[18]


def clock(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def row(what: str, seconds: float, baseline: float, named: str) -> str:
    return f"{what:<46} {seconds * 1000:8.2f} ms   {seconds / baseline:7.1f} x {named} ({baseline * 1000:.3f} ms)"

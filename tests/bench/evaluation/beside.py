"""Taking the time of an analysis, ours or R's, and setting them side by side.

The processor's time or the clock's, whichever is less: what else the machine does counts for little, and neither do
threads that wait for each other. For R the same.
"""

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from alongside.evaluation.tests.trials import FILES

SCRIPT = Path(__file__).with_name("timings.R")
PATIENCE = 600  # s


def taken(work: Callable[[], Any], *, rounds: int = 7) -> float:
    """The median in seconds, after a warm-up."""
    work()
    return median(once(work) for _ in range(rounds))


def once(work: Callable[[], Any]) -> float:
    began = time.process_time(), time.perf_counter()
    work()
    return min(time.process_time() - began[0], time.perf_counter() - began[1])


def line(what: str, seconds: float, baselines: Mapping[str, float], *, most: float | None = None) -> str:
    """`most` is the time allowed, in seconds; baselines are seconds by name."""
    limit = "" if most is None else f", at most {_said(most)}"
    ratios = [f"{each / seconds:,.1f} times as fast as {name} ({_said(each)})" for name, each in baselines.items()]
    return f"{what}: {_said(seconds)}{limit}; {'; '.join(ratios) or 'no baseline without R'}"


def of_r(**names: str) -> dict[str, float]:
    """R's seconds by the name they are to have, of those analyses that it could do."""
    return {named: r()["seconds"][key] for key, named in names.items() if key in r()["seconds"]}


@cache
def r() -> dict[str, Any]:
    """What the script beside this file found; nothing where there is no R."""
    if shutil.which("Rscript") is None:
        return {"versions": "", "seconds": {}}
    command = ["Rscript", "--vanilla", str(SCRIPT), str(FILES["wise_dev"])]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True, timeout=PATIENCE).stdout)


def _said(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"

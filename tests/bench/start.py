"""Starting the whole product with `./run`."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.measure import clock, row

CHECKOUT = Path(__file__).parents[2]
PATIENCE = 300


def start(_cast: Any) -> Iterator[str]:
    """From `./run` to the first page: on an empty folder, where it makes the demo, and again on the folder it left."""
    subprocess.run([CHECKOUT / "requirements" / "install", "base"], check=True)
    loaded = clock(lambda: subprocess.run([sys.executable, "-c", "import django; django.setup()"], check=True))
    with tempfile.TemporaryDirectory() as folder:
        first, again = (_until_the_first_page(folder) for _time in range(2))
    yield row("./run, packages there, to the first page", first, loaded, "loading Django")
    yield row("./run again, to the first page", again, loaded, "loading Django")


def _until_the_first_page(folder: str) -> float:
    port = _free_port()
    ours = ("PATH", "HOME", "LANG", "LC_ALL")
    environment = {name: os.environ[name] for name in ours if name in os.environ}
    environment |= {"DATA_DIR": folder, "HOST": "127.0.0.1", "PORT": str(port)}
    began = time.perf_counter()
    running = subprocess.Popen([CHECKOUT / "run"], env=environment, stdout=subprocess.DEVNULL)
    try:
        while not _answers(f"http://127.0.0.1:{port}/"):
            assert running.poll() is None, "./run ended by itself"
            assert time.perf_counter() - began < PATIENCE, "./run did not answer"
            time.sleep(0.02)
        return time.perf_counter() - began
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=30) as page:
            return bool(page.status == 200)
    except OSError:
        return False

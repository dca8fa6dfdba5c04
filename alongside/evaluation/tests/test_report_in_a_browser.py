"""The page of a report as a browser shows it: axe finds no fault, nothing is too wide, no word leaves its box."""

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from alongside.evaluation.reporting import as_html
from alongside.evaluation.tests.report_sample import sample

pytestmark = pytest.mark.journey

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Asked of the page in a copy of it, since the page itself runs nothing; the answers are left in its title. DejaVu is
# wider than Arial, as whatever stands in for it may be.
UNFOLDED = 'document.querySelectorAll("details").forEach((part) => { part.open = true })'
QUESTIONS = """
const page = document.documentElement;
const out = { wide: page.scrollWidth - page.clientWidth, seen: window.innerWidth, left: [] };
for (const face of ["Arial, sans-serif", "DejaVu Sans"]) {
  for (const box of document.querySelectorAll("g.box")) {
    const room = box.querySelector("rect").getBBox();
    for (const text of box.querySelectorAll("text")) {
      text.style.fontFamily = face;
      const words = text.getBBox();
      const inside = words.x >= room.x && words.x + words.width <= room.x + room.width;
      if (!inside) out.left.push(face + ": " + text.textContent);
    }
  }
}
document.title = "ANSWER" + JSON.stringify(out);
"""
FAULTS = """
const told = (fault) => fault.id + ": " + fault.nodes.map((node) => node.html.slice(0, 150)).join();
axe.run(document, OPTIONS).then((found) => {
  document.title = "ANSWER" + JSON.stringify(found.violations.map(told));
});
"""
OPTIONS = json.dumps({"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"], "preload": False})


def asked(folder: Path, width: int, *scripts: str) -> Any:
    """What the scripts leave in the title of the page, in a window of that width with everything unfolded."""
    chromium = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    assert chromium, "This needs chromium: on Debian, apt install chromium-headless-shell."
    page = folder / f"{width}.html"
    written = "".join(f"<script>{script}</script>" for script in (UNFOLDED, *scripts))
    page.write_text(as_html(sample()).replace("</body>", f"{written}</body>"))
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900"]
    command += ["--virtual-time-budget=20000", "--dump-dom", page.as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    found = re.search(r"<title>ANSWER(.*?)</title>", shown, re.DOTALL)
    assert found, shown[:500]
    return json.loads(unescape(found[1]))


def test_a_report_has_no_fault_that_axe_finds(tmp_path):
    assert asked(tmp_path, 390, Axe().axe_script, FAULTS.replace("OPTIONS", OPTIONS)) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_report_fits_the_screen_and_no_word_of_its_flow_diagram_leaves_its_box(tmp_path, width):
    assert asked(tmp_path, width, QUESTIONS) == {"wide": 0, "seen": width, "left": []}

"""E-learning, from content/modules. No database."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from alongside.ui.content import FOLDER, content_files, contents

# What is HTML in a page is shown as it is written: a site's own pages are words, not programs.
MARKDOWN = MarkdownIt("commonmark", {"html": False})


@dataclass(frozen=True)
class Check:
    """A question after a page; `right` is the place of the right option, from 0."""

    ask: str
    options: tuple[str, ...]
    right: int
    why: str


@dataclass(frozen=True)
class Page:
    """`key` is the name of its file; `html` has everything but the title."""

    key: str
    title: str
    html: SafeString
    check: Check | None


@dataclass(frozen=True)
class Module:
    key: str
    name: str
    about: str
    minutes: int
    source: str
    status: str
    pages: tuple[Page, ...]

    def page(self, key: str) -> Page | None:
        return next((page for page in self.pages if page.key == key), None)

    def after(self, page: Page) -> Page | None:
        """The page that follows, in the order of the module; of the last, none."""
        at = self.pages.index(page) + 1
        return self.pages[at] if at < len(self.pages) else None


@cache
def modules() -> dict[str, Module]:
    """All modules by key, in the order of their names."""
    keys = [path.stem for path in content_files("modules")]
    found = [_module(key, row) for key, row in zip(keys, contents("modules"), strict=True)]
    return {module.key: module for module in sorted(found, key=lambda module: module.name)}


def _module(key: str, row: dict[str, Any]) -> Module:
    checks = {each["page"]: _check(each) for each in row["check"]}
    paths = sorted((FOLDER / "modules" / key).glob("*.md"))
    pages = tuple(_page(path.stem, path.read_text(), checks.get(path.stem)) for path in paths)
    return Module(key=key, pages=pages, **{name: value for name, value in row.items() if name != "check"})


def _check(row: dict[str, Any]) -> Check:
    return Check(row["ask"], tuple(row["options"]), row["right"], row["why"])


def _page(key: str, text: str, check: Check | None) -> Page:
    title, _end, rest = text.partition("\n")
    return Page(key, title.removeprefix("# ").strip(), mark_safe(MARKDOWN.render(rest)), check)  # noqa: S308 ours, and HTML in it is escaped

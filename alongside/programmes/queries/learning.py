"""Modules, and how far somebody has come with each."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from alongside.people.models import User
from alongside.programmes.models import ModuleProgress
from alongside.programmes.modules import Module, Page, modules


@dataclass(frozen=True)
class Learning:
    """A module and somebody's way through it."""

    module: Module
    seen: frozenset[str]
    done: bool

    @property
    def next(self) -> Page:
        """Where they go on; of what is done, its beginning."""
        return next((page for page in self.module.pages if page.key not in self.seen), self.module.pages[0])


def learning_of(user: User) -> list[Learning]:
    rows = {row.module_key: row for row in ModuleProgress.objects.filter(user=user)}
    return [_learning(module, rows.get(key)) for key, module in modules().items()]


def _learning(module: Module, row: ModuleProgress | None) -> Learning:
    return Learning(module, frozenset(row.seen if row else ()), bool(row and row.done_at))


def modules_done(users: Collection[UUID]) -> Counter[UUID]:
    """How many modules each of these has done."""
    done = ModuleProgress.objects.filter(user__in=users, done_at__isnull=False, module_key__in=modules())
    return Counter(done.values_list("user_id", flat=True))

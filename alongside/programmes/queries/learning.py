"""Modules, and how far somebody has come with each."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone

from alongside.people.models import User
from alongside.programmes.models import Cohort, Enrolment, ModuleProgress
from alongside.programmes.modules import Module, Page, modules
from alongside.programmes.queries.dates import OwnDate, dates_of
from alongside.programmes.queries.satisfaction import ToRate, sessions_to_rate


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


@dataclass(frozen=True)
class OwnPlace:
    """A course that somebody who works here has a place on, or waits for one: its dates, and what they can rate."""

    enrolment: Enrolment
    dates: list[OwnDate]
    to_rate: list[ToRate]


def own_places(user: User) -> list[OwnPlace]:
    """Of courses that go on, and of those whose last session can still be rated."""
    rows = Enrolment.objects.open().filter(staff=user).exclude(cohort__state=Cohort.State.CANCELLED)
    lately = rows.filter(cohort__sessions__starts_at__gt=timezone.now() - timedelta(days=5)).distinct()
    found = lately.select_related("cohort__organisation", "cohort__variant").order_by("joined_at")
    return [OwnPlace(row, dates_of(row), sessions_to_rate(row)) for row in found]


def own_place(user: User, pk: UUID) -> Enrolment:
    """A place of somebody who works here; otherwise 404."""
    return get_object_or_404(Enrolment.objects.select_related("cohort__variant"), pk=pk, staff=user)

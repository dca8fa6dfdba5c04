"""Going through a module of e-learning."""

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import User
from alongside.programmes.models import ModuleProgress
from alongside.programmes.modules import Module, Page
from alongside.programmes.refusals import WrongAnswer


@transaction.atomic
def go_on(*, by: Actor, user: User, module: Module, page: Page, answer: int | None = None) -> ModuleProgress:
    """Note that somebody has read a page, and answered what it asks. The last one ends the module.

    Raises WrongAnswer, and notes nothing, where its check is not answered or not right.
    """
    if page.check and answer != page.check.right:
        raise WrongAnswer
    User.objects.select_for_update().get(pk=user.pk)  # two windows take turns
    row, new = ModuleProgress.objects.get_or_create(user=user, module_key=module.key)
    if new:
        audit.record(by=by, verb="module.begun", target=row, module=module.key)
    if page.key not in row.seen:
        row.seen = [*row.seen, page.key]
    if row.done_at is None and {each.key for each in module.pages} <= set(row.seen):
        row.done_at = timezone.now()
        audit.record(by=by, verb="module.done", target=row, module=module.key)
    row.save()
    return row

"""A site's own versions of courses."""

from django.db import transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation
from alongside.programmes.courses import course_of
from alongside.programmes.models import Variant
from alongside.programmes.refusals import NothingChanged
from alongside.programmes.versions import Changes, differences


@transaction.atomic
def make_variant(
    *, by: Actor, organisation: Organisation, course: str, name: str, why: str, changes: Changes
) -> Variant:
    """Keep a version of a course. Raises NothingChanged where it is as the original."""
    if not differences(course_of(course), changes):
        raise NothingChanged
    facts = {"why": why, "changes": changes.to_keep(), "made_by": by.user}
    variant = Variant.objects.create(organisation=organisation, course_key=course, name=name, **facts)
    audit.record(by=by, verb="course.varied", target=variant, course=course)
    return variant


@transaction.atomic
def end_variant(*, by: Actor, variant: Variant) -> Variant:
    """No new group has it. Those that have it go on."""
    variant.ended_at = timezone.now()
    variant.save(update_fields=["ended_at"])
    audit.record(by=by, verb="course.version_ended", target=variant)
    return variant

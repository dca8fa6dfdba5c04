"""A site's own versions of courses."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.people import audit
from alongside.people.actors import Actor
from alongside.people.models import Organisation
from alongside.programmes.courses import course_of
from alongside.programmes.models import Variant
from alongside.programmes.refusals import AlreadyNamed, LedAlone, NothingChanged
from alongside.programmes.versions import Changes, differences, is_led_together, version_of


@transaction.atomic
def make_variant(
    *, by: Actor, organisation: Organisation, course: str, name: str, why: str, changes: Changes
) -> Variant:
    """Keep a version of a course. Raises NothingChanged, LedAlone, and AlreadyNamed where the name was used before."""
    design = course_of(course)
    if not differences(design, changes):
        raise NothingChanged
    if is_led_together(design) and not is_led_together(version_of(design, name, changes)):
        raise LedAlone
    facts = {"why": why, "changes": changes.to_keep(), "made_by": by.user}
    variant = Variant(organisation=organisation, course_key=course, name=name, **facts)
    try:
        with transaction.atomic():
            variant.save(force_insert=True)
    except IntegrityError:
        raise AlreadyNamed from None
    audit.record(by=by, verb="course.varied", target=variant, course=course)
    return variant


@transaction.atomic
def end_variant(*, by: Actor, variant: Variant) -> Variant:
    """No new group has it. Those that have it go on."""
    variant.ended_at = timezone.now()
    variant.save(update_fields=["ended_at"])
    audit.record(by=by, verb="course.version_ended", target=variant)
    return variant

"""A site's own versions of courses, and what each changed."""

from dataclasses import dataclass
from uuid import UUID

from django.shortcuts import get_object_or_404

from alongside.people.models import Organisation
from alongside.programmes.courses import Course, course_of
from alongside.programmes.models import Variant
from alongside.programmes.versions import Changes, differences, share_kept


@dataclass(frozen=True)
class Version:
    """A version beside its original: what was changed, and how many per cent of its minutes are left."""

    variant: Variant
    original: Course
    differences: list[str]
    kept: int


def variants_of(organisation: Organisation) -> list[Variant]:
    """What a new group of this organisation can have."""
    return list(Variant.objects.filter(organisation=organisation, ended_at=None))


def variant_of(organisation: Organisation, pk: UUID) -> Variant:
    """A version of an organisation that was fetched with its capability; otherwise 404."""
    return get_object_or_404(Variant, pk=pk, organisation=organisation, ended_at=None)


def version_of_group(variant: Variant | None) -> Version | None:
    """What a group's version changed; None for one that goes by the original."""
    return _version(variant) if variant else None


def versions_of(organisation: Organisation) -> list[Version]:
    return [_version(row) for row in variants_of(organisation)]


def _version(variant: Variant) -> Version:
    original, changes = course_of(variant.course_key), Changes.of(variant.changes)
    return Version(variant, original, differences(original, changes), share_kept(original, changes))

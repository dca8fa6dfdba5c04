"""Accounts that sign in with a password, where no earlier try counts."""

import pytest
from django.core.cache import cache

from alongside.people.models import User
from alongside.people.tests.signing_in import with_password


@pytest.fixture
def fresh_counts(db):
    cache.clear()


@pytest.fixture
def nurse(cast) -> User:
    return with_password(cast["nurse"])


@pytest.fixture
def rosa(cast) -> User:
    return with_password(cast["rosa"])

import pytest

from conftest import Cast
from tests.campus import Campus, make_campus


@pytest.fixture
def campus(cast: Cast) -> Campus:
    return make_campus(cast)

"""The pages shown when something went wrong."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, override_settings
from django.urls import path


def _breaks(request):
    raise RuntimeError("secret details")


def _refuses(request):
    raise PermissionDenied


def _distrusts(request):
    raise SuspiciousOperation


def _urls():
    from django.contrib.auth.decorators import login_not_required

    from alongside.config import urls

    class Addresses:
        handler400, handler403, handler404, handler500 = (
            urls.handler400,
            urls.handler403,
            urls.handler404,
            urls.handler500,
        )
        urlpatterns = [
            path("breaks", login_not_required(_breaks)),
            path("refuses", login_not_required(_refuses)),
            path("distrusts", login_not_required(_distrusts)),
            *urls.urlpatterns,
        ]

    return Addresses


@pytest.fixture
def browser(db):
    with override_settings(ROOT_URLCONF=_urls()):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/no/such/page", 404, "Page not found"),
        ("/breaks", 500, "something is wrong"),
        ("/refuses", 403, "You cannot do this here"),
        ("/distrusts", 400, "We could not read that"),
    ],
)
def test_every_error_has_a_page_that_says_what_to_do(browser, address, status, words):
    page = browser.get(address)
    assert page.status_code == status
    assert words in page.text
    assert "Go to the start page" in page.text
    assert "nhsuk-frontend" in page.text


def test_the_page_for_our_own_mistakes_tells_nothing_of_the_inside(browser):
    assert "secret details" not in browser.get("/breaks").text


def test_the_page_for_our_own_mistakes_asks_the_database_nothing(browser, django_assert_num_queries):
    with django_assert_num_queries(0):
        browser.get("/breaks")


def test_a_form_from_a_page_left_open_too_long_says_so(db):
    page = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert page.status_code == 403
    assert "was not saved" in page.text

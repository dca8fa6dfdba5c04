"""Finding help near home: for anybody, signed in or not."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alongside.directory.actions import note_unmet_need, report_problem
from alongside.directory.forms import UNKNOWN_PLACE, ReportForm, SearchForm
from alongside.directory.geography import find_place
from alongside.directory.queries import (
    FIRST,
    LISTED,
    MORE,
    Found,
    Heading,
    cards_of,
    found,
    headings,
    listed_service,
    sources_of,
)
from alongside.directory.search import understood
from alongside.directory.unmet import worth_keeping
from alongside.peers.queries.groups import group_of_service
from alongside.people.actors import Actor
from alongside.portal.queries import saved_for, savers
from alongside.ui.crisis import suggests_crisis
from alongside.ui.forms import form_page, posted

SOMEBODY = Actor(words="somebody looking for help")


@login_not_required
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """The search box, what it finds, and the headings to look round by."""
    near = _near(request)
    form = SearchForm(request.GET if "words" in request.GET else None, initial={"near": near})
    context: dict[str, Any] = {**_about(request, near), "form": form}
    if form.is_valid():
        context["page"] = _search(request, form)
    return render(request, "portal/find/find.jinja", {**context, "crisis": suggests_crisis(form.data.get("words", ""))})


def _near(request: HttpRequest) -> str:
    """As it was chosen; nothing, where somebody cleared it."""
    return request.GET["near"] if "near" in request.GET else _home(request)


def _search(request: HttpRequest, form: SearchForm) -> Found:
    given = form.cleaned_data
    limit = MORE if "more" in request.GET else FIRST
    page = found(given["words"], near=given["near"], filters=form.filters, limit=limit)
    if not page.local and not form.narrowed and not page.asked.now:  # that nothing is open at night is nothing missing
        note_unmet_need(by=SOMEBODY, kept=worth_keeping(given["words"], given["near"], page.asked))
    return page


def _home(request: HttpRequest) -> str:
    """Where whoever is signed in lives, as what they may change before they search."""
    user = request.user
    return user.person.postcode if user.is_authenticated and user.person else ""


def _about(request: HttpRequest, near: str) -> dict[str, Any]:
    """What every page of finding needs: where, who may save for whom, and what they saved already."""
    people = savers(request.user)
    return {
        "near": near,
        "where": query(near=near),
        "kept": query(words=request.GET.get("words", ""), near=near),
        "headings": headings().values(),
        "savers": people,
        "saved": saved_for(people),
        "here": request.get_full_path(),
    }


@login_not_required
@require_GET
def heading(request: HttpRequest, key: str) -> HttpResponse:
    """What there is under one heading, each a search of its own."""
    near = _near(request)
    shown = _heading(key)
    topics = [(topic, query(words=topic.words, near=near)) for topic in shown.topics]
    context = {"heading": shown, "near": near, "where": query(near=near), "topics": topics}
    return render(request, "portal/find/heading.jinja", context)


def _heading(key: str) -> Heading:
    if key not in headings():
        raise Http404("No such heading.")
    return headings()[key]


@login_not_required
@require_GET
def service(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything known of one service."""
    card = cards_of([listed_service(pk)])[0]
    context = {**_about(request, request.GET.get("near", "")), "card": card, "back": _back(request)}
    context["group"] = group_of_service(card.service)
    return render(request, "portal/find/service.jinja", context)


def _back(request: HttpRequest) -> str:
    """The search somebody came from, so that going back needs no script."""
    return f"{reverse('portal:find')}?{query(words=request.GET.get('words', ''), near=request.GET.get('near', ''))}"


def query(**given: str) -> str:
    """The part of an address after the question mark, without what is empty."""
    return urlencode({name: value for name, value in given.items() if value})


@login_not_required
@require_GET
def local_list(request: HttpRequest, key: str) -> HttpResponse:
    """What there is under one heading near a place, to print and pin up; in large print too."""
    topics, near = _heading(key), " ".join(request.GET.get("near", "").split())[:60]
    known = not near or find_place(near) is not None
    place = near if known else ""
    parts = [(topic, found(topic.words, near=place, limit=LISTED, good_only=True).local) for topic in topics.topics]
    context = {
        "heading": topics,
        "near": place,
        "where": query(near=place),
        "problem": "" if known else UNKNOWN_PLACE,
        "parts": parts,
        "large": "large" in request.GET,
        "today": timezone.localdate(),
        "sources": sources_of([card for _topic, cards in parts for card in cards]),
    }
    return render(request, "portal/find/local_list.jinja", context)


@login_not_required
@form_page
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that something is wrong with a service, or that it has closed."""
    service = listed_service(pk)
    form = ReportForm(posted(request))
    if form.is_valid():
        report_problem(by=SOMEBODY, service=service, **form.cleaned_data)
        messages.success(request, _("Thank you. Somebody who looks after the directory will check."))
        return redirect("portal:service", pk)
    return render(request, "portal/find/report.jinja", {"service": service, "form": form})


@login_not_required
@require_POST
def tell_us(request: HttpRequest) -> HttpResponse:
    """Keep what somebody hoped to find, without who."""
    words, near = request.POST.get("words", "")[:200], request.POST.get("near", "")[:60]
    crisis, kept = suggests_crisis(words), worth_keeping(words, near, understood(words))
    note_unmet_need(by=SOMEBODY, kept=kept, told=True)
    if not crisis and not kept.words:
        messages.error(request, _("Write what you hoped to find, in words."))
        return redirect("portal:find")
    if crisis:
        return render(request, "portal/find/told.jinja", {"crisis": crisis})
    messages.success(request, _("Thank you. The people who plan services here will read that."))
    return redirect("portal:find")

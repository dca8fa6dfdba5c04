"""Saying how a goal is going, from a link: one tap is enough, and every step saves by itself."""

from dataclasses import dataclass

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from alongside.messages.links import actor_of_link, opened_link
from alongside.messages.models import SignedLink
from alongside.people.actors import Actor
from alongside.plans import actions
from alongside.plans.models import CheckIn, FollowUp
from alongside.plans.owners import of_goal
from alongside.plans.queries import call_by, card_of, question_of
from alongside.portal.forms_check_in import DaysForm, MoreForm, SureForm
from alongside.ui.crisis import suggests_crisis, typed_in_crisis
from alongside.ui.forms import form_page

FORMS: dict[str, type[forms.Form]] = {"sure": SureForm, "days": DaysForm, "more": MoreForm}
AFTER = {"going": "sure", "sure": "days", "days": "more", "more": "thanks"}
STEPS = {*AFTER, "thanks", "stop", "start"}


@dataclass(frozen=True)
class Asked:
    """What a link opened: the question, and who answers."""

    token: str
    follow_up: FollowUp
    by: Actor


@login_not_required
@never_cache
@form_page
def check_in(request: HttpRequest, token: str, step: str) -> HttpResponse:
    """One step of the answer."""
    if step not in STEPS:
        raise Http404("No such step.")
    link = opened_link(request, token, SignedLink.Purpose.CHECK_IN)
    follow_up = question_of(link) if link else None
    if link is None or follow_up is None:
        return redirect("portal:door", token)
    asked = Asked(token=token, follow_up=follow_up, by=actor_of_link(request, link))
    return _post(request, asked, step) if request.method == "POST" else _show(request, asked, step)


def _show(request: HttpRequest, asked: Asked, step: str) -> HttpResponse:
    if step == "going" and asked.follow_up.takes_answers:
        return _page(request, asked, "going")
    if step in FORMS and asked.follow_up.answer and asked.follow_up.takes_answers:
        return _page(request, asked, step, FORMS[step](initial=_said(asked.follow_up.answer)))
    if step in {"thanks", "stop", "start"} or not asked.follow_up.takes_answers:
        return _thanks(request, asked)
    return redirect("portal:check_in", asked.token, "going")


def _said(answer: CheckIn) -> dict[str, object]:
    return {"days_done": answer.days_done, "words": answer.words, "please_call": answer.please_call}


def _post(request: HttpRequest, asked: Asked, step: str) -> HttpResponse:
    if step in {"stop", "start"}:
        return _stop_or_start(asked, step)
    if not asked.follow_up.takes_answers:
        return redirect("portal:check_in", asked.token, "thanks")
    if step == "going":
        return _going(request, asked)
    answer = asked.follow_up.answer
    if answer is None or step not in FORMS:
        return redirect("portal:check_in", asked.token, "going")
    form = FORMS[step](request.POST)
    if not form.is_valid():
        return _page(request, asked, step, form)
    _save(asked, answer, form)
    return redirect("portal:check_in", asked.token, AFTER[step])


def _going(request: HttpRequest, asked: Asked) -> HttpResponse:
    going = request.POST.get("going", "")
    if going not in CheckIn.Going.values:
        return _page(request, asked, "going", problem=True)
    actions.answer_follow_up(by=asked.by, follow_up=asked.follow_up, going=going)
    return redirect("portal:check_in", asked.token, "sure")


def _save(asked: Asked, answer: CheckIn, form: forms.Form) -> None:
    given = form.cleaned_data
    if isinstance(form, SureForm):
        actions.rate_confidence(by=asked.by, goal=asked.follow_up.goal, value=given["confidence"])
    elif isinstance(form, DaysForm):
        actions.say_days(by=asked.by, check_in=answer, days_done=given["days_done"])
    else:
        actions.say_more(by=asked.by, check_in=answer, **given)


def _stop_or_start(asked: Asked, step: str) -> HttpResponse:
    if step == "stop":
        actions.stop_asking(by=asked.by, follow_up=asked.follow_up)
    else:
        actions.start_asking(by=asked.by, follow_up=asked.follow_up)
    return redirect("portal:check_in", asked.token, "thanks")


def _page(
    request: HttpRequest, asked: Asked, step: str, form: forms.Form | None = None, *, problem: bool = False
) -> HttpResponse:
    card = card_of(asked.follow_up.goal)
    context = {
        "asked": asked,
        "step": step,
        "form": form,
        "goal": asked.follow_up.goal,
        "card": card,
        "after": AFTER[step],
        "going": CheckIn.Going.choices,
        "problem": problem,
        "crisis": typed_in_crisis(request.POST) or suggests_crisis(card.words),
    }
    page = "going" if step == "going" else "step"
    return render(request, f"portal/check_in/{page}.jinja", context)


def _thanks(request: HttpRequest, asked: Asked) -> HttpResponse:
    answer, goal = asked.follow_up.answer, asked.follow_up.goal
    owner, card = of_goal(goal), card_of(goal)
    context = {
        "asked": asked,
        "goal": goal,
        "card": card,
        "answer": answer,
        "can_change": asked.follow_up.takes_answers,
        "team": owner.team if owner else None,
        "call_by": call_by(answer) if answer else None,
        "crisis": suggests_crisis(card.words),
    }
    return render(request, "portal/check_in/thanks.jinja", context)

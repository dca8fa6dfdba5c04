"""A reference group of Rosa, Winston and Priya, and a questionnaire of three questions, in Westhaven."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from alongside.peers.actions.reference import (
    add_question,
    answer,
    join_reference,
    open_questionnaire,
    write_questionnaire,
)
from alongside.peers.models import Invitation, Questionnaire
from alongside.people.actors import Actor, actor_for, link_holder
from alongside.people.models import Person
from conftest import Cast

PEOPLE = ("rosa", "winston", "priya")


@dataclass
class Council:
    cast: Cast
    by: Actor

    def write(self, **facts: Any) -> Questionnaire:
        today = timezone.localdate()
        usual = {"closes_on": today + timedelta(days=14), "report_by": today + timedelta(days=42)}
        words = {
            "title": "The foot care leaflet",
            "why": "One leaflet is to replace five. The foot clinic decides.",
            "promise": "The clinic reads every answer before it is printed.",
        }
        made = write_questionnaire(by=self.by, organisation=self.cast.breathing_team, **{**words, **usual, **facts})
        add_question(by=self.by, questionnaire=made, words="How long may it be?", kind="one", options=["1 page", "4"])
        add_question(
            by=self.by,
            questionnaire=made,
            words="Which would you keep?",
            kind="some",
            options=["shoes", "skin", "nails"],
        )
        add_question(by=self.by, questionnaire=made, words="What is missing?", kind="words")
        return made

    def ask(self, **facts: Any) -> Questionnaire:
        made = self.write(**facts)
        open_questionnaire(by=self.by, questionnaire=made)
        made.refresh_from_db()
        return made

    def invitation(self, questionnaire: Questionnaire, person: Person) -> Invitation:
        rows = Invitation.objects.select_related("questionnaire__organisation", "member__person")
        return rows.get(questionnaire=questionnaire, member__person=person)

    def answer(self, questionnaire: Questionnaire, person: Person, length: str, words: str = "") -> None:
        first, _second, last = questionnaire.questions.all()
        said = {first.pk: length, last.pk: words}
        answer(by=link_holder(person), invitation=self.invitation(questionnaire, person), said=said)


def make_council(cast: Cast) -> Council:
    for name in PEOPLE:
        facts = {"person": getattr(cast, name), "organisation": cast.breathing_team, "at_most": 4}
        join_reference(by=actor_for(cast[name]), **facts)
    return Council(cast, actor_for(cast["coordinator"]))

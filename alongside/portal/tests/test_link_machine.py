"""Whoever tries a link, in whichever browser: only the date of birth opens it, five wrong ones lock it for all."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.test import Client
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from alongside.agenda import actions
from alongside.agenda.models import Appointment
from alongside.messages.links import TRIES, token_of
from alongside.messages.models import SignedLink
from alongside.people.actors import actor_for
from alongside.people.models import AuditEvent
from alongside.worklist.models import Task
from conftest import BIRTHDAY, Cast
from tests.machines import Machine, play

WRONG = {**BIRTHDAY, "date_of_birth_year": "1969"}
NO_DATE = {**BIRTHDAY, "date_of_birth_month": "13"}
BROWSERS, ANY = st.integers(0, 1), st.integers(0, 99)


@dataclass
class Known:
    """What a link has to be like."""

    expires_at: datetime
    made_at: datetime
    tries: int = 0
    wrong: int = 0  # ever
    locked: bool = False
    revoked: bool = False

    @property
    def works(self) -> bool:
        return not (self.locked or self.revoked or self.expires_at <= timezone.now())


@dataclass
class Browser:
    client: Client = field(default_factory=Client)
    inside: set[UUID] = field(default_factory=set)


class Links(Machine):
    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.desk = actor_for(cast["receptionist"])
        self.appointment = actions.book_appointment(
            by=self.desk,
            person=cast.rosa,
            organisation=cast.elm_bank,
            starts_at=timezone.now() + timedelta(days=3),
        )
        self.browsers = [Browser(), Browser()]
        self.links: dict[UUID, Known] = {}
        self.guesses: list[datetime] = []
        self._know(SignedLink.objects.get())

    def _know(self, link: SignedLink) -> None:
        if link.pk not in self.links:
            for earlier in self.links.values():
                earlier.revoked = True
            self.links[link.pk] = Known(link.expires_at, link.created_at)

    def _left(self, known: Known) -> int:
        """Wrong tries at any of her links count for a day, whatever opened in between; a newer link starts afresh."""
        since = max(known.made_at, timezone.now() - timedelta(days=1))
        return TRIES - max(known.tries, sum(at >= since for at in self.guesses))

    def _link(self, which: int) -> tuple[SignedLink, Known]:
        """Most often the newest."""
        pk = list(self.links)[which % len(self.links) if which < 30 else -1]
        return SignedLink.objects.get(pk=pk), self.links[pk]

    def _try(self, browser: Browser, link: SignedLink, typed: dict[str, str]) -> str:
        answer = browser.client.post(f"/l/{token_of(link)}/", typed)
        known = self.links[link.pk]
        if not known.works:
            assert answer.status_code == 410
        elif link.pk in browser.inside:
            assert answer.status_code == 302
        elif typed == BIRTHDAY:
            assert answer.status_code == 302
            known.tries = 0
            browser.inside.add(link.pk)
        elif typed == WRONG:
            known.locked = self._left(known) <= 1
            known.tries, known.wrong = known.tries + 1, known.wrong + 1
            self.guesses.append(timezone.now())
            assert answer.status_code == (410 if known.locked else 200)
        page = answer.content.decode()
        assert "Rosa" not in page
        assert "Ashworth" not in page
        return page

    @rule(browser=BROWSERS, which=ANY)
    def somebody_knows_the_date(self, browser: int, which: int) -> None:
        link, _known = self._link(which)
        self._try(self.browsers[browser], link, BIRTHDAY)

    @rule(browser=BROWSERS, which=ANY, times=st.integers(1, 3))
    def somebody_guesses(self, browser: int, which: int, times: int) -> None:
        link, known = self._link(which)
        for _time in range(times):
            page = self._try(self.browsers[browser], link, WRONG)
            left = self._left(known)
            if known.works and link.pk not in self.browsers[browser].inside:
                assert ("try once more" if left == 1 else f"{left} tries left") in page

    @rule(browser=BROWSERS, which=ANY)
    def somebody_types_what_is_no_date(self, browser: int, which: int) -> None:
        link, _known = self._link(which)
        self._try(self.browsers[browser], link, NO_DATE)

    @rule(browser=BROWSERS, which=ANY)
    def somebody_walks_past_the_door(self, browser: int, which: int) -> None:
        link, known = self._link(which)
        answer = self.browsers[browser].client.get(f"/l/{token_of(link)}/prepare/mind/")
        may = known.works and link.pk in self.browsers[browser].inside
        assert (answer.status_code == 200) == may

    @rule()
    def the_desk_sends_a_new_link(self) -> None:
        try:
            self._know(actions.send_link_again(by=self.desk, appointment=self.appointment))
        except actions.NotBooked:
            assert Appointment.objects.get().state == Appointment.State.CANCELLED

    @rule(sure=st.sampled_from([False, False, False, True]))
    def the_desk_calls_it_off(self, sure: bool) -> None:
        if sure:
            actions.cancel_appointment(by=self.desk, appointment=self.appointment)
            for known in self.links.values():
                known.revoked = True

    @rule(hours=st.sampled_from([2, 2, 26]))
    def hours_pass_and_browsers_forget(self, hours: int) -> None:
        self.pass_time(hours=hours)
        for browser in self.browsers:
            browser.inside.clear()

    @invariant()
    def every_link_is_as_its_tries_left_it(self) -> None:
        links = {link.pk: link for link in SignedLink.objects.all()}
        assert set(links) == set(self.links)
        for pk, known in self.links.items():
            link = links[pk]
            assert link.wrong_tries == known.tries
            assert (bool(link.locked_at), bool(link.revoked_at)) == (known.locked, known.revoked)

    @invariant()
    def the_practice_is_told_of_each_lock_once(self) -> None:
        told = Task.objects.filter(kind=Task.Kind.LINK_LOCKED, team=self.cast.elm_bank)
        assert sorted(told.values_list("subject_id", flat=True)) == sorted(
            pk for pk, known in self.links.items() if known.locked
        )

    @invariant()
    def every_wrong_try_is_in_the_trail(self) -> None:
        rows = AuditEvent.objects.filter(verb__in=["link.wrong_try", "link.locked"])
        assert rows.count() == sum(known.wrong for known in self.links.values())


def test_whoever_tries_a_link_only_the_date_of_birth_opens_it_and_five_wrong_ones_lock_it(db: None) -> None:
    play(Links, examples=20, steps=25)

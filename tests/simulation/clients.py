"""Clients on the booking page: they choose, reach Review, wander off, come back by the link, and sometimes book."""

import datetime as dt
import random
import re
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from backend.web.route import Request, Response
from domain.constants import HOUR, MINUTE, SECOND
from domain.times import local
from domain.wire.actions import Choice
from domain.wire.base import decode, encode
from domain.wire.booking import (
    ClientSession,
    CodeRequest,
    CodeVerification,
    Confirm,
    EnterReview,
    Review,
    SlotQuery,
    Slots,
)
from tests.simulation.carrier import WORDS
from tests.simulation.network import Lost, Network
from tests.simulation.salon import SLUG, ZONES, Salon
from tests.simulation.schedule import Schedule

T = TypeVar("T")
Say = Callable[[str], None]

MENU = (
    (Choice("cut"),),
    (Choice("beard"),),
    (Choice("colour", "short"),),
    (Choice("cut"), Choice("colour", "long")),
    (Choice("cut", bundle_id="duo"), Choice("beard", bundle_id="duo")),
)
_CODE = re.compile(r"^([0-9]{6}) ")
_OFFER = re.compile(r"/offer/([A-Za-z0-9_-]+)")
_LINK = re.compile(r"/resume/([A-Za-z0-9_-]+)")


class Client:
    """One person with a phone, an inbox and a browser. Each `step` does one thing and says when to come back."""

    def __init__(
        self, number: int, salon: Salon, network: Network, schedule: Schedule, rng: random.Random, say: Say
    ) -> None:
        self.phone = f"+49302312510{number}"
        self.email = f"client{number}@mail.example.net" if number % 2 else None
        self.inbox: list[str] = []
        self.write: Callable[[str], None] = lambda _body: None
        self._name = f"Client {number}"
        self._zone = "Asia/Tokyo" if number % 3 == 0 else None
        self._salon = salon
        self._network = network
        self._schedule = schedule
        self._rng = rng
        self._say = say
        self._token = ""
        self._draft_id = ""
        self._start: dt.datetime | None = None

    def receive(self, text: str) -> None:
        """A message came. An offer does not wait: most answer it soon, some of them too late."""
        self.inbox.append(text)
        if _OFFER.search(text) and self._rng.random() < 0.7:
            self._schedule.after(self._rng.choice((20 * SECOND, 3 * MINUTE, 29 * MINUTE, 40 * MINUTE)), self._offer)

    def step(self) -> int:
        """Does what she does next; in how long she does something again."""
        if not self._token:
            self._sign_in()
            return self._rng.randint(10 * SECOND, 5 * MINUTE)
        act = self._rng.choices(
            (
                self._review,
                self._confirm,
                self._open_link,
                self._land_again,
                self._look,
                self._sign_out,
                self._answer,
                self._offer,
            ),
            (5, 3, 2, 3, 1, 1, 2, 6),
        )[0]
        act()
        return self._pause()

    def _pause(self) -> int:
        """She goes on at once, or stays away until the review session is over, for hours, or for a day."""
        pauses = (20 * SECOND, 2 * MINUTE, 9 * MINUTE, 11 * MINUTE, HOUR, 5 * HOUR, 26 * HOUR)
        return self._rng.choices(pauses, (4, 4, 4, 4, 4, 4, 1))[0] + self._rng.randint(0, MINUTE)

    def _sign_in(self) -> None:
        codes = [match[1] for text in self.inbox if (match := _CODE.match(text))]
        if not codes:
            self._ask("POST", "codes", CodeRequest(self.phone))
            return
        self.inbox = [text for text in self.inbox if not _CODE.match(text)]
        answer = self._ask(
            "POST", "sessions", CodeVerification(self.phone, codes[-1], self._name, self.email, self._zone)
        )
        session = _read(answer, ClientSession)
        if session:
            self._token = session.token
            self.email = (
                self.email or f"{self._name.replace(' ', '.')}@mail.example.org"
            )  # for the next time she signs in

    def _sign_out(self) -> None:
        """She goes on at another machine, and gives her address there."""
        self._token = ""

    def _answer(self) -> None:
        """She writes to the salon, whatever it was that came from there."""
        self.write(self._rng.choice(WORDS))

    def _review(self) -> None:
        at = self._rng.randrange(2)
        choices = self._rng.choice(MENU)
        start = self._free_start(at, choices) if self._rng.random() < 0.8 else None
        self._start = start
        body = EnterReview(self._salon.locations[at], choices, start, self._rng.choice(("", "Please be gentle")))
        self._keep(self._ask("POST", "review", body))

    def _free_start(self, at: int, choices: tuple[Choice, ...]) -> dt.datetime | None:
        today = self._today(at) + dt.timedelta(days=self._rng.randint(0, 1))
        slots = _read(self._ask("POST", "slots", SlotQuery(self._salon.locations[at], choices, today)), Slots)
        return self._rng.choice(slots.slots[:3]).start if slots and slots.slots else None

    def _today(self, at: int) -> dt.date:
        return local(self._schedule.now(), ZONES[at]).date()

    def _keep(self, answer: Response | None) -> None:
        review = _read(answer, Review)
        if review:
            self._draft_id = review.draft_id

    def _confirm(self) -> None:
        if not self._draft_id:
            return
        link = self._link() if self._rng.random() < 0.3 else ""
        start = None if self._start else self._free_start(self._rng.randrange(2), (Choice("cut"),))
        self._ask("POST", f"resume/{link}/confirm" if link else "confirm", Confirm(self._draft_id, start))

    def _look(self) -> None:
        self._keep(self._ask("GET", "review", None))

    def _open_link(self) -> None:
        link = self._link()
        if link:
            self._ask("GET", f"resume/{link}", None)

    def _land_again(self) -> None:
        link = self._link()
        if link:
            self._keep(self._ask("POST", f"resume/{link}/review", None))

    def _offer(self) -> None:
        """She answers the newest time that she was offered, or one that she was offered before."""
        tokens = [match[1] for text in self.inbox if (match := _OFFER.search(text))]
        if tokens:
            token = tokens[-1] if self._rng.random() < 0.8 else self._rng.choice(tokens)
            act = self._rng.choice(("accept", "accept", "accept", "decline", ""))
            self._ask("POST" if act else "GET", f"offer/{token}/{act}".rstrip("/"), None)

    def _link(self) -> str:
        links = [match[1] for text in self.inbox if (match := _LINK.search(text))]
        return self._rng.choice(links) if links else ""

    def _ask(self, method: str, path: str, body: Any) -> Response | None:
        headers = {"authorization": f"Bearer {self._token}"} if self._token else {}
        if body is not None:
            headers["content-type"] = "application/json"
        data = b"" if body is None else encode(body)
        request = Request(method, f"/v1/book/{SLUG}/{path}", {}, headers, data, peer=f"198.51.100.{self.phone[-1]}")
        try:
            answer = self._network.exchange(request)
        except Lost:
            self._say(f"{method} {path} -> lost {self._network.last_fault}")
            return None
        self._say(f"{method} {path} -> {answer.status} {_type(answer)} {self._network.last_fault}".rstrip())
        if answer.status == 401:
            self._token = ""
        return answer


def _type(answer: Response) -> str:
    found = re.match(rb'{"type":"([a-z_]+)"', answer.body)
    return found[1].decode() if found else ""


def _read(answer: Response | None, of: Callable[..., T]) -> T | None:
    if answer is None or answer.status != 200:
        return None
    try:
        return decode(answer.body, of)
    except msgspec.DecodeError:  # a login page, or an answer cut off
        return None

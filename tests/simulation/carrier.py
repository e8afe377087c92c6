"""The phone network: brings what clients write and what became of the salon's texts, late, twice and out of order."""

from collections.abc import Callable, Mapping
from functools import partial
from random import Random
from typing import NamedTuple

from backend.channels.port import Outgoing
from domain.constants import HOUR, MINUTE, SECOND
from tests.simulation.network import Lost
from tests.simulation.oracle import Oracle
from tests.simulation.provider import reference
from tests.simulation.salon import SLUG
from tests.simulation.schedule import Schedule
from tests.simulation.server import PUBLIC_URL, Server
from tests.simulation.weather import Fault, Weather
from tests.support.hooks import report_form, signed, text_form, texts_path

STOP = ("STOP", "stop.", "Opt out")
START = ("START",)
WORDS = ("Yes please", "Later", "yes", "Cancel my appointment", *STOP, *START)
_HEARD = 200
_TRIES = 5


class _Text(NamedTuple):
    """A text on its way. `restores` is how often the server had been restored when it was first brought."""

    sid: str
    sender: str
    body: str
    restores: int


class Carrier:
    """Serves all phones. What somebody writes is brought before what she writes next."""

    def __init__(
        self,
        schedule: Schedule,
        weather: Weather,
        rng: Random,
        server: Server,
        oracle: Oracle,
        say: Callable[[str], None],
    ) -> None:
        self._schedule, self._weather, self._rng = schedule, weather, rng
        self._server, self._oracle, self._say = server, oracle, say
        self._written = 0
        self._waiting: set[str] = set()

    def write(self, sender: str, body: str) -> None:
        """Somebody writes to the salon, unless what she wrote before is still on its way."""
        if sender in self._waiting:
            return
        self._written += 1
        self._waiting.add(sender)
        self._say(f"{sender} writes {body}")
        self._oracle.wrote()
        self._bring(_Text(f"SM{self._written:032x}", sender, body, self._oracle.restores), _TRIES)

    def _bring(self, text: _Text, tries: int) -> None:
        form = text_form(text.sender, text.body, text.sid)
        answer = self._ask(texts_path(SLUG), form)
        if text.body in START:
            self._oracle.wants_texts(text.sender)  # with the answer lost, nobody knows
        if answer != _HEARD and tries:
            self._schedule.after(self._rng.randint(SECOND, 10 * MINUTE), lambda: self._bring(text, tries - 1))
            return
        self._waiting.discard(text.sender)
        if answer == _HEARD and text.body in STOP:
            self._oracle.wants_no_texts(self._server.database, text.sender)
        if self._weather.strikes(Fault.TWICE) or self._rng.random() < 0.1:
            self._schedule.after(self._rng.randint(SECOND, 3 * HOUR), lambda: self._bring_again(text))

    def _bring_again(self, text: _Text) -> None:
        """It counts no more; but a server that was restored meanwhile may not know it."""
        self._say(f"{text.sender}: {text.body} is brought again")
        if self._oracle.restores != text.restores and text.body in START:
            self._oracle.wants_texts(text.sender)
        self._ask(texts_path(SLUG), text_form(text.sender, text.body, text.sid))

    def took(self, message: Outgoing) -> None:
        """The salon's text is on its way, or will never arrive."""
        if not message.report_to:
            return
        path = message.report_to.removeprefix(PUBLIC_URL)
        last = self._rng.choice((("delivered", 0), ("delivered", 0), ("undelivered", 30006), ("failed", 30003)))
        for status, code in (("queued", 0), ("sent", 0), last, last):
            form = report_form(reference(message), status, code)
            self._schedule.after(self._rng.randint(SECOND, 5 * MINUTE), partial(self._report, path, form))

    def _report(self, path: str, form: Mapping[str, str]) -> None:
        if self._ask(path, form) == _HEARD:
            self._say(f"reports {form['MessageStatus']}")

    def _ask(self, path: str, form: Mapping[str, str]) -> int:
        try:
            return self._server.serve(signed(PUBLIC_URL, path, form)).status
        except Lost:
            return 0

"""Clients on the booking page, each with a browser profile and a phone of her own."""

import os
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

from backend.db.tables import metadata
from backend.messages.links import Purpose, make_link
from domain.constants import DAY
from tests.gui.support.house import House
from tests.support.backend import Backend
from tests.support.chromium import chromium
from tests.support.clock import TUESDAY_NINE, SetClock
from tests.support.server import SALON, Seeded
from tests.support.sms import ACCOUNT, FROM, TOKEN, SmsServer
from tests.support.smtp import MailServer

T = TypeVar("T")

SECONDS = 10_000
_CODE = re.compile(r"\b\d{6}\b")
_EXPECTED = "Failed to load resource"
"""What a browser says of every answer that is no success; the page has words of its own for those."""


def where_chromium_is() -> str:
    """On Debian it has to be there."""
    found = chromium()
    if found is None and sys.platform == "linux":
        raise LookupError("no Chromium: the package chromium is missing")
    if found is None:
        pytest.skip("no Chromium on this computer")
    return found


@dataclass
class Street:
    """The salon's server and the phones of its clients."""

    house: House
    sms: SmsServer
    _phones: int = 0

    @property
    def address(self) -> str:
        return f"{self.house.address}/book/{SALON}"

    def new_day(self) -> None:
        """Ten o'clock on a day after all that was: nothing is left of earlier tests."""
        since = self.house.clock.at - TUESDAY_NINE
        self.house.advance((-since) % DAY + 2 * DAY)

    def new_phone(self) -> str:
        """A number that nobody has had."""
        self._phones += 1
        return f"0151 777{self._phones:05}"

    def code_for(self, phone: str) -> str:
        """The newest code that was sent to a number, as soon as it is there."""
        to = "+49" + phone.replace(" ", "").lstrip("0")
        texts = until(lambda: [body for number, body in self.sms.texts if number == to])
        found = _CODE.search(texts[-1])
        assert found is not None
        return found.group()

    def count(self, table: str) -> int:
        """How many rows the server's database has in a table."""
        with self.house._database() as database, database.read() as unit:
            counted = sa.select(sa.func.count()).select_from(metadata.tables[table])
            return int(unit.conn.execute(counted).scalar_one())

    def newest_draft(self) -> str:
        """The id of the draft that came last."""
        return self._newest("drafts").id  # type: ignore[no-any-return]

    def newest_client(self) -> str:
        """The id of the client who came last."""
        return self._newest("clients").id  # type: ignore[no-any-return]

    def opted_out(self) -> tuple[int | None, int | None]:
        """Since when the client who came last wants no mail, and no text."""
        row = self._newest("clients")
        return row.email_opted_out_at, row.sms_opted_out_at

    def _newest(self, table: str) -> Any:
        """By its id, which begins with a time."""
        of = metadata.tables[table]
        with self.house._database() as database, database.read() as unit:
            return unit.conn.execute(sa.select(of).order_by(of.c.id.desc()).limit(1)).one()

    def link(self, purpose: Purpose, subject: str) -> str:
        """A link as a message would bring it: the part of its address after the salon's."""
        with self.house._written() as unit:
            whole = make_link(unit, "", SALON, self.house.seeded.business_id, purpose, subject)
        return whole.removeprefix(f"/book/{SALON}")


def open_street(url: str, seeded: Seeded, sms: SmsServer, mails: MailServer | None = None) -> Street:
    """Starts a server on a seeded database that sends texts, and mails if there is where to; close `house.backend`."""
    settings = {"ACCOUNT": ACCOUNT, "TOKEN": TOKEN, "FROM_NUMBER": FROM, "BASE": sms.base}
    environment = {f"DESKBELL_TWILIO_{name}": value for name, value in settings.items()}
    if mails is not None:
        smtp = {"HOST": "127.0.0.1", "PORT": str(mails.port), "SECURITY": "none", "FROM_ADDRESS": "salon@example.org"}
        environment |= {f"DESKBELL_SMTP_{name}": value for name, value in smtp.items()}
    arguments = ["serve", "--port", "0", "--database", url, "--control", str(TUESDAY_NINE)]
    backend = Backend(arguments, control=False, environment={**os.environ, **environment})
    return Street(House(url, seeded, backend, SetClock(TUESDAY_NINE)), sms)


def until(look: Callable[[], T]) -> T:
    """What `look` finds, as soon as it finds something."""
    deadline = time.monotonic() + SECONDS / 1000
    while not (found := look()):
        assert time.monotonic() < deadline
        time.sleep(0.01)  # between two looks
    return found


@dataclass
class Visitor:
    """Somebody with a browser."""

    street: Street
    context: BrowserContext
    page: Page = field(init=False)
    phone: str = field(init=False)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.phone = self.street.new_phone()
        self.context.set_default_timeout(SECONDS)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and _EXPECTED not in message.text:
            self.faults.append(message.text)

    def close(self) -> None:
        """Leaves; nothing may have gone wrong on the page behind what it showed."""
        self.context.close()
        assert self.faults == []

    def open(self, path: str = "") -> None:
        self.page.goto(self.street.address + path)

    def step(self, name: str) -> None:
        """Waits until the page is at a step, with its title in focus or a field of it."""
        expect(self.page.locator(f"#{name}")).to_be_visible(timeout=SECONDS)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def choose(self, *services: str) -> None:
        """Opens the page and goes on with these services."""
        self.open()
        for service in services:
            self.page.get_by_label(service, exact=False).first.check()
        self.press("Continue")

    def pick_time(self, number: int = 0) -> str:
        """Takes a free time; its local start."""
        self.step("time")
        button = self.page.locator(".time").nth(number)
        start = button.get_attribute("data-start") or ""
        button.click()
        return start

    def prove(self, name: str = "Mara Lind") -> None:
        """Signs in by a code; says her name when she is asked."""
        self.step("phone")
        self.page.get_by_label("Phone number").fill(self.phone)
        self.press("Send code")
        self.step("prove")
        self.page.get_by_label("Code").fill(self.street.code_for(self.phone))
        self.press("Continue")
        if name:
            self.page.get_by_label("Name").fill(name)
            self.press("Continue")

    def reach_review(self, number: int = 4, name: str = "Mara Lind") -> str:
        """The whole way with a beard trim by Ada, who alone does it, some time ahead; the start she took."""
        self.choose("Beard")
        start = self.pick_time(number)
        self.prove(name)
        self.step("review")
        return start

    def says(self, text: str) -> None:
        """Waits until the page shows it."""
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible(timeout=SECONDS)

    def banner(self) -> str:
        return self.page.locator("#left").inner_text()

    def faults_of_access(self) -> list[Any]:
        """What axe-core finds, each with where."""
        found = Axe().run(self.page)
        return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]]

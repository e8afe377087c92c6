"""A client's whole story by real processes: her browser, the server, its mail server and its provider of texts, and the
receptionist's desk.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
from playwright.sync_api import expect

from backend.channels.twilio_hooks import SIGNATURE, signature
from backend.offers.rounds import GRACE
from domain.appointments import CancelReason, Status
from domain.constants import REVIEW_SESSION
from domain.wire.actions import AddWaitlistEntry, ChangeAppointment, Choice, WishedWindow
from domain.wire.automations import AutomationRuns, SaveAutomation
from domain.wire.clients import ClientFields, EditClient
from domain.wire.offers import SaveOfferSettings
from domain.wire.rows import AppointmentRow, ClientRow, DraftRow, WaitlistEntryRow
from tests.page.street import Street, Visitor, open_street, until
from tests.support.databases import Original
from tests.support.hooks import text_form, texts_path
from tests.support.server import PASSWORD, SALON, Seeded
from tests.support.sms import TOKEN, sms_server
from tests.support.smtp import MailServer, mail_server
from tools.tour.people import Staff

Visit = Callable[..., Visitor]
SWITCHED_ON = ("incomplete_booking", "confirmed", "rescheduled", "cancelled")
ADDRESS = "mara@example.org"


@pytest.fixture(scope="module")
def mails() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def whole_street(
    sqlite_template: Original[Seeded], tmp_path_factory: pytest.TempPathFactory, mails: MailServer
) -> Iterator[Street]:
    with sms_server() as sms:
        url = sqlite_template.fresh(tmp_path_factory.mktemp("street"))
        opened = open_street(url, sqlite_template.seeded, sms, mails)
        yield opened
        opened.house.backend.close()


@dataclass
class Post:
    """What comes to one client, each message read once."""

    street: Street
    mails: MailServer
    phone: str
    _texts: int = 0
    _mails: int = 0
    unsubscribe: list[str] = field(default_factory=list)

    def text(self, says: str) -> str:
        """The next text, which says this; the link in it, if there is one."""
        texts = until(lambda: self._texts_to_her()[self._texts :])
        self._texts += 1
        assert says in texts[0]
        return _link(texts[0])

    def mail(self, says: str) -> str:
        """The next mail, which says this; the link in it, if there is one."""
        mails = until(lambda: self.mails.mails[self._mails :])
        self._mails += 1
        text = mails[0].get_content()
        assert mails[0]["To"] == ADDRESS
        assert says in text
        self.unsubscribe.append(str(mails[0]["List-Unsubscribe"] or "").strip("<> \r\n"))
        return _link(text)

    def nothing_more(self) -> bool:
        return len(self._texts_to_her()) == self._texts and len(self.mails.mails) == self._mails

    def _texts_to_her(self) -> list[str]:
        codes = re.compile(r"\d{6} is your code")
        to = "+49" + self.phone.replace(" ", "").lstrip("0")
        return [body for number, body in self.street.sms.texts if number == to and not codes.search(body)]


def _link(text: str) -> str:
    found = re.search(r"https?://\S+", text)
    return found.group() if found else ""


@pytest.mark.row("B1", "B5", "B8", "B9", "B17", "B19", "B20", "B22", "B23", "N10", "N24", "S5")
def test_a_clients_whole_story(visit: Visit, street: Street, mails: MailServer, tmp_path: Path) -> None:
    house = street.house
    for name in SWITCHED_ON:
        house.call("PUT", f"/v1/automations/{name}", SaveAutomation(email=True, sms=True))
    house.call("PUT", "/v1/offer-settings", SaveOfferSettings("oldest_first", 30))
    with Staff(house.address, "reception@example.org", PASSWORD, tmp_path / "desk") as staff:
        mara, phone = visit(), visit()
        post = Post(street, mails, mara.phone)
        start = _leaves_it(mara, street, staff)
        _finishes_on_another_device(phone, staff, post, start)
        _gives_her_address(street, staff)
        _moves_and_cancels(phone, staff, post, start)
        _is_offered_what_another_gives_back(visit(), phone, street, staff, post)
        _wants_to_hear_no_more(street, staff, post, mara.phone)


def _leaves_it(mara: Visitor, street: Street, staff: Staff) -> str:
    start = mara.reach_review()
    assert staff.rows(DraftRow) == ()
    street.house.advance(REVIEW_SESSION)
    (card,) = staff.rows(DraftRow)
    assert (card.client_name, card.phase) == ("Mara Lind", "incomplete")
    return start


def _finishes_on_another_device(phone: Visitor, staff: Staff, post: Post, start: str) -> None:
    phone.page.goto(post.text("Beard"))
    phone.step("review")
    expect(phone.page.locator("#when")).to_contain_text(start[11:16])
    phone.press("Confirm booking")
    phone.step("done")
    assert staff.rows(DraftRow) == ()
    (booked,) = staff.rows(AppointmentRow)
    assert booked.start.isoformat() == start


def _gives_her_address(street: Street, staff: Staff) -> None:
    (mara,) = [row for row in staff.rows(ClientRow) if row.name == "Mara Lind"]
    change = EditClient(mara.id, street.house.seeded.north, ClientFields(email=ADDRESS), ClientFields(email=None))
    staff.desk.do(change)
    staff.desk.sync()
    assert [row.email for row in staff.rows(ClientRow) if row.id == mara.id] == [ADDRESS]


def _moves_and_cancels(phone: Visitor, staff: Staff, post: Post, start: str) -> None:
    phone.page.goto(post.text(start[11:16]))
    phone.press("Reschedule")
    later = phone.page.locator(".time").nth(5)
    moved_to = later.get_attribute("data-start") or ""
    later.click()
    phone.press("Move")
    phone.says("Your appointment is now on")
    post.text(moved_to[11:16])
    phone.page.goto(post.mail(moved_to[11:16]))
    phone.press("Cancel appointment")
    phone.page.locator("#cancel").click()
    phone.says("Your appointment is cancelled.")
    post.text("cancelled")
    post.mail("cancelled")
    assert [row.status for row in staff.rows(AppointmentRow)] == ["cancelled"]


def _is_offered_what_another_gives_back(ben: Visitor, phone: Visitor, street: Street, staff: Staff, post: Post) -> None:
    start = dt.datetime.fromisoformat(ben.reach_review(name="Ben Ostmann"))
    ben.press("Confirm booking")
    ben.step("done")
    (mara,) = [row for row in staff.rows(ClientRow) if row.name == "Mara Lind"]
    seeded = street.house.seeded
    window = WishedWindow(start.date(), start.time(), (start + dt.timedelta(minutes=30)).time())
    beard = Choice(seeded.services["beard"].id)
    staff.desk.do(AddWaitlistEntry("mara-waits", seeded.north, mara.id, (beard,), (window,)))
    assert staff.find(WaitlistEntryRow, "mara-waits") is not None
    ben.page.get_by_role("link", name="Reschedule or cancel").click()
    ben.press("Cancel appointment")
    ben.page.locator("#cancel").click()
    ben.says("Your appointment is cancelled.")
    street.house.advance(GRACE)
    phone.page.goto(post.mail("offer"))  # she has had her texts of today, and an offer counts under the cap (row N11)
    phone.says("A time has come free for you")
    phone.press("Book this time")
    phone.says("It is yours")
    assert staff.find(WaitlistEntryRow, "mara-waits") is None
    (booked,) = [row for row in staff.rows(AppointmentRow) if row.status == "booked"]
    assert (booked.client_name, booked.start) == ("Mara Lind", start)


def _wants_to_hear_no_more(street: Street, staff: Staff, post: Post, number: str) -> None:
    post.text("confirmed")
    post.mail("confirmed")
    address, path = street.house.address, texts_path(SALON)
    form = text_form("+49" + number.replace(" ", "").lstrip("0"), "Stop")
    signed = {SIGNATURE: signature(TOKEN, address + path, form)}
    assert requests.post(address + path, data=form, headers=signed, timeout=10).status_code == 200
    one_click = requests.post(post.unsubscribe[0], data={"List-Unsubscribe": "One-Click"}, timeout=10)
    assert one_click.status_code in {200, 202, 204}
    (mara,) = [row for row in staff.rows(ClientRow) if row.name == "Mara Lind"]
    assert mara.opted_out == ("email", "sms")
    (booked,) = [row for row in staff.rows(AppointmentRow) if row.status == "booked"]
    staff.desk.do(ChangeAppointment(booked.id, Status.CANCELLED, booked.status, booked.start, CancelReason.TEAM_AWAY))
    staff.desk.sync()
    runs = street.house.call("GET", "/v1/automations/cancelled/runs", None, AutomationRuns).runs
    of_it = [(run.channel, run.status, run.reason) for run in runs if run.subject == f"appointment:{booked.id}"]
    assert sorted(of_it) == [("email", "skipped", "opted_out"), ("sms", "skipped", "opted_out")]
    assert post.nothing_more()

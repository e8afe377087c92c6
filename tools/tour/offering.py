"""The tour's steps with a time that came free: offered to who waits, accepted on her page, told at the desk."""

import datetime as dt
import re
from collections.abc import Callable

from desktop.views.bell.panel import BellPanel
from desktop.views.followups.tab import Tab
from desktop.views.shell.bar import BellButton
from domain.appointments import CancelReason, Status
from domain.constants import DAY, MINUTE
from domain.wire.actions import AddWaitlistEntry, ChangeAppointment, Choice, WishedWindow
from domain.wire.offers import OfferRow
from domain.wire.rows import AppointmentRow, ClientRow, DraftRow, SandboxMessageRow, WaitlistEntryRow
from tests.bench.until import NotHappened
from tools.tour.hands import click, click_on, says, top_window
from tools.tour.stage import Stage, found
from tools.tour.web_page import client_accepts

_ENTRY = "tour-offered"
_LINK = re.compile(r"http\S+/offer/\S+")


class Offering:
    """What its steps leave for each other: who is offered the time."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._name = ""

    def offer(self) -> str:
        """Somebody cancels, and whoever waits for such a time is asked (rows B22, N10)."""
        stage, desk = self._stage, self._stage.owner.desk
        row = self._cancelled()
        client = self._who_waits(row)
        self._name = client.name
        line, window = row.lines[0], WishedWindow(row.start.date(), dt.time(8), dt.time(20))
        choice = Choice(line.service_id, line.variant_id, team_member_id=line.team_member_id)
        desk.do(AddWaitlistEntry(_ENTRY, row.location_id, client.id, (choice,), (window,)))
        desk.do(ChangeAppointment(row.id, Status.CANCELLED, row.status, row.start, CancelReason.CLIENT_ASKED))
        desk.sync()
        self._open_tab("Waitlist")
        click(stage.window, f"Offer the time to {client.name}")
        stage.until(lambda: self._offer() is not None, "the server has the offer")
        stage.until(lambda: says(stage.window, "Offered"), "the card says that she was asked")
        return f"another desk cancelled {row.start:%d %b %H:%M}; the time was offered to {client.name}, and is held"

    def accept(self) -> str:
        """A minute later she opens the link in her message and says yes (row N10)."""
        stage = self._stage
        stage.go(stage.clock.at + MINUTE)
        stage.until(lambda: bool(self._links()), "the message with her link went")
        how = client_accepts(stage, self._links()[-1], stage.out / "page")
        stage.until(lambda: self._is("accepted"), "the server has her yes")
        stage.until(lambda: stage.owner.find(WaitlistEntryRow, _ENTRY) is None, "she waits no more")
        offer = found(self._offer(), "the server has the offer")
        if stage.owner.find(AppointmentRow, offer.appointment_id or "") is None:
            raise NotHappened("she has the appointment")
        return how

    def tell(self) -> str:
        """The desk hears of it (row N10)."""
        stage = self._stage
        self._open_tab("Incomplete")
        button = found(stage.window.findChild(BellButton), "there is a bell")
        stage.until(lambda: button.fresh() > 0, "the bell has something new")
        click_on(button)
        stage.until(lambda: top_window(BellPanel) is not None, "the bell's list opened")
        panel = found(top_window(BellPanel), "the bell's list is open")
        if not (says(panel, self._name) and says(panel, "Offer accepted")):
            raise NotHappened("the bell says who accepted")
        return f"the bell said that {self._name} accepted"

    # What is on the stage

    def _open_tab(self, name: str) -> None:
        tabs = (tab for tab in self._stage.window.findChildren(Tab) if tab.accessibleName().startswith(name))
        click_on(found(next(tabs, None), f"there is a tab {name}"))

    def _cancelled(self) -> AppointmentRow:
        """Somebody's appointment here, some days ahead."""
        stage, here = self._stage, self._stage.work.places.at
        rows = [row for row in stage.owner.rows(AppointmentRow) if row.location_id == here and len(row.lines) == 1]
        ahead = [row for row in rows if row.status is Status.BOOKED and row.start_at > stage.clock.at + DAY]
        return found(min(ahead, key=lambda row: row.start_at, default=None), "somebody is booked here")

    def _who_waits(self, row: AppointmentRow) -> ClientRow:
        """A client with an address who has nothing going on."""
        owner = self._stage.owner
        busy = {row.client_id, *(one.client_id for one in owner.rows(DraftRow))}
        busy |= {one.client_id for one in owner.rows(WaitlistEntryRow)}
        rows = [one for one in owner.rows(ClientRow) if one.id not in busy and one.email and not one.opted_out]
        fit = [one for one in rows if one.wants_email and one.name.isascii()]
        return found(min(fit, key=lambda one: one.name, default=None), "somebody is on file")

    def _offer(self) -> OfferRow | None:
        return next((row for row in self._stage.owner.rows(OfferRow) if row.entry_id == _ENTRY), None)

    def _is(self, status: str) -> bool:
        offer = self._offer()
        return offer is not None and offer.status == status

    def _links(self) -> list[str]:
        """Those that her messages brought."""
        rows = sorted(self._stage.owner.rows(SandboxMessageRow), key=lambda row: (row.at, row.id))
        links = (_LINK.search(row.text) for row in rows if row.at >= self._offered_at())
        return [link.group().rstrip(".") for link in links if link is not None]

    def _offered_at(self) -> int:
        return found(self._offer(), "the server has the offer").offered_at


STEPS: dict[str, Callable[[Offering], str]] = {
    "offered": Offering.offer,
    "offer-accepted": Offering.accept,
    "offer-told": Offering.tell,
}

"""The lines of the bell (row B5). A line names its draft or client only; the name is looked up while she is there."""

import datetime as dt
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from desktop.models.clients import Clients
from desktop.models.drafts import DraftsModel
from desktop.models.failed import failed_words
from desktop.models.ports import Feed
from desktop.models.replies import said
from desktop.models.salon import Salon
from desktop.models.waitlist import WaitlistModel
from desktop.texts import local_moment, phone, tr
from domain.contacts import clean_text
from domain.drafts import Phase
from domain.wire.actions import ReadNotices
from domain.wire.automations import FailedMessageRow
from domain.wire.offers import OfferRow
from domain.wire.replies import ReplyRow
from domain.wire.rows import KINDS, AppointmentRow, NoticeRow, PersonRow, Row, TeamMemberRow

_LINES = (NoticeRow, ReplyRow, FailedMessageRow)
_Line = NoticeRow | ReplyRow | FailedMessageRow
SHOWN = 50


class Notice(NamedTuple):
    """One line to show. No name: the draft is not in the list any more. `place` only where there are several."""

    draft_id: str
    client_name: str
    place: str
    event: str
    at: int
    fresh: bool
    entry_id: str = ""
    match: str = ""
    """When and with whom somebody who waits could come (row B22)."""

    client_id: str = ""
    """Whose card opens when no draft does."""

    said: str = ""
    """What she wrote back, and whoever has the number when nobody here does (row N7); which message failed, and why."""

    appointment_id: str = ""


class Notices(QObject):
    """All lines that the person's desk holds, at every location where she may see them."""

    changed = Signal()

    def __init__(
        self,
        feed: Feed,
        salon: Salon,
        drafts: DraftsModel,
        waitlist: WaitlistModel,
        clients: Clients,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._waitlist, self._clients = waitlist, clients
        self._rows: dict[str, _Line] = {}
        self._salon, self._drafts = salon, drafts
        feed.rows_reset.connect(self._reset)
        feed.rows_changed.connect(self._change)
        salon.changed.connect(self._salon_changed)

    def fresh(self) -> int:
        """How many came after the person last looked."""
        return sum(row.at > self._read_until() for row in self._rows.values())

    def newest(self) -> list[Notice]:
        """What the list shows, the newest first."""
        rows = sorted(self._rows.values(), key=lambda row: (-row.at, row.id))[:SHOWN]
        return [self._line(row) for row in rows]

    def mark_read(self) -> ReadNotices | None:
        """What is to be asked for when she has looked; None when nothing is new."""
        newest = max((row.at for row in self._rows.values()), default=0)
        return ReadNotices(until=newest) if newest > self._read_until() else None

    def _line(self, row: _Line) -> Notice:
        if isinstance(row, ReplyRow):
            return self._reply(row)
        return self._failed(row) if isinstance(row, FailedMessageRow) else self._shown(row)

    def _shown(self, row: NoticeRow) -> Notice:
        if row.offer_id is not None:
            return self._offered(row, row.offer_id)
        draft = self._drafts.get(row.draft_id)
        entry = self._waitlist.get(row.entry_id) if row.entry_id else None
        waits = entry if entry is not None and entry.status == "pending" else None
        listed = waits or (draft if draft is not None and draft.phase is Phase.INCOMPLETE else None)
        return Notice(
            draft_id=row.draft_id,
            client_name=listed.client_name if listed else "",
            place=self._place(row),
            event=row.event,
            at=row.at,
            fresh=row.at > self._read_until(),
            entry_id=row.entry_id or "",
            match=self._match(row),
        )

    def _offered(self, row: NoticeRow, offer_id: str) -> Notice:
        """Who was asked; what it was about opens while it is in its list, else her own card."""
        offer = self._salon.get(OfferRow, offer_id)
        draft, entry = offer.draft_id if offer else None, offer.entry_id if offer else None
        listed = self._drafts.get(draft or "") or self._waitlist.get(entry or "")
        client = self._clients.get(offer.client_id) if offer else None
        return Notice(
            draft_id=draft if draft and listed else "",
            client_name=offer.client_name if offer else "",
            place=self._place(row),
            event=row.event,
            at=row.at,
            fresh=row.at > self._read_until(),
            entry_id=entry if entry and listed else "",
            match=self._match(row),
            client_id=client.id if client else "",
        )

    def _reply(self, row: ReplyRow) -> Notice:
        """A card that somebody dismissed stays so: then her own card is opened."""
        draft = self._drafts.get(row.draft_id or "")
        listed = draft if draft is not None and draft.phase is Phase.INCOMPLETE else None
        client = self._clients.get(row.client_id)
        named = listed.client_name if listed else client.name if client else ""
        return Notice(
            draft_id=listed.id if listed else "",
            client_name=named or (phone(row.phone) if row.phone else tr("A client")),
            place=self._place(row),
            event="reply" if draft else "text",
            at=row.at,
            fresh=row.at > self._read_until(),
            client_id=client.id if client else "",
            said=said(row),
        )

    def _failed(self, row: FailedMessageRow) -> Notice:
        """A message about an appointment, which opens."""
        appointment = self._salon.get(AppointmentRow, row.appointment_id)
        return Notice(
            draft_id="",
            client_name=appointment.client_name if appointment else "",
            place=self._place(row),
            event="message_failed",
            at=row.at,
            fresh=row.at > self._read_until(),
            said=failed_words(row),
            appointment_id=appointment.id if appointment else "",
        )

    def _place(self, row: _Line) -> str:
        return self._salon.place_name(row.location_id)

    def _match(self, row: NoticeRow) -> str:
        if row.start is None:
            return ""
        member = self._salon.get(TeamMemberRow, row.team_member_id)
        when = local_moment(row.start, row.start.date() - dt.timedelta(days=9))
        return tr("{when} with {member}", when=when, member=clean_text(member.name)) if member else when

    def _read_until(self) -> int:
        person = self._salon.person()
        return person.notices_read_at if person else 0

    def _reset(self, kind: str, rows: tuple[_Line, ...]) -> None:
        of = next((of for of in _LINES if KINDS[of] == kind), None)
        if of is not None:
            kept = {row_id: row for row_id, row in self._rows.items() if not isinstance(row, of)}
            self._rows = kept | {row.id: row for row in rows}
            self.changed.emit()

    def _change(self, kind: str, upserts: tuple[Row, ...], removed: tuple[str, ...]) -> None:
        if kind not in {KINDS[of] for of in _LINES}:
            return
        self._rows.update((row.id, row) for row in upserts if isinstance(row, _LINES))
        for row_id in removed:
            self._rows.pop(row_id, None)
        self.changed.emit()

    def _salon_changed(self, kind: str) -> None:
        failed = any(isinstance(row, FailedMessageRow) for row in self._rows.values())
        if kind in {KINDS[PersonRow], KINDS[OfferRow]} or (failed and kind == KINDS[AppointmentRow]):
            self.changed.emit()

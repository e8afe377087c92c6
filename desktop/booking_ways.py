"""The ways into the booking and the waitlist form: from a card, a free time, a client, or from nothing."""

import datetime as dt
from dataclasses import replace

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.desk_models import DeskModels
from desktop.forms import Forms
from desktop.models.attention import Act
from desktop.models.origin import Origin, of_draft, of_entry, of_time, with_member
from desktop.models.ports import Acts, Feed, Questions, Toasts, draft_entity, waitlist_entity
from domain.clock import Clock
from domain.permissions import Permission
from domain.times import instant


class BookingWays(QObject):
    """Knows what a form begins with. While one is open over a card the others see that she is on it (row N5)."""

    def __init__(
        self,
        feed: Feed,
        acts: Acts,
        slots: Questions,
        toasts: Toasts,
        models: DeskModels,
        clock: Clock,
        window: QWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._forms = Forms(
            feed,
            acts,
            slots,
            toasts,
            models.salon,
            models.drafts,
            models.waitlist,
            models.clients,
            models.pending,
            clock,
            window,
            self,
        )

    def close(self) -> None:
        """No form stays over the window."""
        self._forms.close()

    def book(self, draft_id: str) -> None:
        """Opens the booking form over a draft (row B13)."""
        row = self._models.drafts.get(draft_id)
        if row is not None and self._models.followups.still_there(draft_id):
            self._book_from(draft_entity(draft_id), of_draft(row))

    def _book_from(self, card: str, origin: Origin) -> None:
        closed = self._models.attention.hold(card)
        self._forms.book(origin).finished.connect(lambda _result: closed())

    def book_at(self, member_id: str, start: dt.datetime) -> None:
        """Opens the booking form at a free time: over the current card if one is wanted, else for whoever is chosen."""
        models, here = self._models, self._models.places.at
        at, row = instant(start, models.scheduler.zone), models.scheduler.wanting()
        if row is None:
            if here is not None:
                self._forms.book(of_time(here, start, at, member_id or None))
        elif models.followups.still_there(row.id) and models.attention.may(draft_entity(row.id), Act.BOOK):
            origin = of_draft(row)
            if member_id:
                origin = replace(origin, lines=with_member(origin.lines, member_id))
            self._book_from(draft_entity(row.id), replace(origin, start=start, start_at=at))

    def book_anew(self, client_id: str = "") -> None:
        """Opens the booking form with nothing in it but the client, if one is named."""
        client, here = self._models.clients.get(client_id), self._where(Permission.BOOK_APPOINTMENTS)
        if here is not None:
            self._forms.book(Origin(here, client_id=client_id, client_name=client.name if client else ""))

    def book_waiting(self, entry_id: str) -> None:
        """Opens the booking form for somebody who waits, at the start that would do (row B21)."""
        row, opening = self._models.waitlist.get(entry_id), self._models.openings.of(entry_id)
        if row is not None:
            self._book_from(waitlist_entity(entry_id), of_entry(row, opening.slot if opening else None))

    def add_waiting(self, client_id: str = "") -> None:
        """Opens the waitlist form for a client, or for somebody new."""
        at = self._where(Permission.MANAGE_WAITLIST)
        if at is not None:
            self._forms.wait(at, client_id=client_id)

    def edit_waiting(self, entry_id: str) -> None:
        """Opens the waitlist form over an entry."""
        row = self._models.waitlist.get(entry_id)
        if row is not None:
            self._forms.wait(row.location_id, row)

    def _where(self, needed: Permission) -> str | None:
        return self._models.places.where(lambda place: self._models.salon.may(needed, place))

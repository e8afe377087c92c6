"""Words that tests of offers are told in: who waits, a time given back, the link in a message."""

import datetime as dt
from typing import Any

import msgspec

from backend.web.route import Response
from domain.appointments import CancelReason, Status
from domain.wire.actions import (
    AddWaitlistEntry,
    BookAppointment,
    ChangeAppointment,
    Choice,
    Done,
    Refusal,
    Refused,
    WishedWindow,
)
from domain.wire.base import decode
from domain.wire.booking import Confirmed
from domain.wire.offers import OfferRow, OfferTime, SaveOfferSettings
from domain.wire.problems import Problem
from domain.wire.rows import AppointmentRow, BusyRow, DraftRow, WaitlistEntryRow
from tests.support.salon import ANA, CUT, NOON, SHORT, Salon, Visitor
from tests.support.server import PUBLIC_URL

AFTERNOON = (WishedWindow(NOON.date(), dt.time(11), dt.time(15)),)
SHORT_CUT = (Choice(CUT, SHORT),)
"""Half an hour."""


def refused(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.refusal


def done(answer: object) -> Done:
    assert isinstance(answer, Done), answer
    return answer


def waits(salon: Salon, entry_id: str, visitor: Visitor | None = None, **values: Any) -> Visitor:
    """Somebody waits at North for a short cut on Tuesday around noon."""
    visitor = visitor or salon.visitor(f"Waiting {entry_id}", f"{entry_id}@example.org")
    asked = AddWaitlistEntry(entry_id, salon.north, visitor.id, SHORT_CUT, AFTERNOON)
    done(salon.act("rita", msgspec.structs.replace(asked, **values)))
    return visitor


def booked(salon: Salon, start: dt.datetime = NOON, app: str = "app-1", member: str = ANA) -> AppointmentRow:
    client = salon.visitor("Booked", email=None)
    asked = BookAppointment(app, salon.north, client.id, (Choice(CUT, SHORT, team_member_id=member),), start)
    done(salon.act("rita", asked))
    return next(row for row in salon.feed("rita", AppointmentRow) if row.id == app)


def cancel(salon: Salon, row: AppointmentRow) -> None:
    asked = ChangeAppointment(row.id, Status.CANCELLED, row.status, row.start, CancelReason.CLIENT_ASKED)
    done(salon.act("rita", asked))


def set_way(salon: Salon, way: Any, minutes: int = 30) -> None:
    """How the salon offers times from now on."""
    token = salon.token("olga")
    assert salon.request("PUT", "/v1/offer-settings", SaveOfferSettings(way, minutes), token).status == 204


def by_hand(salon: Salon, entry_id: str, offer_id: str = "o-1", start: dt.datetime = NOON) -> object:
    """Rita offers a time with Ana to who waits."""
    return salon.act("rita", OfferTime(offer_id, start, ANA, entry_id))


def offers(salon: Salon) -> dict[str, OfferRow]:
    """By waitlist entry or draft, the newest offer."""
    rows = sorted(salon.feed("rita", OfferRow), key=lambda row: (row.offered_at, row.id))
    return {row.entry_id or row.draft_id or "": row for row in rows}


def stands(salon: Salon) -> dict[str, str]:
    """By waitlist entry or draft, where its newest offer stands."""
    return {subject: row.status for subject, row in offers(salon).items()}


def holds(salon: Salon) -> list[BusyRow]:
    return [row for row in salon.feed("rita", BusyRow) if row.held_until is not None]


def links(salon: Salon) -> dict[str, str]:
    """By the address that it went to, the path of the newest offer's link; sends what is due first."""
    salon.run_due()
    sent = [message for message in salon.email.sent if "/offer/" in message.text]
    return {one.to: _path(one.text) for one in sent}


def _path(text: str) -> str:
    return text.partition(PUBLIC_URL)[2].split()[0]


def answer(salon: Salon, entry_id: str, said: str = "accept") -> Response:
    """What the one who waits under an id says to her newest offer."""
    return salon.request("POST", f"/v1{links(salon)[f'{entry_id}@example.org']}/{said}")


def accepted(response: Response) -> Confirmed:
    assert response.status == 201, response.body
    return decode(response.body, Confirmed)


def problem(response: Response) -> Problem:
    return decode(response.body, Problem)


def entries(salon: Salon) -> dict[str, WaitlistEntryRow]:
    return {row.id: row for row in salon.feed("rita", WaitlistEntryRow)}


def drafts(salon: Salon) -> dict[str, DraftRow]:
    return {row.id: row for row in salon.feed("rita", DraftRow)}

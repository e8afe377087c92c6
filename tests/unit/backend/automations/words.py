"""The words that tests of automations are told in."""

import datetime as dt
from typing import Any

from domain.appointments import CancelReason, Status
from domain.wire.actions import (
    BookAppointment,
    ChangeAppointment,
    Choice,
    Done,
    MoveAppointment,
    Payload,
    Seat,
    Served,
)
from domain.wire.automations import AutomationRuns, SaveAutomation
from domain.wire.rows import AppointmentRow
from tests.support.salon import ANA, BEN, CUT, SHORT, Salon, Visitor

NOON = dt.datetime(2026, 3, 4, 12, 0)
"""The Wednesday after the salon's Monday."""


def switch(salon: Salon, name: str, **wish: Any) -> None:
    """Sets one automation as its owner would; by SMS alone if nothing is said."""
    saved = SaveAutomation(**(wish or {"sms": True}))
    answer = salon.request("PUT", f"/v1/automations/{name}", saved, salon.token("olga"))
    assert answer.status == 204, answer.body
    salon.run_clock()


def done(salon: Salon, payload: Payload, name: str = "rita") -> None:
    answer = salon.act(name, payload)
    assert isinstance(answer, Done), answer


def book(salon: Salon, visitor: Visitor, start: dt.datetime = NOON, name: str = "app-1") -> AppointmentRow:
    """Rita books a short haircut with Ana."""
    choices = (Choice(CUT, SHORT, team_member_id=ANA),)
    done(salon, BookAppointment(name, salon.north, visitor.id, choices, start))
    return shown(salon, name)


def shown(salon: Salon, name: str = "app-1") -> AppointmentRow:
    (row,) = [row for row in salon.feed("rita", AppointmentRow) if row.id == name]
    return row


def move(salon: Salon, to: dt.datetime, name: str = "app-1", member: str = ANA) -> None:
    row = shown(salon, name)
    was = Seat(row.start, tuple(Served(line.team_member_id or "", line.minutes) for line in row.lines))
    done(salon, MoveAppointment(name, Seat(to, tuple(Served(member, one.minutes) for one in was.lines)), was))


def set_status(salon: Salon, to: Status, name: str = "app-1") -> None:
    row = shown(salon, name)
    reason = CancelReason.CLIENT_ASKED if to is Status.CANCELLED else None
    done(salon, ChangeAppointment(name, to, row.status, row.start, reason))


def texts(salon: Salon) -> list[str]:
    """What went out by SMS, in order."""
    return [message.text for message in salon.sms.sent]


def runs(salon: Salon, name: str) -> list[tuple[str, str, str | None]]:
    """What the log of an automation says, the newest first."""
    told = salon.ask(AutomationRuns, "GET", f"/v1/automations/{name}/runs", token=salon.token("olga"))
    return [(run.channel, run.status, run.reason) for run in told.runs]


OTHER = BEN

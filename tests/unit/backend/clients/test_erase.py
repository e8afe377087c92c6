"""Erasing and exporting a client on her request (row N23, promise S3)."""

import datetime as dt

import pytest

from domain.appointments import Status
from domain.constants import DAY
from domain.wire.actions import (
    AddWaitlistEntry,
    BookAppointment,
    ChangeAppointment,
    Choice,
    Done,
    SendReminder,
    WishedWindow,
)
from domain.wire.booking import CodeRequest
from domain.wire.clients import ClientExport, ClientFields, EditClient, EraseClient, MergeClients
from domain.wire.rows import AppointmentRow, BusyRow, ClientRow, DraftRow, WaitlistEntryRow
from domain.wire.sync import SyncPage
from tests.support.salon import BEN, CUT, NOON, SHORT, Salon, Visitor
from tests.unit.backend.clients.test_edit import on_file, refused, row

pytestmark = pytest.mark.row("N23", "S3")
PLANTED = ("Öztürk", "mara@example.org", "Left door", "Likes oolong", "Berg")


def known_well(salon: Salon) -> Visitor:
    """Somebody of whom every slice holds something; notes and a second name among it."""
    mara = salon.visitor()
    past = BookAppointment("app-0", salon.north, mara.id, (Choice(CUT, SHORT, team_member_id=BEN),), NOON, notes="Berg")
    assert isinstance(salon.act("rita", past), Done)
    salon.advance(3 * DAY)
    everywhere_later(salon, mara)
    salon.act("rita", SendReminder(salon.feed("rita", DraftRow)[0].id))
    salon.run_due()
    to, was = ClientFields(notes="Likes oolong"), ClientFields(notes="")
    salon.act("rita", EditClient(mara.id, salon.north, to, was))
    on_file(salon, "twin", email="berg@example.org")
    salon.act("rita", MergeClients(mara.id, "twin"))
    return mara


def everywhere_later(salon: Salon, mara: Visitor) -> None:
    """As `everywhere`, from three days later on."""
    later = NOON + dt.timedelta(days=7)
    window = (WishedWindow(later.date(), dt.time(11), dt.time(15)),)
    salon.act("rita", BookAppointment("app-1", salon.north, mara.id, (Choice(CUT, SHORT),), later, notes="Berg"))
    salon.act("rita", AddWaitlistEntry("w-1", salon.north, mara.id, (Choice(CUT, SHORT),), window, "Berg"))
    salon.abandon(mara, start=None)


def test_nothing_of_her_stays_in_any_live_table(salon: Salon) -> None:
    mara = known_well(salon)
    salon.request("POST", "/v1/book/{salon}/codes", CodeRequest(mara.client.phone or ""))
    planted = (*PLANTED, mara.client.phone or "")
    assert {"clients", "drafts", "appointments", "waitlist_entries", "feed_rows", "due"} <= salon.mentions(*planted)
    assert isinstance(salon.act("olga", EraseClient(mara.id)), Done)
    assert salon.mentions(*planted) == set()
    assert salon.mentions("twin") == {"feed_tombstones"}
    assert salon.mentions(mara.id) == {"events", "feed_tombstones"}
    assert salon.events(f"client:{mara.id}") == [("client.erased", f"person:{salon.person_id('olga')}")]
    assert salon.count("messages") == 0
    assert salon.count("client_sessions") == 0


def test_appointments_stay_as_figures_and_what_lies_ahead_is_cancelled(salon: Salon) -> None:
    mara = known_well(salon)
    busy = len(salon.feed("rita", BusyRow))
    salon.act("olga", EraseClient(mara.id))
    booked = {one.id: one for one in salon.feed("rita", AppointmentRow)}
    assert {(one.client_id, one.client_name, one.notes) for one in booked.values()} == {("", "", "")}
    assert booked["app-0"].status is Status.BOOKED
    assert booked["app-1"].status is Status.CANCELLED
    assert len(salon.feed("rita", BusyRow)) == busy - 1
    past = booked["app-0"]
    assert isinstance(salon.act("rita", ChangeAppointment("app-0", Status.ARRIVED, past.status, past.start)), Done)


def test_her_rows_leave_every_desk(salon: Salon) -> None:
    mara = known_well(salon)
    token, cursor = salon.token("rita"), ""
    while True:
        page = salon.ask(SyncPage, "GET", f"/v1/sync?cursor={cursor}" if cursor else "/v1/sync", token=token)
        cursor = page.cursor
        if not page.more:
            break
    salon.act("olga", EraseClient(mara.id))
    page = salon.ask(SyncPage, "GET", f"/v1/sync?cursor={cursor}", token=token)
    gone = {(stone.kind, stone.id) for stone in page.tombstones}
    assert {("client", mara.id), ("waitlist_entry", "w-1")} <= gone
    assert {"draft", "notice"} & {kind for kind, _ in gone}
    for of in (ClientRow, DraftRow, WaitlistEntryRow):
        assert salon.feed("rita", of) == []


def test_what_was_asked_of_her_offline_is_refused(salon: Salon) -> None:
    mara = known_well(salon)
    salon.act("olga", EraseClient(mara.id))
    to, was = ClientFields(notes="x"), ClientFields(notes="")
    assert refused(salon.act("rita", EditClient(mara.id, salon.north, to, was))).code == "client_unknown"
    assert refused(salon.act("olga", EraseClient(mara.id))).code == "client_unknown"
    assert salon.request("POST", "/v1/book/{salon}/review", salon.wish(), mara.token).status == 401


def test_an_export_tells_all_that_is_held_and_leaves_a_trace(salon: Salon) -> None:
    mara = known_well(salon)
    told = salon.ask(ClientExport, "POST", f"/v1/clients/{mara.id}/export", token=salon.token("olga"))
    assert told.client == row(salon, mara.id)
    assert (told.business_name, told.exported_at, told.ids) == ("Haus Grün", salon.clock.now(), ("twin",))
    assert {one.id for one in told.appointments} == {"app-0", "app-1"}
    assert [draft.notes for draft in told.drafts] == ["Left door"]
    assert [entry.notes for entry in told.waitlist_entries] == ["Berg"]
    assert {message.channel for message in told.messages} == {"email", "sms"}
    happened = {event.event for event in told.events}
    assert {"client.edited", "client.merged", "appointment.booked", "waitlist.added", "draft.expired"} <= happened
    assert ("client.exported", f"person:{salon.person_id('olga')}") in salon.events(f"client:{mara.id}")
    assert salon.request("POST", f"/v1/clients/{mara.id}/export", token=salon.token("rita")).status == 403
    assert salon.request("POST", "/v1/clients/nobody/export", token=salon.token("olga")).status == 404

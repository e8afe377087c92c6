"""The waitlist through actions of desks, and what becomes of it when times are given back (rows B21, B22)."""

import datetime as dt
from typing import Any

import msgspec
import pytest

from domain.appointments import CancelReason, Status
from domain.constants import DAY, MINUTE
from domain.seats import seat_of
from domain.wire.actions import (
    AddWaitlistEntry,
    BookAppointment,
    ChangeAppointment,
    Choice,
    CreateClient,
    Done,
    EditWaitlistEntry,
    MoveAppointment,
    Payload,
    Refusal,
    Refused,
    RemoveWaitlistEntry,
    RestoreWaitlistEntry,
    WishedWindow,
)
from domain.wire.rows import AppointmentRow, ClientRow, NoticeRow, WaitlistEntryRow, Window
from tests.support.salon import ANA, BEN, BOTH, COLOUR, CUT, NOON, SHORT, Salon

TUESDAY = NOON.date()
AFTERNOON = (WishedWindow(TUESDAY, dt.time(11), dt.time(15)),)
SHORT_CUT = (Choice(CUT, SHORT),)


def refused(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.refusal


def waits(salon: Salon, entry_id: str = "w-1", client_id: str = "", **values: Any) -> str:
    """Somebody waits at North for a short cut on Tuesday around noon."""
    client_id = client_id or salon.visitor(f"Waiting {entry_id}").id
    asked = AddWaitlistEntry(entry_id, salon.north, client_id, SHORT_CUT, AFTERNOON)
    answer = salon.act("rita", msgspec.structs.replace(asked, **values))
    assert isinstance(answer, Done), answer
    return client_id


def entries(salon: Salon, who: str = "rita") -> dict[str, WaitlistEntryRow]:
    return {row.id: row for row in salon.feed(who, WaitlistEntryRow)}


def matches(salon: Salon) -> list[NoticeRow]:
    return [row for row in salon.feed("rita", NoticeRow) if row.event == "waitlist_match"]


def booked(salon: Salon, member: str = ANA, start: dt.datetime = NOON, app: str = "app-1") -> AppointmentRow:
    client = salon.visitor("Booked", email=None)
    asked = BookAppointment(app, salon.north, client.id, (Choice(CUT, SHORT, team_member_id=member),), start)
    assert isinstance(salon.act("rita", asked), Done)
    return next(row for row in salon.feed("rita", AppointmentRow) if row.id == app)


def cancel(salon: Salon, row: AppointmentRow) -> None:
    asked = ChangeAppointment(row.id, Status.CANCELLED, row.status, row.start, CancelReason.CLIENT_ASKED)
    assert isinstance(salon.act("rita", asked), Done)


@pytest.mark.row("B21")
def test_an_entry_is_added_edited_removed_and_brought_back(salon: Salon) -> None:
    client_id = waits(salon, notes="Mornings are fine\ntoo ")
    row = entries(salon)["w-1"]
    assert (row.client_id, row.client_name, row.status) == (client_id, "Waiting w-1", "pending")
    assert row.windows == (Window(TUESDAY, dt.time(11), dt.time(15)),)
    assert (row.notes, row.added_at) == ("Mornings are fine\ntoo", salon.clock.now())
    two = (WishedWindow(TUESDAY + dt.timedelta(days=1), dt.time(9), dt.time(12)), *AFTERNOON)
    bundle = (Choice(CUT, SHORT, BOTH), Choice(COLOUR, None, BOTH))
    assert isinstance(salon.act("rita", EditWaitlistEntry("w-1", bundle, two, "")), Done)
    row = entries(salon)["w-1"]
    assert [window.date for window in row.windows] == [TUESDAY, TUESDAY + dt.timedelta(days=1)]
    assert [line.bundle_id for line in row.lines] == [BOTH, BOTH]
    salon.act("rita", RemoveWaitlistEntry("w-1"))
    assert entries(salon)["w-1"].status == "removed"
    salon.act("rita", RestoreWaitlistEntry("w-1"))
    assert entries(salon)["w-1"] == row
    assert sorted(event for event, _ in salon.events("waitlist:w-1")) == [
        "waitlist.added",
        "waitlist.edited",
        "waitlist.removed",
        "waitlist.restored",
    ]


@pytest.mark.row("B21")
def test_a_removed_entry_is_gone_after_a_day_and_one_brought_back_is_not(salon: Salon) -> None:
    for entry_id in ("w-1", "w-2"):
        waits(salon, entry_id)
        salon.act("rita", RemoveWaitlistEntry(entry_id))
    salon.act("rita", RestoreWaitlistEntry("w-2"))
    salon.advance(DAY)
    assert set(entries(salon)) == {"w-2"}
    assert refused(salon.act("rita", RestoreWaitlistEntry("w-1"))).code == "entry_gone"
    assert salon.events("waitlist:w-1") == []


@pytest.mark.row("B21")
def test_what_cannot_be_is_refused_with_the_field_at_fault(salon: Salon) -> None:
    client_id = salon.visitor().id
    plain = AddWaitlistEntry("w-1", salon.north, client_id, SHORT_CUT, AFTERNOON)
    yesterday = WishedWindow(TUESDAY - dt.timedelta(days=2), dt.time(9), dt.time(12))
    backwards = WishedWindow(TUESDAY, dt.time(12), dt.time(12))
    wrong: dict[str, tuple[dict[str, Any], str]] = {
        "$.payload.windows[1].date": ({"windows": (*AFTERNOON, yesterday)}, "window_past"),
        "$.payload.windows[0].latest": ({"windows": (backwards,)}, "window_backwards"),
        "$.payload.choices[1]": ({"choices": (*SHORT_CUT, Choice("perm"))}, "service_unavailable"),
        "$.payload.client_id": ({"client_id": "nobody"}, "client_unknown"),
        "$.payload.windows": ({"windows": ()}, "invalid"),
        "$.payload.choices": ({"choices": ()}, "invalid"),
    }
    for field, (values, code) in wrong.items():
        answer = refused(salon.act("rita", msgspec.structs.replace(plain, **values)))
        assert (answer.code, answer.field) == (code, field)
    assert entries(salon) == {}
    waits(salon, "w-1", client_id)
    salon.advance(DAY + 8 * 60 * MINUTE)
    assert isinstance(salon.act("rita", EditWaitlistEntry("w-1", SHORT_CUT, AFTERNOON, "kept")), Done)


@pytest.mark.row("B18", "B21")
def test_it_takes_manage_waitlist_and_its_loss_takes_entries_and_matches_away(salon: Salon) -> None:
    waits(salon)
    cancel(salon, booked(salon))
    assert len(matches(salon)) == 1
    payloads: list[Payload] = [
        EditWaitlistEntry("w-1", SHORT_CUT, AFTERNOON),
        RemoveWaitlistEntry("w-1"),
        RestoreWaitlistEntry("w-1"),
    ]
    for who in ("sam", "tom"):
        assert {refused(salon.act(who, payload)).code for payload in payloads} == {"not_permitted"}
        assert entries(salon, who) == {}
    salon.may_only("receptionist", "view_schedule")
    assert (entries(salon), matches(salon)) == ({}, [])
    assert salon.feed("rita", ClientRow) == []
    assert len(salon.feed("rita", AppointmentRow)) == 1


@pytest.mark.row("B21", "B18")
def test_booking_for_who_waits_takes_her_off_the_list_in_the_same_change(salon: Salon) -> None:
    client_id = waits(salon)
    salon.may_only("receptionist", "manage_waitlist", "view_schedule")
    asked = BookAppointment("app-9", salon.north, client_id, SHORT_CUT, NOON, waitlist_entry_id="w-1")
    other = salon.visitor("Somebody else").id
    assert refused(salon.act("rita", msgspec.structs.replace(asked, client_id=other))).field == "$.payload.client_id"
    answer = salon.act("rita", asked)
    assert isinstance(answer, Done)
    assert entries(salon) == {}
    assert isinstance(salon.act("rita", asked), Done)  # for the same appointment, asked again
    late = msgspec.structs.replace(asked, appointment_id="app-10", start=NOON + dt.timedelta(hours=1))
    assert refused(salon.act("rita", late)).code == "entry_booked"
    assert refused(salon.act("rita", RestoreWaitlistEntry("w-1"))).code == "entry_booked"
    assert [row.id for row in salon.feed("rita", AppointmentRow)] == ["app-9"]


@pytest.mark.row("B22")
def test_a_cancelled_time_lets_those_who_fit_rise_and_rings_once_for_each(salon: Salon) -> None:
    waits(salon, "w-1")
    salon.advance(MINUTE)
    waits(salon, "w-2", choices=(Choice(CUT, SHORT), Choice(COLOUR)))
    waits(salon, "other-day", windows=(WishedWindow(TUESDAY + dt.timedelta(days=1), dt.time(9), dt.time(15)),))
    waits(salon, "wants-ben", choices=(Choice(CUT, SHORT, team_member_id=BEN),))
    row = booked(salon)
    assert matches(salon) == []
    cancel(salon, row)
    fits = {entry_id: entry.fits for entry_id, entry in entries(salon).items() if entry.fits}
    assert set(fits) == {"w-1", "w-2"}
    assert [(fit.start, fit.team_member_id) for fit in fits["w-1"]] == [(NOON, ANA)]
    assert {(line.entry_id, line.start, line.team_member_id) for line in matches(salon)} == {
        ("w-1", NOON, ANA),
        ("w-2", NOON, ANA),
    }
    back = ChangeAppointment(row.id, Status.BOOKED, Status.CANCELLED, row.start)
    assert isinstance(salon.act("rita", back), Done)
    cancel(salon, row)
    assert len(matches(salon)) == 2  # the same time is told once


@pytest.mark.row("B22")
def test_a_moved_appointment_gives_its_old_time_and_an_edited_entry_forgets_its_fits(salon: Salon) -> None:
    waits(salon)
    row = booked(salon)
    seat = seat_of(row.start, row.lines)
    away = msgspec.structs.replace(seat, start=NOON + dt.timedelta(hours=4))
    assert isinstance(salon.act("rita", MoveAppointment(row.id, away, seat)), Done)
    assert [fit.start for fit in entries(salon)["w-1"].fits] == [NOON]
    salon.act("rita", EditWaitlistEntry("w-1", SHORT_CUT, AFTERNOON, "changed"))
    assert entries(salon)["w-1"].fits == ()
    assert matches(salon) == []


@pytest.mark.row("B22", "B4")
def test_confirming_online_gives_nothing_back(salon: Salon) -> None:
    waits(salon)
    mara = salon.visitor()
    review = salon.review(mara)
    salon.confirm(mara, review.draft_id)
    assert matches(salon) == []


@pytest.mark.row("N23")
def test_a_client_is_put_on_file_once_and_a_number_is_one_clients(salon: Salon) -> None:
    asked = CreateClient("c-1", salon.north, "  Zoë  Grün ", "0151 12345678", " Zoe@Example.ORG ")
    assert isinstance(salon.act("rita", asked), Done)
    assert isinstance(salon.act("olga", asked), Done)
    (row,) = salon.feed("rita", ClientRow)
    assert (row.id, row.name, row.phone, row.email, row.visits) == (
        "c-1", "Zoë Grün", "+4915112345678", "Zoe@example.org", 0,
    )  # fmt: skip
    twin = salon.act("rita", CreateClient("c-2", salon.north, "Twin", "+49 151 12345678"))
    assert (refused(twin).code, refused(twin).client_id) == ("client_known", "c-1")
    for values, field in (({"name": " "}, "name"), ({"phone": "12"}, "phone"), ({"email": "x@"}, "email")):
        wrong = msgspec.structs.replace(CreateClient("c-3", salon.north, "Name"), **values)
        assert refused(salon.act("rita", wrong)).field == f"$.payload.{field}"
    assert refused(salon.act("tom", CreateClient("c-4", salon.north, "No"))).code == "not_permitted"
    assert refused(salon.act("rita", CreateClient("c-1", salon.north, "Other"))).field == "$.payload.client_id"


@pytest.mark.row("N23", "B4")
def test_a_client_reaches_desks_with_her_first_card_or_booking_and_counts_her_visits(salon: Salon) -> None:
    mara = salon.visitor()
    review = salon.review(mara)
    assert salon.feed("olga", ClientRow) == []
    salon.clock.set(review.expires_at)
    salon.run_clock()
    assert [(row.name, row.visits) for row in salon.feed("olga", ClientRow)] == [(mara.client.name, 0)]
    salon.confirm(mara, review.draft_id)
    assert [row.visits for row in salon.feed("olga", ClientRow)] == [1]
    (booking,) = salon.feed("rita", AppointmentRow)
    cancel(salon, booking)
    assert [row.visits for row in salon.feed("olga", ClientRow)] == [0]

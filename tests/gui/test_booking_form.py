"""Book for client: prefilled from the draft, checked by the server, kept whatever comes back."""

import datetime as dt

import msgspec
import pytest
from PySide6.QtCore import QDate
from pytestqt.qtbot import QtBot

from desktop.models.ports import Link
from desktop.views.booking.dialog import BookingDialog
from domain.constants import HOUR
from domain.permissions import Permission
from domain.wire.actions import BookAppointment, Choice, Refusal, Slot
from domain.wire.rows import BusyRow, DraftRow, Line, ServiceRow
from tests.gui.support.clicks import button, press, texts
from tests.gui.support.desk import Desk
from tests.gui.support.rows import BALAYAGE, CUT, LINDEN, NOW, SERVICES, TEAM, TONER, WISH, draft, euros, person

QUARTER = dt.timedelta(minutes=15)


def slots(*starts: dt.datetime, member: str = "tm-anna") -> list[Slot]:
    return [Slot(team_member_id=member, start=start, start_at=0) for start in starts]


def at(time: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-11-20T{time}")


def opened(qtbot: QtBot, desk: Desk, row: DraftRow | None = None) -> BookingDialog:
    row = row or draft(1)
    desk.feed.reset(row)
    dialog = BookingDialog(desk.form(row))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def answered(qtbot: QtBot, desk: Desk, row: DraftRow | None = None) -> BookingDialog:
    dialog = opened(qtbot, desk, row)
    desk.slots.answer(slots(at("14:15"), WISH, at("14:45")))
    return dialog


@pytest.mark.row("B13")
def test_is_prefilled_and_books_with_one_click(qtbot: QtBot) -> None:
    desk = Desk()
    dialog = answered(qtbot, desk, draft(1, notes="Allergic to latex"))
    assert dialog.windowTitle() == "Book for Sarah Lindqvist"
    for part in ("Cut & blow-dry", "Toner", "Today 14:30 · 90 min · €86", "Free on Friday 20 November"):
        assert part in texts(dialog)
    assert dialog.member.currentText() == "Anna"
    press(dialog, "Book")
    payload = desk.acts.payloads()[0]
    assert isinstance(payload, BookAppointment)
    assert payload.draft_id == draft(1).id
    assert payload.start == WISH
    assert payload.notes == "Allergic to latex"
    assert payload.choices == (
        Choice("svc-cut", "v-long", team_member_id="tm-anna"),
        Choice("svc-toner", team_member_id="tm-anna"),
    )
    assert desk.acts.actions[0].not_after == draft(1).start_at
    assert button(dialog, "Booking…").accessibleDescription() == "The server is being asked."
    with qtbot.waitSignal(dialog.accepted):
        desk.acts.done(desk.acts.actions[0].id)
    assert desk.toasts.texts == ["Booked for Sarah Lindqvist: Today 14:30."]


@pytest.mark.row("B13")
def test_what_is_not_offered_any_more_is_left_out_and_named(qtbot: QtBot) -> None:
    desk = Desk()
    perm = Line("svc-perm", "Perm", 60, euros(80))
    desk.feed.put(msgspec.structs.replace(SERVICES[3], archived=True))
    dialog = answered(qtbot, desk, draft(1, lines=(perm, CUT, BALAYAGE)))
    assert "Not offered any more and left out: Perm, Balayage" in texts(dialog)
    assert len(dialog.lines.rows) == 1
    desk.feed.put(msgspec.structs.replace(SERVICES[0], archived=True))
    assert "Not offered any more and left out: Perm, Balayage, Cut & blow-dry (long)" in texts(dialog)
    assert button(dialog, "Book").accessibleDescription() == "Choose at least one service."


@pytest.mark.row("B13")
def test_todays_prices_and_other_forms(qtbot: QtBot) -> None:
    desk = Desk()
    dialog = answered(qtbot, desk, draft(1, lines=(CUT, TONER)))
    desk.feed.put(msgspec.structs.replace(SERVICES[1], price=euros(30)))
    assert "Today 14:30 · 90 min · €92" in texts(dialog)
    variant = dialog.lines.rows[0].variant
    variant.setCurrentIndex(variant.findData("v-short"))
    variant.activated.emit(variant.currentIndex())
    assert dialog.form.basket.choices()[0].variant_id == "v-short"
    assert dialog.form.basket.minutes() == 75
    press(dialog, "Leave out Toner")
    adder = dialog.lines.adder
    adder.activated.emit(adder.findData("svc-beard"))
    assert [choice.service_id for choice in dialog.form.basket.choices()] == ["svc-cut", "svc-beard"]
    assert [choice.team_member_id for choice in dialog.form.basket.choices()] == ["tm-anna"] * 2


def test_a_bundle_leaves_as_a_whole(qtbot: QtBot) -> None:
    desk = Desk()
    members = tuple(
        Line(service_id, name, 20, euros(20), bundle_id="bun-glow", bundle_name="Glow")
        for service_id, name in (("svc-toner", "Toner"), ("svc-beard", "Beard trim"))
    )
    dialog = answered(qtbot, desk, draft(1, lines=(CUT, *members)))
    assert len(dialog.lines.rows) == 3
    press(dialog, "Leave out Beard trim")
    assert len(dialog.lines.rows) == 1


@pytest.mark.row("B13")
def test_a_wished_time_that_has_passed_is_said(qtbot: QtBot) -> None:
    desk = Desk()
    dialog = opened(qtbot, desk, draft(1, start=at("10:00")))
    assert dialog.notice.text() == "The wished time has passed: Today 10:00. Choose another."
    assert button(dialog, "Book").accessibleDescription() == "Choose a time."
    desk.slots.answer(slots(at("14:15"), WISH))
    press(dialog, "At 14:15")
    assert not dialog.notice.isVisible()
    assert dialog.form.start == at("14:15")


@pytest.mark.row("B13", "N1")
def test_a_wish_that_is_not_free_is_answered_with_others(qtbot: QtBot) -> None:
    desk = Desk()
    start = draft(1).start_at or 0
    desk.feed.put(BusyRow(id="b", location_id=LINDEN, team_member_id="tm-anna", start_at=start, end_at=start + HOUR))
    dialog = opened(qtbot, desk)
    desk.slots.answer(slots(at("15:30")))
    assert dialog.notice.text() == "Today 14:30 is not free."
    press(dialog, "Take 15:30 instead")
    assert dialog.form.start == at("15:30")


@pytest.mark.row("B2", "B13")
def test_slot_taken_while_the_form_is_open(qtbot: QtBot) -> None:
    """The time is gone, everything typed is there, and another time is one click away."""
    desk = Desk()
    dialog = answered(qtbot, desk)
    dialog.notes.edit.setPlainText("rings twice")
    press(dialog, "Book")
    refusal = Refusal(code="slot_taken", alternatives=tuple(slots(at("15:15"), at("15:30"))))
    desk.acts.refuse(desk.acts.actions[0].id, "slot_taken", refusal)
    assert dialog.isVisible()
    assert dialog.notice.text() == "That time has just been taken."
    assert desk.acts.forgotten == [desk.acts.actions[0].id]
    assert button(dialog, "Book").accessibleDescription() == "Choose a time."
    press(dialog, "Take 15:15 instead")
    press(dialog, "Book")
    second = desk.acts.payloads()[1]
    assert isinstance(second, BookAppointment)
    assert (second.start, second.notes) == (at("15:15"), "rings twice")
    assert second.appointment_id != getattr(desk.acts.payloads()[0], "appointment_id", "")


@pytest.mark.row("B19")
def test_draft_gone_in_the_middle_of_the_form(qtbot: QtBot) -> None:
    desk = Desk()
    dialog = answered(qtbot, desk)
    dialog.notes.edit.setPlainText("typed")
    desk.feed.take(DraftRow, draft(1).id)
    assert dialog.notice.text().startswith("This incomplete booking has left the list: the client is booking now")
    assert dialog.notes.text() == "typed"
    press(dialog, "Book")
    payload = desk.acts.payloads()[0]
    assert isinstance(payload, BookAppointment)
    assert (payload.draft_id, payload.notes) == (None, "typed")


@pytest.mark.row("B18")
def test_permission_lost_in_the_middle_of_the_form(qtbot: QtBot) -> None:
    desk = Desk()
    dialog = answered(qtbot, desk)
    dialog.notes.edit.setPlainText("typed")
    desk.feed.reset(person(Permission.VIEW_SCHEDULE))
    desk.feed.clear(DraftRow)
    assert dialog.isVisible()
    assert dialog.notice.text() == "You are not allowed to do this any more."
    assert button(dialog, "Book").accessibleDescription() == "You are not allowed to do this any more."
    assert dialog.notes.text() == "typed"
    dialog.form.submit()
    assert not desk.acts.actions


@pytest.mark.row("B18")
def test_from_a_card_no_other_permission_is_needed(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(person(Permission.MANAGE_WAITLIST))
    dialog = answered(qtbot, desk)
    press(dialog, "Book")
    assert len(desk.acts.actions) == 1


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("client_booking_now", "The client is booking online right now."),
        ("draft_converted", "The client has booked in the meantime."),
        ("service_unavailable", "One of the services is not offered any more."),
        ("client_unknown", "This client is not on file any more."),
        (
            "too_late",
            (
                "It waited too long to be sent and was not done. "
                "If you asked for it just now, this computer's clock is wrong."
            ),
        ),
    ],
)
def test_every_refusal_is_a_sentence_and_keeps_the_form(qtbot: QtBot, code: str, sentence: str) -> None:
    desk = Desk()
    dialog = answered(qtbot, desk)
    press(dialog, "Book")
    desk.acts.refuse(desk.acts.actions[0].id, msgspec.convert(code, Refusal.__annotations__["code"]))
    assert dialog.isVisible()
    assert dialog.notice.text() == sentence
    assert dialog.form.start == WISH


@pytest.mark.row("N3")
def test_offline_times_come_from_the_desks_own_copy_and_the_booking_waits(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.connect_as(Link.OFFLINE)
    dialog = opened(qtbot, desk)
    assert not desk.slots.asked
    assert any(text.startswith("Free on Friday 20 November as far as this desk knows") for text in texts(dialog))
    assert "15:00" in texts(dialog)
    with qtbot.waitSignal(dialog.accepted):
        press(dialog, "Book")
    assert len(desk.acts.actions) == 1
    assert desk.toasts.texts == [
        "You are offline. The booking for Sarah Lindqvist goes when online. Nobody holds the time until then."
    ]


@pytest.mark.row("N3")
def test_a_connection_lost_while_waiting_leaves_it_to_the_outbox(qtbot: QtBot) -> None:
    desk = Desk()
    dialog = answered(qtbot, desk)
    press(dialog, "Book")
    with qtbot.waitSignal(dialog.accepted):
        desk.feed.connect_as(Link.OFFLINE)
    assert not desk.acts.forgotten


def test_a_slow_answer_for_another_day_is_void(qtbot: QtBot) -> None:
    desk = Desk()
    dialog = opened(qtbot, desk)
    assert "Looking for free times on Friday 20 November…" in texts(dialog)
    press(dialog, "Day after")
    desk.slots.answer(slots(at("09:00")), index=0)
    assert "09:00" not in texts(dialog)
    desk.slots.answer(slots(at("10:00") + dt.timedelta(days=1)))
    assert "10:00" in texts(dialog)
    assert button(dialog, "Day before").isEnabled()
    press(dialog, "Day before")
    assert button(dialog, "Day before").accessibleDescription() == "Days that have passed cannot be booked."


def test_when_the_server_cannot_say_the_own_copy_does(qtbot: QtBot) -> None:
    desk = Desk()
    dialog = opened(qtbot, desk)
    desk.slots.answer(None)
    assert any("as far as this desk knows" in text for text in texts(dialog))


def test_nobody_free_is_said(qtbot: QtBot) -> None:
    desk = Desk()
    for member in TEAM:
        desk.feed.put(
            BusyRow(id=member.id, location_id=LINDEN, team_member_id=member.id, start_at=0, end_at=NOW + 999 * HOUR)
        )
    dialog = opened(qtbot, desk)
    desk.slots.answer([])
    assert "Nobody is free on Friday 20 November. Try another day or team member." in texts(dialog)


def test_another_team_member_and_another_day(qtbot: QtBot) -> None:
    desk = Desk()
    dialog = answered(qtbot, desk)
    dialog.member.activated.emit(dialog.member.findData(""))
    assert {choice.team_member_id for choice in dialog.form.basket.choices()} == {None}
    press(dialog, "Day: Friday 20 November")
    calendar = dialog.day.calendar()
    assert calendar is not None
    calendar.clicked.emit(QDate(2026, 11, 24))
    assert desk.slots.asked[-1][0].date == dt.date(2026, 11, 24)
    assert dialog.form.start is None


def test_several_team_members_stay_as_chosen(qtbot: QtBot) -> None:
    desk = Desk()
    lines = (
        msgspec.structs.replace(CUT, team_member_id="tm-anna"),
        msgspec.structs.replace(TONER, team_member_id="tm-ben"),
    )
    dialog = answered(qtbot, desk, draft(1, lines=lines, team_member_id=None))
    assert dialog.member.currentText() == "As chosen, by several"
    press(dialog, "Book")
    payload = desk.acts.payloads()[0]
    assert isinstance(payload, BookAppointment)
    assert [choice.team_member_id for choice in payload.choices] == ["tm-anna", "tm-ben"]


@pytest.mark.row("S6")
def test_names_and_notes_of_any_kind(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.put(ServiceRow(id="svc-x", name="<b>Cut & dye</b>", minutes=30, price=euros(10)))
    row = draft(1, client_name="<i>" + "n" * 10_000, lines=(Line("svc-x", "x", 30, euros(10)),), team_member_id=None)
    dialog = answered(qtbot, desk, row)
    assert "<b>Cut & dye</b>" in texts(dialog)
    assert dialog.width() == 640
    dialog.notes.edit.setPlainText("y" * 5_000)
    assert len(dialog.form.notes) == 2_000


def test_a_closed_form_lets_go(qtbot: QtBot) -> None:
    desk = Desk()
    desk.feed.reset(draft(1))
    dialog = BookingDialog(desk.form(draft(1)))
    dialog.show()
    with qtbot.waitSignal(dialog.destroyed):
        press(dialog, "Cancel")
    desk.feed.take(DraftRow, draft(1).id)
    desk.slots.answer(slots(WISH), index=0)
    assert not desk.toasts.said

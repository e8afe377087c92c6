"""A draft in words."""

import datetime as dt
from typing import Any

import msgspec
import pytest

from desktop.models.cards import Card, shown_name
from desktop.models.ports import Link, draft_entity
from domain.constants import DAY, HOUR, MINUTE
from domain.wire.actions import DismissDraft, SendReminder
from domain.wire.base import Money
from domain.wire.rows import BusyRow, Call, Line, ReminderState, Reply
from domain.work import CallOutcome
from tests.gui.support.desk import Desk
from tests.gui.support.rows import BALAYAGE, BEARD, CUT, LINDEN, NOW, TEAM, TONER, draft

TODAY_AT = "2026-11-20T{}"


def card(desk: Desk, **values: Any) -> Card:
    return desk.cards.card(draft(1, **values), NOW)


def reminded(status: Any, reason: str | None = None, channel: Any = "sms", minutes: int = 43) -> ReminderState:
    return ReminderState(channel=channel, status=status, at=NOW - minutes * MINUTE, automatic=False, reason=reason)


@pytest.mark.row("B12")
def test_says_who_what_when_and_how_long_ago(qtbot: object) -> None:
    shown = card(Desk())
    assert (shown.name, shown.is_new, shown.age) == ("Sarah Lindqvist", True, "22 min ago")
    assert (shown.phone_text, shown.email_text) == ("+46 70 123 45 67", "sarah@example.org")
    assert (shown.services, shown.price) == ("Cut & blow-dry (long), Toner", "€86")
    assert shown.wanted == "Today 14:30 with Anna"
    assert shown.status.text == "Not reminded yet"
    assert shown.send_text == "Send reminder"


@pytest.mark.row("B12")
@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"team_member_id": None}, "Today 14:30, any team member"),
        ({"team_member_id": None, "start": None}, "No time chosen, any team member"),
        ({"start": dt.datetime.fromisoformat("2026-11-23T10:00")}, "Mon 23 Nov 10:00 with Anna"),
        ({"team_member_id": "tm-gone"}, "Today 14:30 with someone who is not in the team any more"),
    ],
)
def test_says_the_wished_time_with_whom(qtbot: object, values: dict[str, Any], wanted: str) -> None:
    assert card(Desk(), **values).wanted == wanted


def test_three_services_fold_and_a_bundle_is_one(qtbot: object) -> None:
    desk = Desk()
    folded = card(desk, lines=(BALAYAGE, TONER, BEARD))
    assert (folded.services, folded.more_services) == ("Balayage", "+2")
    assert folded.all_services == "Balayage, Toner, Beard trim"
    members = tuple(
        Line(line.service_id, line.name, line.minutes, line.price, bundle_id="b", bundle_name="Glow")
        for line in (TONER, BEARD)
    )
    assert card(desk, lines=(CUT, *members)).services == "Cut & blow-dry (long), Glow (bundle)"


def test_two_currencies_are_never_one_sum(qtbot: object) -> None:
    swiss = Line("s", "Peel", 10, Money(minor=500, currency="CHF"))
    price = card(Desk(), lines=(TONER, swiss)).price
    assert "24" in price
    assert "5" in price
    assert " + " in price


@pytest.mark.row("S6")
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("X", "X"),
        ("\u200b\u200d", "No name"),
        ("   ", "No name"),
        ("a\nb\tc", "a b c"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("محمد الأحمد", "\u2068محمد الأحمد\u2069"),  # set apart: what follows it stays where it is
        ("\u202egnp.exe", "gnp.exe"),
    ],
)
def test_any_name_is_one_plain_line(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_a_name_of_10_000_letters_is_cut() -> None:
    assert len(shown_name("n" * 10_000)) == 120


@pytest.mark.row("B12", "B20")
@pytest.mark.parametrize(
    ("states", "text", "role"),
    [
        ((reminded("sent"),), "Reminder sent 12:31 by SMS", "quiet"),
        ((reminded("sent", minutes=24 * 60),), "Reminder sent yesterday 13:14 by SMS", "quiet"),
        ((reminded("sent"), reminded("sent", channel="email")), "Reminder sent 12:31 by email and SMS", "quiet"),
        ((reminded("queued"),), "Reminder on its way by SMS", "quiet"),
        ((reminded("unknown"),), "Not certain whether the reminder by SMS was sent", "amber_text"),
        (
            (reminded("failed", "provider_unreachable"),),
            "Reminder by SMS failed 12:31: the provider could not be reached",
            "red_text",
        ),
        ((reminded("skipped", "opted_out"),), "No reminder by SMS: the client has opted out", "quiet"),
        ((reminded("skipped", "from_the_future"),), None, "quiet"),
    ],
)
def test_says_what_became_of_reminders(
    qtbot: object, states: tuple[ReminderState, ...], text: str | None, role: str
) -> None:
    shown = card(Desk(), reminders=states)
    assert text is None or shown.status.text == text
    assert shown.status.role == role
    assert shown.send_text == "Send again"


@pytest.mark.row("B14", "B16")
def test_says_why_a_contact_cannot_be_used(qtbot: object) -> None:
    desk = Desk()
    none = card(desk, phone=None, email=None)
    assert none.no_channel == "No phone number and no email on file"
    wrong = card(desk, phone="12", email="not an address")
    assert (wrong.phone, wrong.email) == (None, None)
    assert wrong.no_phone == "What is on file is not a phone number"
    assert wrong.no_email == "What is on file is not an email address"
    assert not wrong.no_channel


@pytest.mark.row("N3")
def test_shows_what_waits_and_what_was_refused(qtbot: object) -> None:
    desk = Desk()
    entity = draft_entity(draft(1).id)
    action_id = desk.acts.submit(SendReminder(draft_id=draft(1).id), entity)
    assert card(desk).status.text == "Sending the reminder"
    desk.feed.connect_as(Link.OFFLINE)
    assert card(desk).status.text == "Reminder will be sent when online"
    desk.acts.refuse(action_id, "client_booking_now")
    assert card(desk).status.text == "Reminder: The client is booking online right now."
    assert card(desk).refused_action == action_id
    desk.acts.forget(action_id)
    assert card(desk).status.text == "Not reminded yet"
    desk.acts.submit(DismissDraft(draft_id=draft(1).id), entity)
    assert card(desk).status.text == "Not reminded yet"


@pytest.mark.row("N1")
def test_says_whether_the_wished_time_can_still_be_had(qtbot: object) -> None:
    desk = Desk()
    assert (card(desk).slot.text, card(desk).slot.role) == ("still free", "good")
    start = draft(1).start_at or 0
    desk.feed.put(BusyRow(id="b", location_id=LINDEN, team_member_id="tm-anna", start_at=start, end_at=start + HOUR))
    assert (card(desk).slot.text, card(desk).slot.role) == ("taken · 15:30 Anna", "red_text")
    desk.feed.take(BusyRow, "b")
    desk.feed.connect_as(Link.OFFLINE, since=NOW - HOUR)
    assert card(desk).slot.text == "free as of 12:14"
    assert card(desk, start=dt.datetime.fromisoformat("2026-11-20T10:00")).slot.text == "time has passed"
    assert not card(desk, start=None).slot.text


def test_taken_without_any_other_time(qtbot: object) -> None:
    desk = Desk()
    for member in TEAM:
        desk.feed.put(
            BusyRow(id=member.id, location_id=LINDEN, team_member_id=member.id, start_at=0, end_at=NOW + 90 * DAY)
        )
    assert card(desk).slot.text == "taken"


def test_a_screen_reader_hears_the_whole_card(qtbot: object) -> None:
    heard = card(Desk()).summary
    for part in (
        "Sarah Lindqvist",
        "Toner",
        "€86",
        "Today 14:30 with Anna",
        "still free",
        "Not reminded yet",
        "22 min",
    ):
        assert part in heard


@pytest.mark.row("N7")
def test_an_answer_comes_before_reminders_until_somebody_has_called(qtbot: object) -> None:
    answered = Reply("r", NOW - 2 * MINUTE, "Yes please,\nFriday?")
    shown = card(Desk(), reminders=(reminded("sent"),), replies=(answered,))
    assert (shown.status.text, shown.status.role) == ("Replied 13:12: “Yes please, Friday?”", "action")
    assert "Yes please" in shown.summary
    called = Call("k", NOW - MINUTE, CallOutcome.NO_ANSWER, "Ana")
    assert card(Desk(), replies=(answered,), calls=(called,)).status.text == "Called 13:13, no answer. Ana"


@pytest.mark.row("N7")
@pytest.mark.parametrize(
    ("text", "pictures", "words"),
    [
        ("", 1, "a picture, which is not kept"),
        ("نعم، من فضلك", 0, "\u2068“\u2068نعم، من فضلك\u2069”\u2069"),
        ("<b>x</b>\u202e", 0, "“<b>x</b>”"),
        ("y" * 2000, 0, f"“{'y' * 299}…”"),
    ],
)
def test_an_answer_is_drawn_as_plain_text(qtbot: object, text: str, pictures: int, words: str) -> None:
    shown = card(Desk(), replies=(Reply("r", NOW - 2 * MINUTE, text, pictures),))
    assert shown.status.text == f"Replied 13:12: {words}"


@pytest.mark.row("N7")
def test_an_answer_of_before_she_came_back_is_no_news(qtbot: object) -> None:
    old = Reply("r", NOW - HOUR, "Yes please")
    assert card(Desk(), replies=(old,)).status.text == "Not reminded yet"


@pytest.mark.row("B14", "N13")
def test_what_arrived_is_told_apart_from_what_was_sent(qtbot: object) -> None:
    by_sms = msgspec.structs.replace(reminded("sent"), delivered_at=NOW - 40 * MINUTE)
    both = card(Desk(), reminders=(reminded("sent", channel="email"), by_sms))
    assert both.status.text == "Reminder sent 12:31 by email · Reminder delivered 12:34 by SMS"

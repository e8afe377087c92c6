"""Settings, Automated messages: the list with its switches, and the form over one message."""

import datetime as dt

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from desktop.models.automation_form import AutomationForm
from desktop.models.automation_runs import Known, RunLog
from desktop.models.automation_words import automation_name, timing_words, value_name
from desktop.models.automations import Automations, Record
from desktop.models.salon import Salon
from desktop.views.settings.automation import AutomationDialog
from desktop.views.settings.automations import AutomationRowView, AutomationsCard
from domain.automations import AUTOMATIONS, BY_ID
from domain.constants import HOUR
from domain.office import AskPreview, AskTexts, SendTest, SetAutomation, SetText
from domain.permissions import Permission
from domain.wire.automations import (
    AutomationText,
    AutomationTexts,
    Preview,
    PreviewMessage,
    SaveAutomation,
    SaveAutomationText,
    SegmentCount,
    Timing,
    Tried,
    TryMessage,
    WishedTiming,
)
from tests.gui.support.clicks import click
from tests.gui.support.fakes import FakeClock, FakeFeed, FakeOffice, FakeToasts
from tests.gui.support.rows import NOW, ZONE, automations, person

pytestmark = pytest.mark.row("B17", "B23")

MAIL, TEXT = "Soon\n\nHello {{FirstName}}", "Soon, {{FirstName}}"
DEFAULTS = AutomationTexts(
    (
        AutomationText("email", "de", MAIL + "de"),
        AutomationText("email", "en", MAIL + "en"),
        AutomationText("sms", "de", TEXT + "de"),
        AutomationText("sms", "en", TEXT + "en"),
    )
)


class Desk:
    def __init__(self, qtbot: QtBot, *permissions: Permission) -> None:
        self.qtbot, self.answered = qtbot, 0
        self.feed, self.office, self.toasts = FakeFeed(), FakeOffice(), FakeToasts()
        self.salon = Salon(self.feed)
        self.automations = Automations(self.office, self.salon)
        self.feed.salon(person(*(permissions or tuple(Permission))))
        self.feed.reset(*automations("confirmed"))

    def card(self, group: str) -> AutomationsCard:
        card = AutomationsCard(group, self.automations)
        self.qtbot.addWidget(card)
        card.show()
        return card

    def dialog(self, automation: str = "upcoming_first", texts: AutomationTexts | None = DEFAULTS) -> AutomationDialog:
        row = self.automations.get(automation)
        assert row is not None
        form = AutomationForm(row, self.automations, _records, self.toasts, FakeClock(), ZONE)
        log = RunLog(automation, self.office, Known(_knows, lambda _: ""), FakeClock(), ZONE)
        dialog = AutomationDialog(form, log)
        self.qtbot.addWidget(dialog)
        dialog.show()
        if texts is not None:
            self.office.answer(texts)
        return dialog

    def open(self) -> bool:
        """Whether something was asked since the last preview was answered."""
        return len(self.office.asked) > self.answered

    def preview(self, preview: Preview) -> PreviewMessage:
        """Waits until one is asked for, and answers it."""
        self.qtbot.waitUntil(lambda: isinstance(self.office.changes()[-1], AskPreview) and self.open())
        asked = self.office.changes()[-1]
        assert isinstance(asked, AskPreview)
        self.answered = len(self.office.asked)
        self.office.answer(preview)
        return asked.wish


def _knows(client_id: str) -> bool:
    return client_id == "client-1"


def _records(kind: str) -> list[Record]:
    return [Record(f"{kind}:1", "Sarah Lindqvist")]


def choose(dialog: AutomationDialog, channel: str = "email", language: str = "en") -> None:
    for box, name in ((dialog.channel, channel), (dialog.language, language)):
        box.setCurrentIndex(box.findData(name))
        box.activated.emit(box.currentIndex())


def row(card: AutomationsCard, name: str) -> AutomationRowView:
    return next(one for one in card.rows if one.edit.accessibleName() == f"Edit {name}")


def test_the_messages_stand_under_their_headings_with_when_they_go(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    assert desk.automations.groups() == ("reminders", "appointment_updates")
    lines = [(line.name, line.timing) for line in desk.automations.lines("reminders")]
    assert lines == [
        ("First reminder before an appointment", "1 day before"),
        ("Second reminder before an appointment", "2 hours before"),
        ("Time to book again", "42 days after, at 10:00"),
        ("Incomplete booking", "As soon as the review session has ended"),
    ]
    updates = desk.card("appointment_updates")
    assert len(updates.rows) == 5
    assert row(updates, "Appointment confirmed").email.isChecked()
    assert not row(updates, "Appointment confirmed").sms.isChecked()


def test_a_switch_asks_the_server_and_shows_what_it_keeps(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    card = desk.card("reminders")
    first = row(card, "First reminder before an appointment")
    click(first.sms)
    assert desk.office.changes() == [SetAutomation("upcoming_first", SaveAutomation(sms=True))]
    assert (first.sms.isChecked(), first.sms.isEnabled()) == (False, False)
    desk.office.refuse("not_permitted")
    assert card.notice.text() == "You are not allowed to do this any more."
    assert not first.sms.isChecked()
    click(first.email)
    desk.office.made()
    desk.feed.reset(*automations("upcoming_first"))
    assert first.email.isChecked()


@pytest.mark.row("N3")
def test_offline_nothing_is_switched_and_it_is_said(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    card = desk.card("reminders")
    click(card.rows[0].email)
    desk.office.unreachable()
    assert "nothing was changed" in card.notice.text()


@pytest.mark.row("B18")
def test_who_may_not_manage_automations_cannot_switch(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Permission.VIEW_SCHEDULE)
    card = desk.card("reminders")
    switch = card.rows[0].email
    assert not switch.isEnabled()
    assert switch.accessibleDescription() == "You are not allowed to change automated messages."


def test_a_text_is_edited_by_channel_and_language_and_only_what_differs_is_saved(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.dialog()
    assert dialog.editor.box.edit.toPlainText() == MAIL + "en"
    assert not dialog.default.isEnabled()
    choose(dialog, "sms", "de")
    dialog.editor.box.edit.setPlainText("Bis bald, ")
    dialog.editor.box.edit.moveCursor(QTextCursor.MoveOperation.End)
    dialog.editor.buttons["FirstName"].click()
    assert dialog.form.text() == "Bis bald, {{FirstName}}"
    assert dialog.editor.buttons["FirstName"].accessibleName() == "Insert First name"
    choose(dialog, "email", "en")
    assert dialog.editor.box.edit.toPlainText() == MAIL + "en"
    dialog.save.click()
    saved = SetText("upcoming_first", "sms", "de", SaveAutomationText("Bis bald, {{FirstName}}"))
    assert desk.office.changes()[-1] == saved
    desk.office.made()
    assert desk.toasts.texts == ["The message was saved."]
    assert not dialog.isVisible()


@pytest.mark.row("N20")
def test_a_text_begins_at_the_side_of_its_language_whatever_the_windows_is(qtbot: QtBot) -> None:
    arabic = AutomationTexts(tuple(replace(text, language="ar") for text in DEFAULTS.texts[1::2]))
    dialog = Desk(qtbot).dialog(texts=AutomationTexts((*DEFAULTS.texts, *arabic.texts)))
    document = dialog.editor.box.edit.document()
    for language, side in (("ar", Qt.AlignmentFlag.AlignRight), ("en", Qt.AlignmentFlag.AlignLeft)):
        choose(dialog, "email", language)
        assert document.defaultTextOption().alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask & side


def test_a_text_goes_back_to_what_comes_with_the_product(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    (first, *rest) = automations()
    own = AutomationText("email", "en", "Ours\n\nHello")
    desk.feed.reset(replace(first, texts=(own,)), *rest)
    dialog = desk.dialog()
    assert dialog.editor.box.edit.toPlainText() == "Ours\n\nHello"
    dialog.default.click()
    assert dialog.editor.box.edit.toPlainText() == MAIL + "en"
    dialog.save.click()
    assert desk.office.changes()[-1] == SetText("upcoming_first", "email", "en", SaveAutomationText(None))


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Hi 👩‍🦰\n\n{{FirstNam}} there", "{{FirstNam}}"),
        ("Hi\n\n{{FirstName", "{{FirstName"),
        ("Hi\n\n{{ResumeBookingLink}}", "{{ResumeBookingLink}}"),
    ],
)
def test_an_unknown_or_broken_variable_is_not_saved_and_its_place_is_marked(
    qtbot: QtBot, text: str, marked: str
) -> None:
    desk = Desk(qtbot)
    dialog = desk.dialog()
    choose(dialog, "email", "de")
    dialog.editor.box.edit.setPlainText(text)
    choose(dialog, "sms", "en")
    asked = len(desk.office.asked)
    dialog.save.click()
    assert [change for change in desk.office.changes()[asked:] if isinstance(change, SetText)] == []
    assert (dialog.form.place.channel, dialog.form.place.language) == ("email", "de")
    assert dialog.editor.marked() == marked
    assert dialog.fault.text().startswith("There is nothing to put in for")
    assert (
        dialog.editor.box.edit.textCursor().position()
        == text.encode("utf-16-le").index(marked.encode("utf-16-le")) // 2
    )
    dialog.editor.box.edit.insertPlainText("x")
    assert (dialog.editor.marked(), dialog.fault.isVisible()) == ("", False)


def test_an_email_without_subject_or_text_is_not_saved(qtbot: QtBot) -> None:
    dialog = Desk(qtbot).dialog()
    for text, fault in (
        ("", "There is nothing to send yet."),
        ("Only a subject", "There is nothing to send yet."),
        ("\n\nHello", "An email begins with its subject, in the first line."),
    ):
        dialog.editor.box.edit.setPlainText(text)
        dialog.save.click()
        assert dialog.fault.text() == fault


def test_what_the_server_refuses_stays_typed(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.dialog()
    dialog.editor.box.edit.setPlainText("Ours\n\nHello")
    dialog.save.click()
    desk.office.unreachable()
    assert "could not be asked" in dialog.notice.text()
    assert (dialog.isVisible(), dialog.form.text()) == (True, "Ours\n\nHello")
    dialog.save.click()
    desk.office.refuse("placeholder_unknown")
    assert dialog.notice.text() == "There is nothing to put in for one of the variables."


@pytest.mark.row("N18")
def test_the_preview_says_what_would_go_and_why_it_would_wait_now(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.dialog()
    asked = desk.preview(Preview("Soon", "Hello Sarah", "en", reason="quiet_hours", until=NOW + HOUR))
    assert asked == PreviewMessage("email", "en", MAIL + "en")
    assert (dialog.preview.subject.text(), dialog.preview.text.text()) == ("Soon", "Hello Sarah")
    assert dialog.preview.verdict.text().startswith("Now it would wait until")
    assert not dialog.preview.segments.isVisible()
    choose(dialog, "sms", "en")
    dialog.editor.box.edit.setPlainText("Hi {{FirstName}} 👩")
    segments = SegmentCount("ucs-2", 71, 2, 63)
    asked = desk.preview(Preview("", "Hi Sarah 👩", "en", segments, reason="opted_out"))
    assert asked.text == "Hi {{FirstName}} 👩"
    assert dialog.preview.segments.text().startswith("2 SMS, room for 63 more characters. It has letters")
    assert dialog.preview.verdict.text() == "Now it would not be sent: the client has opted out."
    record = dialog.preview.record
    record.setCurrentIndex(record.findData("appointment:1"))
    record.activated.emit(record.currentIndex())
    assert desk.preview(Preview("", "Hi", "en")).subject == "appointment:1"


@pytest.mark.row("N18")
def test_a_text_with_a_fault_is_not_shown_and_what_was_typed_last_is_asked_for(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.dialog()
    desk.preview(Preview("Soon", "Hello", "en"))
    dialog.editor.box.edit.setPlainText("Soon\n\nHello {{")
    dialog.editor.box.edit.setPlainText("Soon\n\nHello again")
    qtbot.waitUntil(lambda: len(desk.office.asked) == 3)
    dialog.editor.box.edit.setPlainText("Soon\n\nHello once more")
    desk.office.answer(Preview("Soon", "Hello again", "en"))
    qtbot.waitUntil(lambda: len(desk.office.asked) == 4)
    assert desk.preview(Preview("Soon", "Hello once more", "en")).text == "Soon\n\nHello once more"


def test_a_test_goes_to_oneself_and_says_what_came_of_it(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.dialog()
    desk.preview(Preview("Soon", "Hello", "en"))
    dialog.test.button.click()
    assert desk.office.changes()[-1] == SendTest("upcoming_first", TryMessage("email", "en", MAIL + "en"))
    desk.office.answer(Tried("olga@example.org", sent=True))
    assert dialog.test.result.text().startswith("Sent to")
    dialog.test.button.click()
    desk.office.answer(Tried("olga@example.org", sent=True, kept=True))
    assert dialog.test.result.text() == "This is a demo: the test to olga@example.org was not sent but kept."
    choose(dialog, "sms", "en")
    assert dialog.test.button.accessibleDescription() == "Please enter a number for the test."
    dialog.test.number.setText("0151 23456789")
    dialog.test.button.click()
    desk.office.answer(Tried("+4915123456789", sent=False, reason="not_configured"))
    assert "sending is not set up" in dialog.test.result.text()


def test_when_it_goes_is_chosen_within_what_it_can(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.dialog()
    timing = dialog.timing
    assert (timing.when.isVisible(), timing.amount.text(), timing.words.text()) == (False, "1", "1 day before")
    timing.amount.setText("0")
    assert dialog.save.accessibleDescription() == "Please enter a whole number, from 1 on."
    timing.amount.setText("61")
    assert dialog.save.accessibleDescription() == "That is too long: at most 60 days."
    assert (timing.amount.text(), timing.words.isVisible()) == ("61", False)
    timing.amount.setText("3")
    timing.unit.setCurrentIndex(timing.unit.findData("hours"))
    timing.unit.activated.emit(timing.unit.currentIndex())
    assert timing.words.text() == "3 hours before"
    dialog.save.click()
    assert desk.office.changes()[-1] == SetAutomation(
        "upcoming_first", SaveAutomation(timing=WishedTiming("before", 3, "hours"))
    )


def test_a_message_that_goes_at_once_says_so_or_waits_where_it_may(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    assert not desk.dialog("confirmed").timing.amount.isVisible()
    timing = desk.dialog("incomplete_booking").timing
    assert (timing.when.isVisible(), timing.amount.isVisible()) == (True, False)
    timing.when.setCurrentIndex(timing.when.findData("after"))
    timing.when.activated.emit(timing.when.currentIndex())
    assert timing.amount.isVisible()


def test_texts_that_do_not_come_leave_the_form_closed_for_typing(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.dialog(texts=None)
    assert isinstance(desk.office.changes()[0], AskTexts)
    assert not dialog.editor.isEnabled()
    desk.office.unreachable()
    assert "could not be asked" in dialog.notice.text()
    assert dialog.save.accessibleDescription() == "The texts have not come yet."


def test_every_message_and_every_variable_has_a_name() -> None:
    for automation in AUTOMATIONS:
        assert automation_name(automation.id) != automation.id
        assert timing_words(automation.id, automation.timing)
        assert all(value_name(name).istitle() or " " in value_name(name) for name in automation.placeholders)
    assert timing_words("rebook", Timing("after", 1, "days", dt.time(9, 30))) == "1 day after, at 09:30"
    assert set(BY_ID) == {automation.id for automation in AUTOMATIONS}

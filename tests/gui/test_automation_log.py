"""What became of an automated message, on its page and counted in the list (rows B23, N18)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.models.automation_form import AutomationForm
from desktop.models.automation_runs import Known, RunLog
from desktop.models.automations import Automations
from desktop.models.salon import Salon
from desktop.views.settings.automation import AutomationDialog
from desktop.views.settings.automations import AutomationsCard, FailuresLine
from desktop.views.settings.run_log import RunLogView
from domain.constants import DAY, HOUR
from domain.office import AskFailures, AskRuns
from domain.reasons import Reason
from domain.wire.automations import AutomationFailures, AutomationRun, AutomationRuns, FailuresLately
from tests.gui.support.clicks import click
from tests.gui.support.fakes import FakeClock, FakeFeed, FakeOffice, FakeToasts
from tests.gui.support.rows import NOW, ZONE, automations, person

pytestmark = pytest.mark.row("B23", "N18")


KNOWN = Known(
    lambda client_id: client_id == "client-1", lambda subject: "Mon 23 Nov 09:30" if subject == "appointment:4" else ""
)


def run(number: int, status: str = "sent", reason: str | None = None, **more: object) -> AutomationRun:
    known = {"subject": f"appointment:{number}", "client_name": "Mia Novak", "client_id": "client-1"}
    values = {**known, "reason": reason, **more}
    return AutomationRun(f"m{number}", "confirmed", "sms", status, NOW - number * HOUR, **values)  # type: ignore[arg-type]


class Desk:
    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self.office, self.feed = qtbot, FakeOffice(), FakeFeed()
        self.automations = Automations(self.office, Salon(self.feed))
        self.feed.salon(person())
        self.feed.reset(*automations("confirmed"))

    def dialog(self) -> AutomationDialog:
        row = self.automations.get("upcoming_first")
        assert row is not None
        form = AutomationForm(row, self.automations, lambda _: (), FakeToasts(), FakeClock(), ZONE)
        log = RunLog("upcoming_first", self.office, KNOWN, FakeClock(), ZONE)
        dialog = AutomationDialog(form, log)
        self.qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    def log(self, *runs: AutomationRun, more: bool = False) -> RunLogView:
        dialog = self.dialog()
        click(dialog.log_tab)
        assert self.office.changes()[-1] == AskRuns("upcoming_first")
        self.office.answer(AutomationRuns(runs, more))
        return dialog.log


def words(view: RunLogView) -> list[str]:
    return [row.what.text() for row in view.rows if row.isVisible()]


def test_each_run_says_in_words_what_became_of_it(qtbot: QtBot) -> None:
    view = Desk(qtbot).log(
        run(0, "queued"),
        run(1, "queued", Reason.QUIET_HOURS, held_until=NOW + DAY),
        run(2),
        run(3, delivered_at=NOW),
        run(4, "failed", Reason.NO_TEXTS),
        run(5, "skipped", Reason.OPTED_OUT),
        run(6, "skipped", Reason.NOT_CONFIGURED),
        run(7, "skipped", Reason.SWITCHED_OFF),
        run(8, "unknown", Reason.ANSWER_LOST),
        run(9, "of tomorrow"),
    )
    assert words(view) == [
        "On its way",
        "Held until tomorrow 13:14: it is night there",
        "Sent",
        "Delivered",
        "Failed: this number takes no texts",
        "Not sent: the client has opted out",
        "Not sent: sending is not set up",
        "Not sent: the message was switched off",
        "Perhaps sent: the provider did not answer",
        "This version cannot tell what became of it",
    ]
    assert view.rows[1].accessibleName() == (
        "Mia Novak, by SMS, Today 12:14, Held until tomorrow 13:14: it is night there"
    )
    assert not view.about.isVisible()


def test_what_is_gone_or_hidden_is_not_named_and_has_no_card(qtbot: QtBot) -> None:
    view = Desk(qtbot).log(
        run(1, client_name="", client_id="", subject=""),
        run(2, client_name="", client_id=""),
        run(3, client_name="Nobody Here", client_id="client-of-elsewhere"),
        run(4),
    )
    assert [row.accessibleName().partition(",")[0] for row in view.rows] == [
        "A client whose record is gone",
        "A client",
        "Nobody Here",
        "Mia Novak",
    ]
    assert [row.card.isVisible() for row in view.rows] == [False, False, False, True]
    assert view.rows[3].accessibleName() == ("Mia Novak, by SMS · appointment Mon 23 Nov 09:30, Today 09:14, Sent")


@pytest.mark.row("N23")
def test_a_row_opens_the_clients_card_unless_something_is_not_saved(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    view = desk.log(run(1))
    dialog = view.window()
    assert isinstance(dialog, AutomationDialog)
    opened: list[str] = []
    dialog.client_requested.connect(opened.append)
    dialog.form.timing.set(amount="3")
    card = view.rows[0].card
    assert card.accessibleDescription() == "Please save or cancel what you have changed first."
    dialog.form.timing.set(amount="1")
    assert (card.isEnabled(), card.accessibleName()) == (True, "Open the card of Mia Novak")
    click(card)
    assert (opened, dialog.isVisible()) == (["client-1"], False)


@pytest.mark.row("N14")
def test_the_tabs_go_by_keys(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.dialog()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.message_tab.setFocus()
    QTest.keyClick(dialog.message_tab, Qt.Key.Key_Right)
    assert (dialog.log.isVisible(), desk.office.changes()[-1]) == (True, AskRuns("upcoming_first"))
    QTest.keyClick(dialog.log_tab, Qt.Key.Key_Left)
    assert (dialog.log.isVisible(), dialog.message_tab.isChecked()) == (False, True)


def test_an_empty_log_says_so_and_a_long_one_that_it_was_cut(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    view = desk.log()
    assert view.about.text().startswith("Nothing yet.")
    view = desk.log(*(run(number) for number in range(50)), more=True)
    assert view.about.text() == "These are the latest 50."
    assert len(words(view)) == 50


@pytest.mark.row("N3")
def test_without_a_connection_the_log_says_so_and_asks_again(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.dialog()
    click(dialog.log_tab)
    assert dialog.log.about.text() == "The server is being asked…"
    desk.office.unreachable()
    assert dialog.log.notice.text() == (
        "This is known to the server alone, and it could not be asked. Please try again when you are online."
    )
    assert not dialog.log.about.isVisible()
    click(dialog.log.again)
    desk.office.answer(AutomationRuns((run(1),)))
    assert (dialog.log.notice.isVisible(), dialog.log.again.isVisible()) == (False, False)
    assert words(dialog.log) == ["Sent"]


def test_the_list_says_what_failed_lately_and_leads_to_the_log(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    card = AutomationsCard("appointment_updates", desk.automations)
    qtbot.addWidget(card)
    card.show()
    row = next(row for row in card.rows if row.edit.accessibleName() == "Edit Appointment confirmed")
    desk.automations.failures.look()
    assert desk.office.changes() == [AskFailures()]
    assert not row.failed.isVisible()
    desk.office.answer(FailuresLately(NOW - 7 * DAY, (AutomationFailures("confirmed", 2, Reason.NO_TEXTS),)))
    assert (row.failed.isVisible(), row.failed.text()) == (True, "2 failed in the last 7 days")
    assert row.failed.accessibleName() == "Appointment confirmed, 2 failed in the last 7 days"
    assert [other.failed.isVisible() for other in card.rows].count(True) == 1
    wanted: list[str] = []
    card.log_requested.connect(wanted.append)
    click(row.failed)
    assert wanted == ["confirmed"]


def test_what_is_asked_for_while_an_answer_is_awaited_is_asked_for_after_it(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    failures = desk.automations.failures
    failures.look()
    failures.look()
    desk.office.answer(FailuresLately(0, ()))
    assert desk.office.changes() == [AskFailures(), AskFailures()]
    desk.office.answer(FailuresLately(0, (AutomationFailures("confirmed", 1),)))
    assert failures.words("confirmed") == ("1 failed in the last 7 days", "")
    assert len(desk.office.asked) == 2


@pytest.mark.row("N3")
def test_without_a_connection_the_list_says_that_it_does_not_know(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    line = FailuresLine(desk.automations.failures)
    qtbot.addWidget(line)
    desk.automations.failures.look()
    desk.office.unreachable()
    line.show()
    assert "known to the server alone" in line.words.text()
    click(line.again)
    desk.office.answer(FailuresLately(0, ()))
    assert line.words.text() == ""

"""Settings, Automated messages, over the real server: switched, written, looked at and tried."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from desktop.settings_pages import MESSAGES
from desktop.views.settings.automation import AutomationDialog
from desktop.views.settings.automations import AutomationRowView
from desktop.views.theme.labels import Label
from domain.wire.automations import AutomationRow
from tests.gui.support.clicks import click, press
from tests.gui.support.house import House, open_house
from tests.gui.support.program import Program
from tests.support.databases import Original
from tests.support.server import Seeded
from tests.support.smtp import MailServer, mail_server

pytestmark = pytest.mark.row("B17", "B23", "N18")

FIRST = "First reminder before an appointment"


class Place(NamedTuple):
    """A salon whose server has a mail server and no SMS."""

    house: House
    mail: MailServer


@pytest.fixture
def place(sqlite_template: Original[Seeded], tmp_path: Path) -> Iterator[Place]:
    with mail_server() as mail:
        smtp = {"HOST": "127.0.0.1", "PORT": str(mail.port), "FROM_ADDRESS": "salon@example.org", "SECURITY": "none"}
        environment = {**os.environ, **{f"DESKBELL_SMTP_{key}": value for key, value in smtp.items()}}
        url = sqlite_template.fresh(tmp_path)
        house = open_house(url, sqlite_template.seeded, environment=environment)
        yield Place(house, mail)
        house.backend.close()


@pytest.fixture
def house(place: Place) -> House:
    """The desks of these tests work with it."""
    return place.house


@pytest.fixture
def admin(desk: Callable[..., Program]) -> Program:
    """The administrator, at the page."""
    program = desk("admin")
    program.sign_in("admin")
    program.until(lambda: bool(program.work.salon.rows(AutomationRow)))
    program.open_settings(MESSAGES)
    return program


def row(program: Program, name: str) -> AutomationRowView:
    rows = program.app.window.findChildren(AutomationRowView)
    return next(one for one in rows if one.edit.accessibleName() == f"Edit {name}")


def test_a_message_is_switched_written_looked_at_and_tried(place: Place, admin: Program) -> None:
    first = row(admin, FIRST)
    assert not first.email.isChecked()
    click(first.email)
    admin.until(first.email.isChecked)
    press(first, f"Edit {FIRST}")
    dialog = admin.one(AutomationDialog)
    admin.until(lambda: dialog.form.loaded and dialog.form.preview.shown is not None)
    assert "Studio Linden" in dialog.preview.text.text()
    dialog.editor.box.edit.setPlainText("See you {{Date}}\n\nHello {{FirstName}}, {{Nothing}}")
    click(dialog.save)
    assert dialog.editor.marked() == "{{Nothing}}"
    dialog.editor.box.edit.setPlainText("See you {{Date}}\n\nHello {{FirstName}}, bring the dog")
    admin.until(lambda: "Hello Sarah, bring the dog" in dialog.preview.text.text())
    click(dialog.test.button)
    admin.until(lambda: dialog.test.result.text().startswith("Sent to"))
    assert "bring the dog" in place.mail.mails[0].get_content()
    assert place.mail.recipients == ["admin@example.org"]
    click(dialog.save)
    admin.until(lambda: bool(admin.work.salon.rows(AutomationRow)["upcoming_first"].texts))


def test_a_record_of_the_desks_own_says_why_it_would_wait(place: Place, admin: Program) -> None:
    draft_id = place.house.abandon("Rosa Reich")
    admin.until(lambda: admin.work.drafts.get(draft_id) is not None)
    press(row(admin, "Incomplete booking"), "Edit Incomplete booking")
    dialog = admin.one(AutomationDialog)
    admin.until(lambda: dialog.form.loaded and dialog.form.preview.shown is not None)
    record = dialog.preview.record
    record.setCurrentIndex(record.findData(f"draft:{draft_id}"))
    record.activated.emit(record.currentIndex())
    admin.until(lambda: "Rosa" in dialog.preview.text.text())
    dialog.channel.setCurrentIndex(dialog.channel.findData("sms"))
    dialog.channel.activated.emit(dialog.channel.currentIndex())
    admin.until(
        lambda: "sending is not set up" in dialog.preview.verdict.text() or "off" in dialog.preview.verdict.text()
    )
    assert " SMS, room for " in dialog.preview.segments.text()


@pytest.mark.row("W4")
def test_a_message_is_narrowed_and_what_became_of_it_leads_to_the_client(place: Place, admin: Program) -> None:
    reminder = row(admin, "Incomplete booking")
    for switch in (reminder.email, reminder.sms):
        admin.until(switch.isEnabled)
        click(switch)
        admin.until(switch.isChecked)
    press(reminder, "Edit Incomplete booking")
    dialog = admin.one(AutomationDialog)
    admin.until(lambda: dialog.form.loaded)
    dialog.form.only_for.toggle("language", "en")
    click(dialog.save)
    admin.until(lambda: reminder.only_for.text() == "Only for: English")
    place.house.abandon("Rosa Reich")
    admin.until(lambda: len(place.mail.mails) == 1)
    admin.work.settings.messages.automations.failures.look()
    admin.until(lambda: reminder.failed.text() == "1 failed in the last 7 days")
    click(reminder.failed)
    dialog = admin.one(AutomationDialog)
    admin.until(lambda: len(dialog.log.rows) == 2)
    assert {one.what.text() for one in dialog.log.rows} == {"Sent", "Not sent: sending is not set up"}
    click(dialog.log.rows[0].card)
    card = admin.work.client_records.screen.card
    admin.until(lambda: card.isVisible() and "Rosa Reich" in [label.text() for label in card.findChildren(Label)])

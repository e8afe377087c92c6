"""For whom an automated message is, and when it goes, as it is chosen on its page (rows B23, W4)."""

import datetime as dt

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.models.automation_filters import OnlyFor
from desktop.models.automation_form import AutomationForm
from desktop.models.automation_runs import Known, RunLog
from desktop.models.automations import Automations
from desktop.models.salon import Salon
from desktop.views.settings.automation import AutomationDialog
from desktop.views.settings.automations import AutomationsCard
from desktop.views.settings.many_chooser import TickMenu
from domain.appointments import Status
from domain.office import SetAutomation
from domain.permissions import Permission
from domain.wire.automations import (
    AutomationRow,
    AutomationText,
    AutomationTexts,
    Filters,
    SaveAutomation,
    WishedFilters,
    WishedTiming,
)
from tests.gui.support.clicks import click
from tests.gui.support.fakes import FakeClock, FakeFeed, FakeOffice, FakeToasts
from tests.gui.support.rows import KANAL, LINDEN, LOCATIONS, SERVICES, TEAM, ZONE, automations, member, person

pytestmark = pytest.mark.row("B23", "W4")
TEXTS = AutomationTexts(tuple(AutomationText(on, "en", "Soon\n\nHello") for on in ("email", "sms")))


class Desk:
    def __init__(self, qtbot: QtBot, filters: Filters | None = None) -> None:
        self.qtbot, self.office, self.feed = qtbot, FakeOffice(), FakeFeed()
        self.automations = Automations(self.office, Salon(self.feed))
        self.feed.salon(person(*Permission))
        self.feed.reset(*(replace(row, filters=filters or Filters()) for row in automations("upcoming_first")))

    def row(self, automation: str) -> AutomationRow:
        row = self.automations.get(automation)
        assert row is not None
        return row

    def only_for(self, automation: str = "upcoming_first") -> OnlyFor:
        return OnlyFor(self.row(automation), self.automations.salon)

    def dialog(self, automation: str = "upcoming_first") -> AutomationDialog:
        form = AutomationForm(self.row(automation), self.automations, lambda _: (), FakeToasts(), FakeClock(), ZONE)
        log = RunLog(automation, self.office, Known(lambda _: False, lambda _: ""), FakeClock(), ZONE)
        dialog = AutomationDialog(form, log)
        self.qtbot.addWidget(dialog)
        dialog.show()
        self.office.answer(TEXTS)
        return dialog


def opened(dialog: AutomationDialog, kind: str) -> TickMenu:
    field = dialog.only_for.fields[kind]
    click(field)
    assert field.menu is not None
    return field.menu


def tick(menu: TickMenu, one: str) -> None:
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.ticks[one]).center())


def test_a_message_is_for_everybody_until_it_is_narrowed(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.dialog()
    only_for = dialog.only_for
    assert (only_for.head.text(), only_for.fields["service"].isVisible()) == ("Everybody", False)
    click(only_for.head)
    assert only_for.fields["service"].accessibleName() == "Services, All services"
    menu = opened(dialog, "service")
    tick(menu, "svc-cut")
    tick(menu, "svc-toner")
    assert menu.isVisible()
    assert only_for.fields["service"].text() == "Cut & blow-dry, Toner"
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert dialog.form.only_for.filters.service_ids == ("svc-cut",)
    menu.close()
    tick(opened(dialog, "member"), "tm-anna")
    assert (only_for.head.text(), only_for.summary.isVisible()) == ("Only some clients", False)
    click(only_for.head)
    assert only_for.summary.text() == "Only for: Cut & blow-dry · with Anna (Studio Linden)"
    dialog.save.click()
    wish = WishedFilters(service_ids=("svc-cut",), team_member_ids=("tm-anna",))
    assert desk.office.changes()[-1] == SetAutomation("upcoming_first", SaveAutomation(filters=wish))


def test_the_first_line_takes_all_ticks_away(qtbot: QtBot) -> None:
    dialog = Desk(qtbot, Filters(service_ids=("svc-cut", "svc-toner"))).dialog()
    assert dialog.only_for.head.isChecked()
    menu = opened(dialog, "service")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(menu.actions()[0]).center())
    assert dialog.form.only_for.filters == Filters()
    assert [action.isChecked() for action in menu.ticks.values()] == [False] * len(menu.ticks)


def test_each_message_is_narrowed_by_what_makes_sense_for_it(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    for automation, kinds in (
        ("upcoming_first", ("location", "service", "member", "status", "booked_by", "language")),
        ("cancelled", ("location", "service", "member", "booked_by", "language")),
        ("incomplete_booking", ("location", "service", "member", "language")),
    ):
        assert desk.only_for(automation).kinds() == kinds
    desk.feed.reset(LOCATIONS[0])
    assert "location" not in desk.only_for().kinds()


def test_what_is_archived_or_gone_is_named_while_it_is_set_and_not_offered_after(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Filters(service_ids=("svc-toner", "svc-gone"), team_member_ids=("tm-old",)))
    desk.feed.reset(*(replace(row, archived=row.id == "svc-toner") for row in SERVICES))
    desk.feed.reset(*TEAM, member("tm-old", "Olaf", archived=True))
    only_for = desk.only_for()
    assert only_for.words("service") == "Toner (archived), one that is not there any more"
    assert only_for.words("member") == "Olaf (Studio Linden) (archived)"
    assert {"svc-toner", "svc-gone"} <= {choice.id for choice in only_for.choices("service") if choice.chosen}
    only_for.toggle("service", "svc-toner")
    only_for.toggle("service", "svc-gone")
    only_for.toggle("member", "tm-old")
    assert not {"svc-toner", "svc-gone"} & {choice.id for choice in only_for.choices("service")}
    assert "tm-old" not in {choice.id for choice in only_for.choices("member")}
    assert only_for.filters == Filters()


def test_booked_by_either_is_booked_by_anybody(qtbot: QtBot) -> None:
    only_for = Desk(qtbot).only_for()
    only_for.toggle("booked_by", "client")
    assert (only_for.filters.booked_by, only_for.summary()) == ("client", "Only for: booked by the client, online")
    only_for.toggle("booked_by", "staff")
    assert (only_for.filters.booked_by, only_for.words("booked_by")) == (None, "Anybody")


def test_who_serves_elsewhere_is_said_and_nothing_is_lost(qtbot: QtBot) -> None:
    dialog = Desk(qtbot).dialog()
    dialog.form.only_for.toggle("location", KANAL)
    dialog.form.only_for.toggle("member", "tm-anna")
    assert dialog.save.accessibleDescription() == "None of these team members serves at these locations."
    dialog.form.only_for.toggle("location", LINDEN)
    assert dialog.save.isEnabled()
    assert dialog.form.only_for.filters.location_ids == (KANAL, LINDEN)


def test_what_the_server_refuses_stays_chosen(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.dialog()
    dialog.form.only_for.toggle("service", "svc-cut")
    dialog.save.click()
    desk.office.refuse("service_unknown", "$.filters.service_ids")
    assert dialog.notice.text() == "One of the services is not there any more."
    assert (dialog.isVisible(), dialog.form.only_for.filters.service_ids) == (True, ("svc-cut",))


def test_a_form_says_that_somebody_else_has_narrowed_it_meanwhile(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.dialog()
    dialog.form.only_for.toggle("service", "svc-cut")
    narrowed = replace(desk.row("upcoming_first"), filters=Filters(service_ids=("svc-toner",)))
    desk.feed.put(narrowed)
    assert dialog.overtaken.text().startswith("Someone else has changed this")
    assert dialog.form.only_for.filters.service_ids == ("svc-cut",)


def test_the_list_says_for_whom_a_message_is(qtbot: QtBot) -> None:
    ids = tuple(row.id for row in SERVICES)
    desk = Desk(qtbot, Filters((LINDEN,), ids, (Status.BOOKED,), languages=("de", "fr")))
    card = AutomationsCard("reminders", desk.automations)
    qtbot.addWidget(card)
    card.show()
    assert card.rows[0].only_for.text() == (
        f"Only for: Studio Linden · Cut & blow-dry and {len(ids) - 1} more · not confirmed yet · Deutsch, Français"
    )
    desk.feed.reset(*automations())
    assert not card.rows[0].only_for.isVisible()


def test_a_local_time_is_set_for_days_alone(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    dialog = desk.dialog()
    timing = dialog.timing
    assert (timing.at.isVisible(), timing.at.currentText()) == (True, "at the same time of day")
    assert [timing.at.itemText(index) for index in (1, timing.at.count() - 1)] == ["at 08:00", "at 20:30"]
    index = timing.at.findText("at 18:00")
    timing.at.setCurrentIndex(index)
    timing.at.activated.emit(index)
    assert timing.words.text() == "1 day before, at 18:00"
    timing.unit.activated.emit(timing.unit.findData("hours"))
    assert (timing.at.isVisible(), timing.words.text()) == (False, "1 hour before")
    timing.unit.activated.emit(timing.unit.findData("days"))
    assert timing.at.currentText() == "at 18:00"
    dialog.save.click()
    wish = WishedTiming("before", 1, "days", dt.time(18))
    assert desk.office.changes()[-1] == SetAutomation("upcoming_first", SaveAutomation(timing=wish))


@pytest.mark.parametrize(
    ("automation", "unit", "amount", "words"),
    [
        ("upcoming_first", "days", "", "Please enter a whole number, from 1 on."),
        ("upcoming_first", "days", "1.5", "Please enter a whole number, from 1 on."),
        ("upcoming_first", "days", "-2", "Please enter a whole number, from 1 on."),
        ("upcoming_first", "days", "61", "That is too long: at most 60 days."),
        ("upcoming_first", "hours", "1441", "That is too long: at most 1,440 hours."),
        ("incomplete_booking", "hours", "24", "That is too long: at most 23 hours."),
        ("incomplete_booking", "minutes", "999999", "That is too long: at most 1,380 minutes."),
    ],
)
def test_an_impossible_time_is_refused_with_what_can_be_and_stays_typed(
    qtbot: QtBot, automation: str, unit: str, amount: str, words: str
) -> None:
    dialog = Desk(qtbot).dialog(automation)
    timing = dialog.timing
    if automation == "incomplete_booking":
        timing.when.activated.emit(timing.when.findData("after"))
        assert timing.unit.findData("days") < 0
    timing.unit.activated.emit(timing.unit.findData(unit))
    timing.amount.setText(amount)
    assert dialog.save.accessibleDescription() == words
    assert timing.amount.text() == amount

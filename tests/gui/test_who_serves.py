"""Settings, Who serves: the list, and the form with its hours and times off."""

import datetime as dt
from dataclasses import replace

import msgspec
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.catalogue_pages import CataloguePages
from desktop.models.member_form import Away, MemberForm
from desktop.models.salon import Salon
from desktop.views.settings.catalogue import ServingCard
from desktop.views.settings.member import MemberDialog
from desktop.views.shell.question import Question
from domain.constants import HOUR
from domain.permissions import Permission
from domain.times import instant
from domain.wire.catalogue import Affected, AffectedAppointment, SaveHours, SaveTeamMember, SaveTimeOff
from domain.wire.rows import TeamMemberRow, TimeOff, WorkingHours
from tests.gui.support.fakes import FakeActs, FakeClock, FakeFeed, FakeOffice, FakeToasts
from tests.gui.support.rows import LINDEN, TODAY, TONER, ZONE, appointment, person

pytestmark = pytest.mark.row("B24")

NINE, NOON, FIVE = dt.time(9), dt.time(12), dt.time(17)
DORA = TeamMemberRow("tm-dora", LINDEN, "Dora", ("svc-cut",), (WorkingHours(0, NINE, FIVE),))


class Desk:
    def __init__(self, qtbot: QtBot, *permissions: Permission) -> None:
        self.feed, self.office, self.toasts = FakeFeed(), FakeOffice(), FakeToasts()
        self.salon, self.window = Salon(self.feed), QWidget()
        qtbot.addWidget(self.window)
        self.dialogs: list[MemberDialog] = []
        acts, clock = FakeActs(self.feed), FakeClock()
        self.pages = CataloguePages(
            self.office,
            acts,
            self.salon,
            self.toasts,
            clock,
            self.window,
            self.dialogs.append,  # type: ignore[arg-type]  # only these are opened here
        )
        self.pages.serving.show_location(LINDEN)
        self.page = self.pages.serving_page()
        self.page.setParent(self.window)
        (self.card,) = self.page.findChildren(ServingCard)
        self.feed.salon(person(*(permissions or tuple(Permission))))
        self.feed.put(DORA)

    def form(self, member_id: str = "tm-dora") -> MemberForm:
        self.pages.edit_member(member_id)
        return self.dialogs[-1].form

    def names(self) -> list[str]:
        return [line.name for line in self.pages.serving.lines()]

    def asked(self) -> SaveTeamMember:
        change = self.office.changes()[-1]
        assert isinstance(change, SaveTeamMember)
        return change


def test_days_in_a_row_with_the_same_hours_are_told_once(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    whole = [WorkingHours(day, NINE, FIVE) for day in (0, 1, 2, 4)]
    desk.feed.put(
        msgspec.structs.replace(DORA, hours=(*whole, WorkingHours(3, NINE, NOON), WorkingHours(5, NOON, FIVE)))
    )
    (line,) = (line for line in desk.pages.serving.lines() if line.id == DORA.id)
    assert line.about == ("1 service · Mon–Wed 09:00–17:00, Thu 09:00–12:00, Fri 09:00–17:00, Sat 12:00–17:00")


def test_a_form_is_saved_whole_and_closes_with_a_word(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    form = desk.form()
    desk.dialogs[-1].name.setText("Dora Dent")
    form.add_hours(1)
    form.choose("svc-toner", True)
    form.submit()
    hours = (SaveHours(0, NINE, FIVE), SaveHours(1, NINE, FIVE))
    assert desk.asked() == SaveTeamMember("tm-dora", LINDEN, "Dora Dent", ("svc-cut", "svc-toner"), hours)
    closed: list[bool] = []
    form.finished.connect(lambda: closed.append(True))
    desk.office.made()
    assert closed
    assert desk.toasts.texts == ["Dora Dent was saved."]


def test_somebody_new_begins_empty_with_an_id_of_the_desk(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.card.add.click()
    form = desk.dialogs[-1].form
    assert form.why_not() == "Please enter a name."
    form.set_name("Emil")
    form.submit()
    assert desk.asked().id not in {"", "tm-dora"}
    assert desk.asked().location_id == LINDEN


def test_refused_or_offline_the_form_stays_as_it_was(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    form = desk.form()
    form.set_name("Dora Dent")
    form.submit()
    desk.office.unreachable()
    assert desk.dialogs[-1].notice.text().startswith("The server could not be asked")
    form.submit()
    desk.office.refuse("hours_overlap", "$.hours[1]")
    assert desk.dialogs[-1].notice.text() == "Two of these working hours of a day overlap."
    assert form.name == "Dora Dent"


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (FIVE, NINE, "These hours end before they begin."),
        (NINE, NINE, "These hours end before they begin."),
        (NOON, FIVE, "These hours overlap others of the same day."),
    ],
)
def test_wrong_hours_are_said_beneath_them_and_asked_of_nobody(
    qtbot: QtBot, start: dt.time, end: dt.time, why: str
) -> None:
    desk = Desk(qtbot)
    form = desk.form()
    form.add_hours(0)
    form.set_hours(1, WorkingHours(0, start, end))
    assert (form.wrong_hours(0), form.wrong_hours(1)) == ("", why)
    form.submit()
    assert not desk.office.asked
    form.remove_hours(1)
    assert form.why_not() == ""


def test_a_second_stretch_follows_the_first(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    form = desk.form()
    form.add_hours(0)
    assert form.why_not() == ""
    assert form.hours[1].start > form.hours[0].end


def test_a_time_off_over_appointments_says_which_stay_booked(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    line = msgspec.structs.replace(TONER, team_member_id="tm-dora")
    start = dt.datetime.combine(TODAY, FIVE)
    desk.feed.put(appointment(1, start, client_name="Mia Novak", lines=(line,), team_member_id="tm-dora"))
    form = desk.form()
    form.add_away()
    assert form.affected() == ""
    form.set_away(0, Away(TODAY, TODAY))
    assert "17:00" in form.affected()
    assert "Mia Novak" in form.affected()
    form.set_away(0, Away(TODAY, TODAY, since=dt.time(19)))
    assert form.affected() == ""


def test_the_server_says_what_is_booked_and_a_later_change_is_asked_anew(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    form = desk.form()
    form.add_away()
    form.set_away(0, Away(TODAY, TODAY))
    qtbot.waitUntil(lambda: len(desk.office.questions) == 1)
    member_id, times, _ = desk.office.questions[0]
    start, end = instant(dt.datetime.combine(TODAY, dt.time()), ZONE), times.time_off[0].end_at
    assert (member_id, times.time_off[0].start_at) == ("tm-dora", start)
    first = AffectedAppointment("a-1", start + 9 * HOUR, "Mia Novak")
    desk.office.tell_affected(Affected(2, (first, AffectedAppointment("a-2", start + 12 * HOUR))))
    said = desk.dialogs[-1].away.affected.text()
    assert said.startswith("2 appointments are in this time and stay booked: ")
    assert "09:00 Mia Novak" in said
    assert "12:00" in said
    form.set_away(0, Away(TODAY, TODAY, until=dt.time(8)))
    assert form.affected() == ""
    qtbot.waitUntil(lambda: len(desk.office.questions) == 2)
    desk.office.tell_affected(None)
    assert form.affected() == ""
    assert desk.office.questions[1][1].time_off[0].end_at < end


def test_a_time_off_that_is_saved_already_is_not_asked_about(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    start = instant(dt.datetime.combine(TODAY, NOON), ZONE)
    desk.feed.put(msgspec.structs.replace(DORA, time_off=(TimeOff(start, start + HOUR),)))
    form = desk.form()
    assert form.affected() == ""
    form.add_away()
    qtbot.waitUntil(lambda: len(desk.office.questions) == 1)
    assert len(desk.office.questions[0][1].time_off) == 1


def test_a_time_off_is_whole_days_or_from_a_time_to_a_time(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    form = desk.form()
    form.add_away()
    form.set_away(0, Away(TODAY, TODAY + dt.timedelta(days=1)))
    form.submit()
    first = instant(dt.datetime.combine(TODAY, dt.time()), ZONE)
    assert desk.asked().time_off == (SaveTimeOff(first, first + 48 * HOUR),)


@pytest.mark.parametrize(
    ("away", "why"),
    [
        (Away(TODAY, TODAY, FIVE, NINE), "This time off ends before it begins."),
        (Away(TODAY, TODAY, FIVE, FIVE), "This time off ends before it begins."),
        (Away(TODAY, TODAY, NINE, FIVE), ""),
    ],
)
def test_a_time_off_that_ends_before_it_begins_is_said(qtbot: QtBot, away: Away, why: str) -> None:
    desk = Desk(qtbot)
    form = desk.form()
    form.add_away()
    form.set_away(0, away)
    assert form.wrong_away(0) == why
    form.add_away()
    form.set_away(1, away)
    assert form.why_not()


def test_daylight_saving_nights(qtbot: QtBot) -> None:
    """The night of 28 March 2027 has no 02:30; that of 31 October 2027 has two, of which the first is meant."""
    desk = Desk(qtbot)
    form = desk.form()
    spring, autumn, half_past_two = dt.date(2027, 3, 28), dt.date(2027, 10, 31), dt.time(2, 30)
    form.add_away()
    form.set_away(0, Away(spring, spring, half_past_two, dt.time(3, 30)))
    assert form.wrong_away(0) == "This time off ends before it begins."
    form.set_away(0, Away(autumn, autumn, half_past_two, dt.time(3)))
    form.submit()
    (off,) = desk.asked().time_off
    assert off.end_at - off.start_at == HOUR + HOUR // 2
    desk.office.unreachable()
    form.set_away(0, Away(spring, spring))
    form.submit()
    (off,) = desk.asked().time_off
    assert off.end_at - off.start_at == 23 * HOUR


def test_a_time_off_that_is_not_touched_stays_to_the_microsecond(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    second_half_past_two = instant(dt.datetime(2027, 10, 31, 2, 30), ZONE) + HOUR
    off = TimeOff(second_half_past_two, second_half_past_two + HOUR)
    desk.feed.put(msgspec.structs.replace(DORA, time_off=(off,)))
    form = desk.form()
    form.set_name("Dora D")
    form.submit()
    assert desk.asked().time_off == (SaveTimeOff(off.start_at, off.end_at),)


def test_what_somebody_else_changed_meanwhile_is_said(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    form = desk.form()
    before = form.overtaken
    desk.feed.put(msgspec.structs.replace(DORA, name="Dorothea"))
    assert (before, form.overtaken) == (False, True)
    assert form.name == "Dora"


def test_archiving_asks_and_bringing_back_does_not(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    desk.window.show()
    desk.card.archive_requested.emit("tm-dora", True)
    assert not desk.office.asked
    question = desk.window.findChild(Question)
    assert question is not None
    question.lose.click()
    assert desk.asked().archived
    desk.office.made()
    desk.feed.put(msgspec.structs.replace(DORA, archived=True))
    assert "Dora" not in desk.names()
    desk.card.with_archived.click()
    assert desk.names()[-1] == "Dora"
    desk.card.archive_requested.emit("tm-dora", False)
    assert not desk.asked().archived
    assert desk.asked().hours == (SaveHours(0, NINE, FIVE),)


def test_without_the_permission_nothing_is_changed(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Permission.MANAGE_TEAM)
    assert not desk.card.add.isEnabled()
    form = desk.form()
    form.submit()
    assert not desk.office.asked


def test_the_editors_pass_on_what_is_chosen(qtbot: QtBot) -> None:
    desk = Desk(qtbot)
    form, dialog = desk.form(), desk.dialogs[-1]
    monday = dialog.hours.days[0]
    box = monday.rows[0].end
    box.activated.emit(box.findText("12:00"))
    assert form.hours == (WorkingHours(0, NINE, NOON),)
    monday.add.click()
    assert len(monday.rows) == 2
    monday.rows[0].remove.click()
    assert len(form.hours) == 1
    dialog.away.add.click()
    row = dialog.away.rows[0]
    row.first.chosen.emit(TODAY + dt.timedelta(days=9))
    assert form.away[0] == replace(form.away[0], first=TODAY + dt.timedelta(days=9), last=TODAY + dt.timedelta(days=9))
    row.remove.click()
    assert form.away == ()
    dialog.services.all.click()
    assert all(sold.chosen for sold in form.services())

"""One location or all of them together: what each page shows then, and what the person may do where."""

import datetime as dt

import msgspec
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.models.places import ALL, Places
from desktop.models.search_hits import Kind
from desktop.views.booking.dialog import BookingDialog
from desktop.views.clients.edit import ClientDialog
from desktop.workplace import SCHEDULER, TODAY, Workplace
from domain.permissions import Permission
from domain.wire.rows import ClientRow, Grant, NoticeRow, PersonRow
from tests.gui.support.clicks import texts
from tests.gui.support.fakes import (
    FakeActs,
    FakeClientFiles,
    FakeClock,
    FakeColleagues,
    FakeFeed,
    FakeOffice,
    FakeOpener,
    FakeSlots,
    FakeToasts,
)
from tests.gui.support.rows import KANAL, LINDEN, LOCATIONS, NOW, WISH, appointment, draft

pytestmark = pytest.mark.row("N25")

WORK = (Permission.MANAGE_WAITLIST, Permission.VIEW_SCHEDULE, Permission.BOOK_APPOINTMENTS)


def staff(**places: tuple[Permission, ...]) -> PersonRow:
    ids = {"linden": LINDEN, "kanal": KANAL}
    grants = tuple(Grant(ids[place], tuple(sorted(may))) for place, may in places.items())
    return PersonRow("p-1", "biz", "Studio Linden", "Ana", grants)


class Work:
    def __init__(self, qtbot: QtBot, chosen: str, **places: tuple[Permission, ...]) -> None:
        self.feed, self.window, self.toasts = FakeFeed(), QWidget(), FakeToasts()
        qtbot.addWidget(self.window)
        self.place = Workplace(
            self.feed,
            FakeActs(self.feed),
            FakeSlots(),
            FakeClientFiles(),
            FakeOpener(),
            self.toasts,
            FakeClock(),
            "light",
            chosen,
            self.window,
            FakeColleagues(),
            FakeOffice(),
        )
        self.place.shell.setParent(self.window)
        self.chosen: list[str] = []
        self.place.locations.chosen.connect(self.chosen.append)
        self.feed.salon(staff(**places))
        self.feed.reset(draft(1), draft(2, client_name="Lena", location_id=KANAL))
        later = WISH + dt.timedelta(hours=1)
        self.feed.reset(appointment(1, WISH), appointment(2, later, location_id=KANAL))
        self.window.show()

    def drafts(self) -> set[str]:
        drafts = self.place.drafts
        return {drafts.at(row).client_name for row in range(drafts.rowCount())}

    def choose(self, name: str) -> None:
        (action,) = [one for one in self.place.shell.bar.location.menu().actions() if one.text() == name]
        action.trigger()


def test_all_is_offered_to_whoever_has_several(qtbot: QtBot) -> None:
    work = Work(qtbot, LINDEN, linden=WORK, kanal=WORK)
    names = [action.text() for action in work.place.shell.bar.location.menu().actions()]
    assert names == [*(location.name for location in LOCATIONS), "All locations"]
    alone = Work(qtbot, ALL, linden=WORK)
    assert not alone.place.shell.bar.location.isEnabled()
    assert alone.place.shell.bar.location.text() == LOCATIONS[0].name


def test_all_lists_every_location_together_and_each_card_says_where(qtbot: QtBot) -> None:
    work = Work(qtbot, LINDEN, linden=WORK, kanal=WORK)
    assert work.drafts() == {"Sarah Lindqvist"}
    work.choose("All locations")
    assert work.chosen == [ALL]
    assert work.place.shell.bar.location.text() == "All locations"
    assert work.drafts() == {"Sarah Lindqvist", "Lena"}
    overview = work.place.today.overview()
    assert overview.appointments == "2"
    assert [one.team_member.split(", ")[-1] for one in overview.coming] == [place.name for place in LOCATIONS]
    assert work.place.shell.rail.entry(SCHEDULER).waiting() == 2
    card = work.place._models.cards.card(draft(2, location_id=KANAL), FakeClock().now())
    assert card.wanted.endswith(LOCATIONS[1].name)
    work.choose(LOCATIONS[1].name)
    assert work.drafts() == {"Lena"}
    assert LOCATIONS[1].name not in work.place._models.cards.card(draft(2, location_id=KANAL), FakeClock().now()).wanted


def test_the_calendar_stays_one_location_and_says_which(qtbot: QtBot) -> None:
    work = Work(qtbot, ALL, linden=WORK, kanal=WORK)
    assert work.place.scheduler.location_id == LINDEN
    assert work.place.scheduler.picture().title.endswith(LOCATIONS[0].name)
    work.place.open_appointment("appointment-2")
    assert work.place.scheduler.location_id == KANAL
    assert work.place.scheduler.picture().title.endswith(LOCATIONS[1].name)
    assert work.place.shell.bar.location.text() == "All locations"
    assert work.chosen == []


def test_a_card_of_another_location_is_not_outlined_in_this_calendar(qtbot: QtBot) -> None:
    work = Work(qtbot, ALL, linden=WORK, kanal=WORK)
    work.place.scheduler.want(draft(2).id)
    assert work.place.scheduler.wanting() is None
    work.place.open_draft(draft(2).id)
    assert work.place.scheduler.location_id == KANAL
    qtbot.waitUntil(lambda: work.place.scheduler.wanting() is not None)


@pytest.mark.row("B18")
def test_each_location_shows_what_she_may_see_there(qtbot: QtBot) -> None:
    work = Work(qtbot, ALL, linden=(Permission.VIEW_SCHEDULE,), kanal=(Permission.MANAGE_WAITLIST,))
    overview = work.place.today.overview()
    assert overview.appointments == "1"
    assert overview.waiting is not None
    work.feed.salon(staff(linden=(Permission.VIEW_SCHEDULE,), kanal=(Permission.VIEW_SCHEDULE,)))
    assert work.place.today.overview().waiting is None
    assert work.toasts.texts == ["You may not see incomplete bookings at this location any more."]


def test_a_location_that_is_lost_leaves_the_others(qtbot: QtBot) -> None:
    work = Work(qtbot, ALL, linden=WORK, kanal=WORK)
    work.feed.salon(staff(kanal=WORK))
    assert work.place.places.at == KANAL
    assert work.drafts() == {"Lena"}
    assert work.place.shell.bar.location.text() == LOCATIONS[1].name
    work.feed.salon(staff())
    assert work.place.places.chosen is None
    assert work.place.shell.current() != TODAY


def test_going_to_a_place_is_a_choice_only_when_one_is_seen() -> None:
    places = Places(LINDEN)
    places.settle(staff(linden=WORK, kanal=WORK), {row.id: row for row in LOCATIONS})
    assert places.go_to(KANAL)
    assert places.wanted == KANAL
    places.choose(ALL)
    assert not places.go_to(LINDEN)
    assert [places.wanted, places.at] == [ALL, LINDEN]


@pytest.mark.row("N17")
def test_together_everything_that_is_found_says_where(qtbot: QtBot) -> None:
    work = Work(qtbot, LINDEN, linden=WORK, kanal=WORK)

    def notes(typed: str) -> list[str]:
        groups = work.place.palette.search.answer(typed)
        return [hit.note for group in groups for hit in group.hits if hit.kind is not Kind.COMMAND]

    assert [note.startswith("Studio Kanal: ") for note in notes("Lena")] == [True]
    assert not any(note.startswith("Studio Linden: ") for note in notes("Sarah"))
    work.choose("All locations")
    assert {note.split(":")[0] for note in notes("Sarah")} == {"Studio Linden", "Studio Kanal"}
    work.choose("Studio Kanal")
    assert {note.split(":")[0] for note in notes("Lena")} == {"incomplete booking, 22 min ago"}


@pytest.mark.row("N17", "N14")
def test_together_the_box_offers_what_may_be_done_anywhere_and_does_it_there(qtbot: QtBot) -> None:
    kanal = (Permission.BOOK_APPOINTMENTS, Permission.MANAGE_WAITLIST)
    work = Work(qtbot, LINDEN, linden=(Permission.VIEW_SCHEDULE,), kanal=kanal)
    wanted = {"book", "wait", "client"}

    def offered() -> set[str]:
        return {command.name for command in work.place.palette.commands()} & wanted

    assert offered() == set()
    work.choose("All locations")
    assert offered() == wanted
    work.place.palette.booking_asked.emit("")
    booking = work.window.findChildren(BookingDialog)[-1]
    assert booking.form.place_name == "Studio Kanal"
    assert "Studio Kanal" in texts(booking)
    work.place.client_records.add("Nadja")
    new = work.window.findChildren(ClientDialog)[-1]
    assert new.form.location_id == KANAL


@pytest.mark.row("N23")
def test_together_a_clients_card_says_where_each_thing_was(qtbot: QtBot) -> None:
    work = Work(qtbot, LINDEN, linden=(*WORK, Permission.VIEW_CLIENTS), kanal=WORK)
    work.feed.reset(ClientRow("client-1", "Sarah Lindqvist"))
    later = WISH + dt.timedelta(hours=1)
    of_hers = [appointment(1, WISH, client_id="client-1"), appointment(2, later, client_id="client-1")]
    work.feed.reset(of_hers[0], msgspec.structs.replace(of_hers[1], location_id=KANAL))

    def places() -> list[str]:
        card = work.place.client_records.cards.card("client-1")
        assert card is not None
        return [line.what.rpartition(" · ")[2] for line in card.coming if " · Studio" in line.what]

    assert places() == ["Studio Kanal"]
    work.choose("All locations")
    assert places() == ["Studio Linden", "Studio Kanal"]


@pytest.mark.row("B5")
def test_the_bell_joins_all_locations_and_a_line_leads_there(qtbot: QtBot) -> None:
    work = Work(qtbot, ALL, linden=WORK, kanal=WORK)
    work.feed.reset(
        NoticeRow("n-1", LINDEN, draft(1).id, "incomplete", NOW),
        NoticeRow("n-2", KANAL, draft(2).id, "incomplete", NOW),
    )
    assert {(line.client_name, line.place) for line in work.place.notices.newest()} == {
        ("Sarah Lindqvist", "Studio Linden"),
        ("Lena", "Studio Kanal"),
    }
    work.place.lists.draft_opened.emit(draft(2).id)
    assert work.place.places.at == KANAL
    assert work.place.shell.bar.location.text() == "All locations"
    work.feed.salon(staff(linden=WORK, kanal=(Permission.VIEW_SCHEDULE,)))
    assert work.place.places.all

"""One location or all of them together: what each page shows then, and what the person may do where."""

import datetime as dt

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.models.places import ALL, Places
from desktop.workplace import SCHEDULER, TODAY, Workplace
from domain.permissions import Permission
from domain.wire.rows import Grant, PersonRow
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
from tests.gui.support.rows import KANAL, LINDEN, LOCATIONS, WISH, appointment, draft

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

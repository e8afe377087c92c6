"""What the box finds: among whom, in which order, said how, and never without permission."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop.models.found_rows import FoundRows
from desktop.models.name_index import Contact, NameIndex
from desktop.models.search import Command, Search
from desktop.models.search_hits import Group, HitWords, Kind
from desktop.models.sorted_words import SortedWords
from desktop.models.waitlist_cards import WaitCards
from desktop.texts import use_language
from domain.appointments import Status
from domain.constants import DAY
from domain.drafts import Phase
from domain.finding import sought
from domain.permissions import Permission
from domain.wire.rows import ClientRow, Grant, PersonRow, WaitlistEntryRow
from tests.gui.support.desk import Desk
from tests.gui.support.fakes import FakeFeed
from tests.gui.support.rows import CUT, KANAL, LINDEN, NOW, WISH, appointment, draft, person

SARAH = ClientRow("client-1", "Sarah Lindqvist", "+46701234567", "sarah@example.org", visits=3)
ZOE = ClientRow("client-2", "Zoë King", "+491713920020")
COMMANDS = (Command("book", "Book appointment", "new"), Command("sync", "Sync now", "refresh", "F5"))


def waits(number: int = 1, name: str = "Sarah Lindqvist", location_id: str = LINDEN) -> WaitlistEntryRow:
    return WaitlistEntryRow(
        f"entry-{number}", location_id, "client-1", name, (CUT,), (), NOW - DAY, "pending", phone="+46701234567"
    )


class Box:
    """The models of a desk with a search over them."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.feed = self.desk.feed
        self.about: dict[str, tuple[Command, ...]] = {}
        words = HitWords(
            self.desk.salon, self.desk.cards, WaitCards(self.desk.salon, self.desk.pending, self.desk.openings)
        )
        self.search = Search(
            self.feed,
            self.desk.clients,
            self.desk.salon,
            words,
            lambda: COMMANDS,
            lambda row: self.about.get(row.id, ()),
            self.desk.clock,
        )
        self.search.show_location(LINDEN)

    def ids(self, typed: str) -> list[str]:
        return [hit.id for group in self.search.answer(typed) for hit in group.hits]

    def group(self, typed: str, kind: Kind) -> Group:
        return next(group for group in self.search.answer(typed) if group.hits[0].kind is kind)


@pytest.fixture
def box() -> Box:
    made = Box()
    made.feed.reset(SARAH, ZOE)
    made.feed.reset(draft(1), draft(2, client_name="Zoë King", phone="+491713920020", email=None))
    made.feed.reset(waits())
    made.feed.reset(appointment(1, WISH, client_id="client-1", client_name="Sarah Lindqvist"))
    return made


@pytest.mark.row("N17")
def test_one_text_finds_her_in_everything_she_is_in(box: Box) -> None:
    kinds = [(group.title, [hit.id for hit in group.hits]) for group in box.search.answer("lindq")]
    assert kinds == [
        ("Clients", ["client-1"]),
        ("Incomplete bookings", [draft(1).id]),
        ("Waitlist", ["entry-1"]),
        ("Appointments", ["appointment-1"]),
    ]


@pytest.mark.row("N17")
@pytest.mark.parametrize("typed", ["+46 70 123 45 67", "070-123 45 67", "4567", "SARAH@example", "sarah 4567"])
def test_her_number_and_address_find_all_of_it_too(box: Box, typed: str) -> None:
    expected = [] if "@" in typed else ["entry-1"]  # this one has no address
    assert box.ids(typed) == ["client-1", draft(1).id, *expected, "appointment-1"]


@pytest.mark.row("N17")
def test_a_hit_tells_enough_not_to_open_it(box: Box) -> None:
    assert box.group("zoe", Kind.DRAFT).hits[0].words == (
        "Zoë King, +49 171 3920020, Today 14:30 with Anna, incomplete booking, 22 min ago"
    )
    assert box.group("sarah", Kind.CLIENT).hits[0].words == (
        "Sarah Lindqvist, +46 70 123 45 67, sarah@example.org, 3 visits"
    )
    assert box.group("sarah", Kind.APPOINTMENT).hits[0].words == (
        "Sarah Lindqvist, Today 14:30 with Ben, Beard trim, booked"
    )
    assert "on the waitlist, added 1 day ago" in box.group("sarah", Kind.WAITING).hits[0].words


@pytest.mark.row("N17")
def test_what_is_over_is_not_found_and_what_is_next_comes_first(box: Box) -> None:
    box.feed.put(draft(1, phase=Phase.DISMISSED), draft(2, client_name="Sarah Late", removed_at=NOW - 1))
    box.feed.put(waits(1, name="Somebody Else"))
    past = appointment(2, WISH.replace(day=1), client_name="Sarah Past")
    later = appointment(3, WISH.replace(day=27), client_name="Sarah Later")
    gone = appointment(4, WISH, client_name="Sarah Gone", status=Status.CANCELLED)
    box.feed.put(past, later, gone)
    found = [hit.id for hit in box.group("sarah", Kind.APPOINTMENT).hits]
    assert found == ["appointment-1", "appointment-3", "appointment-2", "appointment-4"]
    kinds = {group.hits[0].kind for group in box.search.answer("sarah")}
    assert kinds == {Kind.CLIENT, Kind.APPOINTMENT}


@pytest.mark.row("N17")
def test_more_than_are_shown_are_told_of(box: Box) -> None:
    assert not any(group.more for group in box.search.answer("sarah"))
    box.feed.put(*(ClientRow(f"client-1{n}", f"Sarah {n}") for n in range(4)))
    assert (len(box.group("sarah", Kind.CLIENT).hits), box.group("sarah", Kind.CLIENT).more) == (5, False)
    box.feed.put(ClientRow("client-15", "Sarah 5"))
    assert (len(box.group("sarah", Kind.CLIENT).hits), box.group("sarah", Kind.CLIENT).more) == (5, True)


@pytest.mark.row("N17", "N25")
def test_what_is_elsewhere_says_where(box: Box) -> None:
    grants = tuple(Grant(at, tuple(Permission)) for at in (LINDEN, KANAL))
    box.feed.reset(PersonRow("person-ana", "biz", "Studio Linden", "Ana", grants))
    box.feed.put(draft(3, client_name="Kim Kanal", location_id=KANAL))
    assert box.group("kim", Kind.DRAFT).hits[0].note == "Studio Kanal: incomplete booking, 22 min ago"


@pytest.mark.row("N17", "B18")
@pytest.mark.parametrize(
    ("permission", "kinds"),
    [
        (Permission.MANAGE_WAITLIST, [Kind.CLIENT, Kind.DRAFT, Kind.WAITING]),
        (Permission.VIEW_SCHEDULE, [Kind.APPOINTMENT]),
        (Permission.VIEW_CLIENTS, [Kind.CLIENT]),
        (Permission.BOOK_APPOINTMENTS, [Kind.CLIENT]),
        (Permission.MANAGE_AUTOMATIONS, []),
    ],
)
def test_nothing_appears_without_its_permission(box: Box, permission: Permission, kinds: list[Kind]) -> None:
    box.feed.reset(person(permission))
    assert [group.hits[0].kind for group in box.search.answer("sarah")] == kinds
    box.feed.reset(person(permission, location_id=KANAL))
    elsewhere = [kind for kind in kinds if kind is Kind.CLIENT]
    assert [group.hits[0].kind for group in box.search.answer("sarah")] == elsewhere


@pytest.mark.row("N14")
def test_commands_are_filtered_while_typing_and_stand_alone_before_anything_is_typed(box: Box) -> None:
    assert box.ids("") == ["book", "sync"]
    assert box.ids("now") == ["sync"]
    assert box.ids("refre") == ["sync"]
    assert box.ids(">sarah") == []
    assert box.ids("> appointment") == ["book"]


@pytest.mark.row("N14", "N17")
def test_what_can_be_done_for_her_stands_below_when_few_are_found(box: Box) -> None:
    box.about = {"client-1": (Command("for 1", "Book for Sarah Lindqvist"),)}
    assert box.group("sarah", Kind.COMMAND).hits[0].id == "for 1"
    box.feed.put(*(ClientRow(f"client-1{n}", f"Sarah {n}") for n in range(5)))
    assert "for 1" not in box.ids("sarah")


@pytest.mark.row("N14")
@pytest.mark.parametrize(
    ("language", "typed", "day"),
    [
        ("en", "tomorrow", "2026-11-21"),
        ("en", "fri", "2026-11-20"),
        ("en", "mon", "2026-11-23"),
        ("en", "Wed 2 dec", "2026-12-02"),
        ("en", "24/12", "2026-12-24"),
        ("en", "3 jan", "2027-01-03"),
        ("en", "1.11.", "2026-11-01"),
        ("en", "2028-02-29", "2028-02-29"),
        ("en_US", "12/24", "2026-12-24"),
        ("de", "morgen", "2026-11-21"),
        ("de", "3. Mai", "2027-05-03"),
    ],
)
def test_a_day_is_gone_to_as_it_is_said(box: Box, language: str, typed: str, day: str) -> None:
    use_language([language])
    assert box.group(typed, Kind.DAY).hits[0].id == day


@pytest.mark.row("N14")
@pytest.mark.parametrize("typed", ["31 2", "2027-02-29", "070 123 45 67", "sa", "1", "20 ju", "13/13", "0/0"])
def test_what_is_no_day_is_none(box: Box, typed: str) -> None:
    assert not [group for group in box.search.answer(typed) if group.hits[0].kind is Kind.DAY]


@pytest.mark.row("N17")
def test_what_is_not_ready_yet_is_found_a_moment_later(qtbot: QtBot) -> None:
    feed = FakeFeed()
    found: FoundRows[ClientRow] = FoundRows(feed, ClientRow, lambda row: Contact(row.name, row.phone))
    feed.reset(*(ClientRow(f"c{n}", f"Client {n}", f"+4917{n:08}") for n in range(7_000)))
    assert [row.id for row in found.find(sought("client 10"), 1)] == ["c10"]
    assert found.find(sought("client 6999"), 1) == []
    with qtbot.waitSignal(found.changed):
        pass
    assert [row.id for row in found.find(sought("client 6999"), 1)] == ["c6999"]
    found_by_number = found.with_number("+491700006998")
    assert found_by_number is not None
    assert (found_by_number.id, len(found)) == ("c6998", 7_000)


def plainly(rows: dict[str, ClientRow], typed: str) -> set[str]:
    """Who fits, found by reading every row."""
    index: NameIndex[ClientRow] = NameIndex(lambda row: Contact(row.name, row.phone, row.email))
    found = set()
    for row in rows.values():
        index.clear()
        index.put(row)
        found |= {one.id for one in index.find(sought(typed), 1)}
    return found


@pytest.mark.row("N17")
def test_a_book_of_clients_that_changes_finds_what_reading_all_of_it_would() -> None:
    pick = random.Random(5)
    names = ("Anna", "Ännä", "Ben", "Zoë", "Müller", "Mueller", "娜", "O'Neill")
    index: NameIndex[ClientRow] = NameIndex(lambda row: Contact(row.name, row.phone, row.email))
    rows: dict[str, ClientRow] = {}
    for _ in range(900):
        row_id = f"c{pick.randrange(120)}"
        if row_id in rows and pick.random() < 0.4:
            index.drop(row_id)
            del rows[row_id]
        else:
            name = " ".join(pick.choices(names, k=2))
            rows[row_id] = ClientRow(
                row_id, name, f"+49{pick.randrange(1000):07}", f"x{pick.randrange(30)}@example.org"
            )
            index.put(rows[row_id])
    for typed in ("anna", "mu", "mueller z", "o'n b", "娜", "x1", "0000", "00012", "ben 000", "zoe zoe"):
        assert {row.id for row in index.find(sought(typed), 200)} == plainly(rows, typed), typed
    assert len(index) == len(rows)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("ab", max_size=3), max_size=60), st.text("ab", max_size=2), st.randoms(use_true_random=False))
def test_words_stay_in_order_whatever_comes_and_goes(words: list[str], prefix: str, pick: random.Random) -> None:
    held, kept = SortedWords(), list[str]()
    for word in words:
        held.add(word)
        kept.append(word)
        if pick.random() < 0.3:
            gone = pick.choice(kept)
            held.take(gone)
            kept.remove(gone)
    held.take("zzz")
    expected = sorted(word for word in kept if word.startswith(prefix))
    assert [word for stretch in held.beginning(prefix) for word in stretch] == expected
    assert held.count(prefix) == len(expected)


def test_many_words_are_kept_in_several_chunks() -> None:
    held = SortedWords()
    numbers = list(range(5_000))
    random.Random(3).shuffle(numbers)
    for number in numbers:
        held.add(f"{number:05}")
    assert [word for stretch in held.beginning("") for word in stretch] == [f"{number:05}" for number in range(5_000)]
    assert (held.count("0"), held.count("03"), held.count("1")) == (5_000, 1_000, 0)
    for number in range(0, 5_000, 2):
        held.take(f"{number:05}")
    assert [word for stretch in held.beginning("0499") for word in stretch] == [
        "04991",
        "04993",
        "04995",
        "04997",
        "04999",
    ]

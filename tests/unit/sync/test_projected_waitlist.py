"""What a desk shows of waiting actions on the waitlist, against a server of a few lines (row N3)."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.contacts import clean_lines
from domain.entity import entity_of
from domain.prices import resolve
from domain.waitlist import in_order, windows_of
from domain.wire.actions import (
    Action,
    AddWaitlistEntry,
    BookAppointment,
    Choice,
    CreateClient,
    EditWaitlistEntry,
    Payload,
    RemoveWaitlistEntry,
    RestoreWaitlistEntry,
    WishedWindow,
)
from domain.wire.base import Money
from domain.wire.rows import BundleItem, BundleRow, ClientRow, Fit, LocationRow, ServiceRow, WaitlistEntryRow
from sync.projection import laid_over, made_over, project_over
from sync.store.entry import Entry, State
from tests.support.clock import TUESDAY_NINE

NAMES = ("w1", "w2")
DAY = dt.date(2026, 3, 11)
SERVICES = {
    "cut": ServiceRow("cut", "Cut", 30, Money(3000, "EUR")),
    "gel": ServiceRow("gel", "Gel", 15, Money(900, "EUR")),
}
BUNDLES = {"both": BundleRow("both", "Both", (BundleItem("cut"), BundleItem("gel")), Money(3500, "EUR"))}
CLIENTS = {"c1": ClientRow("c1", "Zoë", "+4915112345678", "zoe@example.org")}
PLACES = {"l1": LocationRow("l1", "North", "Europe/Berlin", "EUR", "DE")}
HELD: dict[type, dict[str, Any]] = {ServiceRow: SERVICES, BundleRow: BUNDLES, ClientRow: CLIENTS, LocationRow: PLACES}

days = st.sampled_from([DAY, DAY + dt.timedelta(days=1)])
wished = st.builds(WishedWindow, days, st.just(dt.time(9)), st.just(dt.time(12)))
windows = st.lists(wished, min_size=1, max_size=3).map(tuple)
choices = st.sampled_from(
    [(Choice("cut"),), (Choice("cut", None, "both"), Choice("gel", None, "both")), (Choice("gone"),)]
)
names, notes = st.sampled_from(NAMES), st.sampled_from(["", " after work ", "one\ntwo\x07"])


def booked(name: str) -> BookAppointment:
    start = dt.datetime(2026, 3, 11, 10)
    return BookAppointment("a", "l1", "c1", (Choice("cut"),), start, waitlist_entry_id=name)


payloads: st.SearchStrategy[Payload] = st.one_of(
    st.builds(AddWaitlistEntry, names, st.just("l1"), st.sampled_from(["c1", "nobody"]), choices, windows, notes),
    st.builds(EditWaitlistEntry, names, choices, windows, notes),
    st.builds(RemoveWaitlistEntry, names),
    st.builds(RestoreWaitlistEntry, names),
    st.builds(booked, names),
)
actions = st.lists(payloads, max_size=8).map(lambda made: [entry(n, payload) for n, payload in enumerate(made)])
begins = st.lists(st.sampled_from(["pending", "removed", None]), min_size=2, max_size=2)


def entry(number: int, payload: Payload) -> Entry:
    return Entry(Action(f"a{number}", entity_of(payload), TUESDAY_NINE + number, payload), State.PENDING)


def known(of: type, row_id: str) -> Any:
    return HELD[of].get(row_id)


def row(name: str, status: Any) -> WaitlistEntryRow:
    lines = resolve((Choice("cut"),), SERVICES, BUNDLES).lines
    wished = in_order(windows_of([WishedWindow(DAY, dt.time(9), dt.time(12))]))
    fit = Fit(dt.datetime(2026, 3, 11, 9), 1, "anna", 0)
    return WaitlistEntryRow(
        name, "l1", "c1", "Zoë", lines, wished, 7, status, "+4915112345678", "zoe@example.org", "", (fit,)
    )


def served(rows: dict[str, WaitlistEntryRow], asked: list[Entry]) -> dict[str, tuple[object, ...]]:
    """A server of a few lines: an entry by its id, each action done or refused as it stands."""
    found = {name: facts(one) for name, one in rows.items()}
    for one in asked:
        match one.action.payload:
            case AddWaitlistEntry(name, _, client, wanted, wished, words) if name not in found:
                lines = resolve(wanted, SERVICES, BUNDLES)
                if client in CLIENTS and not lines.left_out:
                    found[name] = ("pending", lines.lines, in_order(windows_of(wished)), clean_lines(words), 0)
            case EditWaitlistEntry(name, wanted, wished, words) if found.get(name, ("",))[0] == "pending":
                lines = resolve(wanted, SERVICES, BUNDLES)
                if not lines.left_out:
                    found[name] = ("pending", lines.lines, in_order(windows_of(wished)), clean_lines(words), 0)
            case RemoveWaitlistEntry(name) if found.get(name, ("",))[0] == "pending":
                found[name] = ("removed", *found[name][1:4], 0)
            case RestoreWaitlistEntry(name) if found.get(name, ("",))[0] == "removed":
                found[name] = ("pending", *found[name][1:])
            case BookAppointment(waitlist_entry_id=str(name)) if found.get(name, ("",))[0] == "pending":
                found[name] = ("booked", *found[name][1:4], 0)
    return found


def facts(one: WaitlistEntryRow) -> tuple[object, ...]:
    return one.status, one.lines, one.windows, one.notes, len(one.fits)


@pytest.mark.row("N3", "B21")
@given(begins, actions)
def test_what_is_shown_is_what_the_server_will_make_of_it(begin: list[Any], asked: list[Entry]) -> None:
    rows = {name: row(name, status) for name, status in zip(NAMES, begin, strict=True) if status}
    over = laid_over(asked)
    shown = {one.id: one for one in project_over(rows.values(), over, known)}
    for name, made in made_over(WaitlistEntryRow, over, rows.keys(), known).items():
        assert isinstance(made, WaitlistEntryRow)
        shown[name] = made
    expected = served(rows, asked)
    firsts = {name: next((one for one in asked if entry_id(one) == name), None) for name in NAMES}
    for name in NAMES:
        first = firsts[name]
        if name not in rows and first is not None and not isinstance(first.action.payload, AddWaitlistEntry):
            continue  # somebody acted on what is not there: nothing is shown until the server has answered
        if name not in shown and name in expected and name not in rows:
            continue  # the first of several additions was refused
        assert (name in shown) == (name in expected)
        if name in shown:
            assert facts(shown[name]) == expected[name]


def entry_id(one: Entry) -> str:
    payload = one.action.payload
    return str(getattr(payload, "entry_id", getattr(payload, "waitlist_entry_id", "")))


@given(begins, actions)
def test_entries_that_no_action_touches_are_the_same_objects(begin: list[Any], asked: list[Entry]) -> None:
    rows = [row(name, status) for name, status in zip(NAMES, begin, strict=True) if status]
    touched = {entry_id(one) for one in asked}
    for before, shown in zip(rows, project_over(rows, laid_over(asked), known), strict=True):
        assert shown is before or before.id in touched


@pytest.mark.row("N3", "N23")
def test_a_new_client_and_her_entry_show_at_once() -> None:
    create = entry(1, CreateClient("c9", "l1", " Nina  Neu ", "0151 12345679"))
    (made,) = made_over(ClientRow, laid_over([create]), (), known).values()
    assert made == ClientRow("c9", "Nina Neu", "+4915112345679")
    assert made_over(ClientRow, laid_over([create]), {"c9"}, known) == {}
    whole = CreateClient("c7", "l1", "Nina", language="pt-BR", wants_email=False, notes=" Quiet\nchair ")
    (made,) = made_over(ClientRow, laid_over([entry(3, whole)]), (), known).values()
    assert made == ClientRow("c7", "Nina", language="pt-BR", wants_email=False, notes="Quiet\nchair")
    bad = entry(2, CreateClient("c8", "l1", "Nina", "12"))
    assert made_over(ClientRow, laid_over([bad]), (), known) == {}

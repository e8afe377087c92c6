"""The demo salon: whole, believable and fresh, whenever it is opened."""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import msgspec
import phonenumbers
import pytest
import sqlalchemy as sa

from backend.app import App, build
from backend.db.database import Database
from backend.db.migrate import migrate
from backend.db.tables import metadata
from backend.db.tables.clients import clients
from backend.db.tables.core import due
from backend.demo import build as demo
from backend.demo.salon import ADMIN, OWNER, PASSWORD, RECEPTIONIST, SLUG
from backend.due.queue import Lane
from backend.messages.sandbox import sandbox_post
from backend.web.dispatch import dispatch
from backend.web.route import Request
from domain import feedhash
from domain.appointments import Status, takes_time
from domain.availability import place, wants
from domain.constants import DAY, HOUR, MINUTE
from domain.contacts import shown_phone
from domain.times import instant, local
from domain.uuid7 import SeededIds
from domain.wire.access import SignIn, Tokens
from domain.wire.base import decode, encode
from domain.wire.offers import OfferRow
from domain.wire.replies import ReplyRow
from domain.wire.rows import (
    AppointmentRow,
    BusyRow,
    ClientRow,
    DraftRow,
    LocationRow,
    NoticeRow,
    PersonRow,
    Row,
    SandboxMessageRow,
    TeamMemberRow,
    WaitlistEntryRow,
)
from domain.wire.sync import ScopeCheck, SyncPage
from domain.work import CallOutcome
from tests.support.clock import TUESDAY_NINE, SetClock

ZONE = "Europe/Berlin"
LINK = "http://127.0.0.1:9"


class Opened:
    """The demo at one moment, seen from its desks."""

    def __init__(self, now: int) -> None:
        self.now = now
        self.clock = SetClock(now)
        self.database = Database.open("sqlite://", self.clock, SeededIds(3))
        migrate(self.database)
        demo.build(self.database, LINK)
        self.app: App = build(self.database, sandbox_post(LINK), demo=True)
        self.checks: tuple[ScopeCheck, ...] = ()

    def request(self, method: str, path: str, body: object = None, token: str = "", **query: str) -> bytes:
        headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
        asked = Request(method, path, query, headers, encode(body) if body else b"", "127.0.0.1")
        answer = dispatch(self.app.routes, self.app.services, asked)
        assert answer.status == 200, answer.body
        return answer.body

    def rows(self, email: str) -> list[Any]:
        """All that the desk of a person would hold; its sums are checked on the way."""
        signed_in = decode(self.request("POST", "/v1/sessions", SignIn(email, PASSWORD, "desk")), Tokens)
        found: list[Any] = []
        sums: dict[str, int] = {}
        query: dict[str, str] = {}
        while True:
            page = decode(self.request("GET", "/v1/sync", token=signed_in.access_token, **query), SyncPage)
            for row in (*page.rows, *(row for snapshot in page.snapshots for row in snapshot.rows)):
                found.append(msgspec.json.decode(row.body, type=Row))
                new = feedhash.row_hash(row.kind, row.id, row.number)
                sums[row.scope] = feedhash.add(sums.get(row.scope, 0), new)
            if not page.more:
                assert all(check.hash == feedhash.text(sums.get(check.scope, 0)) for check in page.checks)
                return found
            query = {"cursor": page.cursor}


def of(rows: list[Any], kind: type) -> list[Any]:
    return [row for row in rows if isinstance(row, kind)]


@contextmanager
def opened(now: int) -> Iterator[Opened]:
    demo_ = Opened(now)
    try:
        yield demo_
    finally:
        demo_.app.close()


@pytest.fixture(scope="module")
def tuesday() -> Iterator[Opened]:
    with opened(TUESDAY_NINE) as found:
        yield found


WHEN = [
    dt.datetime(2026, 3, 29, 3, 30),  # the hour after the clocks went forward
    dt.datetime(2026, 10, 25, 2, 30),  # the hour that happens twice
    dt.datetime(2026, 10, 26, 0, 1),
    dt.datetime(2028, 2, 29, 23, 59),
    dt.datetime(2026, 12, 31, 12, 0),
    *(dt.datetime(2026, 11, day, hour, 17) for day, hour in ((16, 6), (18, 9), (20, 14), (21, 21), (22, 0))),
]


@pytest.mark.parametrize("when", WHEN, ids=str)
def test_it_is_whole_whenever_it_is_opened(when: dt.datetime) -> None:
    now = instant(when, ZONE)
    with opened(now) as found:
        rows = found.rows(ADMIN)
    drafts, appointments = of(rows, DraftRow), of(rows, AppointmentRow)
    assert len(drafts) == 6
    assert {len([row for row in drafts if row.location_id == place.id]) for place in of(rows, LocationRow)} == {2, 4}
    for location in of(rows, LocationRow):
        today = [row for row in appointments if row.location_id == location.id and row.start.date() == when.date()]
        assert len(today) >= 6
    assert all(row.start_at is None or row.start_at > now for row in drafts)
    assert all(now - 23 * HOUR < row.engaged_at < now - 10 * MINUTE for row in drafts)


def test_three_people_sign_in_and_hold_what_they_may(tuesday: Opened) -> None:
    everything = tuesday.rows(ADMIN)
    (ana,), (owner,) = of(everything, PersonRow), of(tuesday.rows(OWNER), PersonRow)
    assert ana.name == "Ana Moreau"
    assert len(ana.grants) == len(owner.grants) == 2
    bens = tuesday.rows(RECEPTIONIST)
    (ben,) = of(bens, PersonRow)
    assert (ben.name, len(ben.grants)) == ("Ben Fischer", 1)
    assert {row.location_id for row in of(bens, DraftRow)} == {ben.grants[0].location_id}
    assert not of(bens, SandboxMessageRow)
    assert of(everything, SandboxMessageRow)


def test_cards_are_of_all_kinds(tuesday: Opened) -> None:
    rows = tuesday.rows(ADMIN)
    drafts = of(rows, DraftRow)
    assert {row.new_client for row in drafts} == {True, False}
    assert {row.team_member_id is None for row in drafts} == {True, False}
    assert {row.start is None for row in drafts} == {True, False}
    assert {row.email is None for row in drafts} == {True, False}
    assert {bool(row.notes) for row in drafts} == {True, False}
    assert {row.calls[-1].outcome for row in drafts if row.calls} == {CallOutcome.CALL_BACK, CallOutcome.NO_ANSWER}
    assert max(len(row.lines) for row in drafts) == 3
    assert any(line.bundle_id for row in drafts for line in row.lines)
    assert {tuple(sorted(state.channel for state in row.reminders)) for row in drafts} == {
        (),
        ("email",),
        ("email", "sms"),
    }
    ages = sorted((tuesday.now - row.engaged_at) // MINUTE for row in drafts)
    assert ages[0] < 15
    assert ages[-1] > 19 * 60


def test_one_wish_is_taken_and_the_others_are_free(tuesday: Opened) -> None:
    rows = tuesday.rows(ADMIN)
    team, free = of(rows, TeamMemberRow), []
    busy: dict[str, list[tuple[int, int]]] = {}
    for row in of(rows, BusyRow):
        busy.setdefault(row.team_member_id, []).append((row.start_at, row.end_at))
    for row in of(rows, DraftRow):
        if row.start is not None:
            here = [member for member in team if member.location_id == row.location_id]
            chosen = [member for member in here if row.team_member_id in {None, member.id}]
            free.append(place(wants(row.lines), chosen, busy, row.start, ZONE) is not None)
    assert len(free) == 5
    assert free.count(True) >= 4


def test_the_bell_has_something_new(tuesday: Opened) -> None:
    rows = tuesday.rows(ADMIN)
    (ana,) = of(rows, PersonRow)
    new = [row for row in of(rows, NoticeRow) if row.at > ana.notices_read_at]
    assert 0 < len(new) < len(of(rows, NoticeRow))


def test_nobody_in_it_can_be_reached(tuesday: Opened) -> None:
    with tuesday.database.read() as unit:
        found = list(unit.conn.execute(sa.select(clients)))
    assert len(found) >= 40
    for client in found:
        assert phonenumbers.is_valid_number(phonenumbers.parse(client.phone))
        assert shown_phone(client.phone)
        assert client.email is None or client.email.endswith("@example.org")
    assert len({client.phone for client in found}) == len(found)


def test_nothing_in_it_is_of_the_future_and_nothing_is_overdue(tuesday: Opened) -> None:
    with tuesday.database.read() as unit:
        for table in metadata.sorted_tables:
            past = [column for column in table.c if column.name in {"at", "made_at", "created_at", "engaged_at"}]
            for column in past if table is not due else []:
                latest = unit.conn.execute(sa.select(sa.func.max(column))).scalar_one()
                assert latest is None or latest <= tuesday.now, column
        assert all(at > tuesday.now for at in unit.conn.execute(sa.select(due.c.at)).scalars())


def test_it_is_the_same_on_another_day() -> None:
    def told(now: int) -> list[tuple[object, ...]]:
        with opened(now) as found:
            drafts = of(found.rows(ADMIN), DraftRow)
        today = local(now, ZONE).date()
        return sorted(
            (
                row.client_name,
                now - row.engaged_at,
                tuple(line.name for line in row.lines),
                row.start and row.start.date() - today,
            )
            for row in drafts
        )

    assert told(TUESDAY_NINE) == told(TUESDAY_NINE + 14 * DAY)


def test_its_links_open(tuesday: Opened) -> None:
    texts = [row.text for row in of(tuesday.rows(ADMIN), SandboxMessageRow) if row.channel == "sms"]
    links = {link.split("/")[5]: link for text in texts for link in text.split() if link.startswith(LINK)}
    assert set(links) == {"resume", "offer"}
    for purpose, link in links.items():
        assert link.startswith(f"{LINK}/book/{SLUG}/{purpose}/")
        assert tuesday.request("GET", link.removeprefix(LINK))


@pytest.mark.row("N7", "N10")
@pytest.mark.parametrize("when", [TUESDAY_NINE, *(instant(one, ZONE) for one in WHEN[-3:])])
def test_somebody_has_written_back_and_a_time_is_being_offered(when: int) -> None:
    with opened(when) as found:
        rows = found.rows(ADMIN)
    (ana,), (reply,) = of(rows, PersonRow), of(rows, ReplyRow)
    (card,) = [row for row in of(rows, DraftRow) if row.replies]
    assert (reply.draft_id, reply.text, reply.at > ana.notices_read_at) == (card.id, card.replies[0].text, True)
    assert card.replies[0].at > card.calls[-1].at
    (offer,) = of(rows, OfferRow)
    assert (offer.status, offer.until > when + HOUR) == ("open", True)
    held = [(row.client_id, row.held_until) for row in of(rows, BusyRow) if row.held_until]
    assert set(held) == {(offer.client_id, offer.until)}
    assert [row.status for row in of(rows, WaitlistEntryRow) if row.id == offer.entry_id] == ["pending"]


def test_it_goes_on_living(tuesday: Opened) -> None:
    with opened(TUESDAY_NINE) as found:
        found.clock.advance(DAY)
        for lane in Lane:
            found.app.runner.run_due(lane)
        assert of(found.rows(ADMIN), DraftRow) == []


@pytest.mark.row("N23")
def test_three_hundred_clients_of_many_scripts(tuesday: Opened) -> None:
    people = of(tuesday.rows(ADMIN), ClientRow)
    assert len({row.name for row in people}) == len(people) == 300
    scripts = {unicodedata.name(row.name[0]).partition(" ")[0] for row in people}
    assert scripts >= {"LATIN", "ARABIC", "CYRILLIC", "GREEK", "HEBREW", "DEVANAGARI", "CJK", "HANGUL", "THAI", "TAMIL"}
    assert {row.visits > 1 for row in people} == {True, False}
    assert len({row.language for row in people}) > 15


@pytest.mark.row("N24", "B12")
@pytest.mark.parametrize("hour", [9, 15, 21])
def test_the_day_is_full_at_both_locations_and_lived_as_far_as_it_has_come(hour: int) -> None:
    when = dt.datetime(2026, 11, 20, hour, 5)
    now = instant(when, ZONE)
    with opened(now) as found:
        rows = found.rows(ADMIN)
    for location in of(rows, LocationRow):
        here = [row for row in of(rows, AppointmentRow) if row.location_id == location.id]
        today = [row for row in here if row.start.date() == when.date()]
        assert len([row for row in today if takes_time(row.status)]) >= 10
        assert len({row.start.date() for row in here}) >= 12
        over = {row.status for row in today if row.end_at <= now}
        assert over <= {Status.DONE, Status.NO_SHOW, Status.CANCELLED}
        ahead = {row.status for row in today if row.start_at > now}
        assert ahead <= {Status.BOOKED, Status.CONFIRMED, Status.CANCELLED}
        if hour == 15:
            assert Status.ARRIVED in {row.status for row in today}
            assert Status.DONE in over


def test_who_left_something_unfinished_has_no_appointment_ahead(tuesday: Opened) -> None:
    rows = tuesday.rows(ADMIN)
    ahead = {row.client_id for row in of(rows, AppointmentRow) if row.start_at > tuesday.now}
    assert not ahead & {row.client_id for row in of(rows, DraftRow)}


def test_nobody_is_at_two_places_and_nobody_serves_two(tuesday: Opened) -> None:
    taken: dict[str, list[tuple[int, int]]] = {}
    for row in of(tuesday.rows(ADMIN), BusyRow):
        taken.setdefault(row.team_member_id, []).append((row.start_at, row.end_at))
    for spans in taken.values():
        spans.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(spans))

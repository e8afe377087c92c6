"""The list of incomplete bookings: what is in it, in which order, and which signals it sends."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.models.card_rows import ROW_ROLE
from desktop.models.drafts import DraftsModel
from domain.constants import DAY, HOUR
from domain.drafts import Phase
from domain.wire.base import Money
from domain.wire.rows import DraftRow
from tests.gui.support.fakes import FakeFeed
from tests.gui.support.rows import KANAL, LINDEN, NOW, draft, euros, many


def made() -> tuple[FakeFeed, DraftsModel]:
    feed = FakeFeed()
    model = DraftsModel(feed)
    model.show_location(LINDEN)
    return feed, model


def ids(model: DraftsModel) -> list[str]:
    return [model.at(row).id for row in range(model.rowCount())]


@pytest.mark.row("B5", "B15", "B19")
def test_shows_the_incomplete_drafts_of_the_location_newest_first() -> None:
    feed, model = made()
    feed.reset(
        draft(1, expired_at=NOW - HOUR),
        draft(2, expired_at=NOW),
        draft(3, phase=Phase.DISMISSED),
        draft(4, location_id=KANAL),
    )
    assert ids(model) == ["draft-000002", "draft-000001"]
    model.show_location(KANAL)
    assert ids(model) == ["draft-000004"]
    model.show_location(None)
    assert ids(model) == []


def test_reports_precise_changes(qtbot: QtBot) -> None:
    feed, model = made()
    feed.reset(*many(10))
    heard: list[tuple[str, int, int]] = []
    model.rowsInserted.connect(lambda _, first, last: heard.append(("in", first, last)))
    model.rowsRemoved.connect(lambda _, first, last: heard.append(("out", first, last)))
    model.dataChanged.connect(lambda first, last: heard.append(("same", first.row(), last.row())))
    feed.put(draft(5, client_name="Renamed", expired_at=NOW - 5_000_000, removed_at=NOW + DAY))
    feed.put(draft(20, expired_at=NOW + 1), draft(21, expired_at=NOW + 2))
    feed.take(DraftRow, "draft-000003", "draft-000004", "draft-000009", "unknown")
    assert heard == [("same", 5, 5), ("in", 0, 1), ("out", 11, 11), ("out", 5, 6)]
    assert model.get("draft-000005") == model.at(model.position("draft-000005") or 0)


def test_passes_qts_own_tester(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    feed, model = made()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt leaves it untyped
    feed.reset(*many(50))
    feed.put(draft(7, phase=Phase.DISMISSED), draft(8, expired_at=NOW + 5), draft(60))
    feed.take(DraftRow, "draft-000010")
    model.show_location(KANAL)
    model.show_location(LINDEN)
    assert model.rowCount() == 49


@example(seed=16900)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_any_run_of_changes_ends_as_a_fresh_list_would(seed: int) -> None:
    chance = random.Random(seed)
    feed, model = made()
    held: dict[str, DraftRow] = {}
    now = NOW
    for _ in range(20):
        rows = [any_draft(chance) for _ in range(chance.randrange(4))]
        gone = [f"draft-{chance.randrange(30):06}" for _ in range(chance.randrange(3))]
        feed.rows_changed.emit("draft", tuple({row.id: row for row in rows}.values()), tuple(gone))
        for draft_id in gone:
            held.pop(draft_id, None)
        held.update((row.id, row) for row in rows)
        now += chance.randrange(3)
        model.tick(now)
        held = {draft_id: row for draft_id, row in held.items() if row.removed_at > now}
    here = [row for row in held.values() if row.location_id == LINDEN]
    listed = [row for row in here if row.phase is Phase.INCOMPLETE]
    resting = [row for row in listed if row.snoozed_until is not None and row.snoozed_until > now]
    shown = [row for row in listed if row not in resting]
    assert {row.id for row in model.resting()} == {row.id for row in resting}
    assert {row.id for row in model.dismissed()} == {row.id for row in here if row.phase is Phase.DISMISSED}
    assert (model.count_resting(), model.counted()) == (len(resting), len(listed))
    assert ids(model) == [row.id for row in sorted(shown, key=lambda row: (-row.expired_at, row.id))]
    assert [model.position(draft_id) for draft_id in ids(model)] == list(range(len(shown)))
    assert sum(money.minor for money in model.worth()) == sum(ln.price.minor for row in shown for ln in row.lines)


def any_draft(chance: random.Random) -> DraftRow:
    return draft(
        chance.randrange(30),
        expired_at=NOW - chance.randrange(5),
        phase=chance.choice((Phase.INCOMPLETE, Phase.INCOMPLETE, Phase.DISMISSED)),
        location_id=chance.choice((LINDEN, LINDEN, KANAL)),
        lines=draft().lines[: chance.randrange(3)],
        snoozed_until=chance.choice((None, None, NOW + chance.randrange(40))),
        removed_at=NOW + chance.choice((5, 20, DAY)),
    )


@pytest.mark.row("B10")
def test_sums_what_is_shown_by_currency() -> None:
    feed, model = made()
    swiss = draft(2).lines[0].__class__(service_id="s", name="S", minutes=5, price=Money(minor=9, currency="CHF"))
    feed.reset(draft(1), draft(2, lines=(swiss,)), draft(3, phase=Phase.DISMISSED))
    assert model.worth() == (euros(86), Money(minor=9, currency="CHF"))
    feed.take(DraftRow, "draft-000001")
    assert model.worth() == (Money(minor=9, currency="CHF"),)
    assert model.oldest_at() == draft(2).engaged_at


@pytest.mark.row("B7")
def test_a_draft_past_its_end_leaves_without_a_word_from_the_server() -> None:
    feed, model = made()
    feed.reset(draft(1, removed_at=NOW + HOUR), draft(2, removed_at=NOW + 2 * HOUR))
    model.tick(NOW + HOUR)
    assert ids(model) == ["draft-000002"]


@pytest.mark.row("B7")
def test_a_desk_whose_clock_is_wrong_loses_nothing_that_its_server_has() -> None:
    feed, model = made()
    feed.reset(draft(1, removed_at=NOW + HOUR), draft(2, removed_at=NOW + HOUR, phase=Phase.DISMISSED), draft(3))
    both = ids(model)
    model.tick(NOW + DAY, heard=True)
    assert (ids(model), model.count_dismissed()) == (both, 1)
    model.tick(NOW + DAY)
    assert (ids(model), model.count_dismissed()) == ([], 0)
    model.tick(NOW)
    assert (ids(model), model.count_dismissed()) == (both, 1)


def test_100_000_rows_and_a_large_batch() -> None:
    feed, model = made()
    feed.reset(*many(100_000))
    assert model.rowCount() == 100_000
    feed.put(*(draft(n, expired_at=NOW + n) for n in range(100_000, 101_000)))
    assert model.rowCount() == 101_000
    assert model.index(0, 0).data(ROW_ROLE).id == "draft-100999"
    assert model.index(0, 0).data() == "Sarah Lindqvist"

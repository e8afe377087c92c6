"""What is worth doing first: every fact counts one way only (row N9)."""

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.constants import DAY, HOUR, MINUTE
from domain.drafts import Phase
from domain.wire.base import Money
from domain.wire.rows import Call, DraftRow, Line, ReminderState, Reply
from domain.work import CallOutcome
from domain.worth import Reason, Slot, points, reasons, usual

pytestmark = pytest.mark.row("N9")

NOW = 1_773_129_600_000_000
REMINDED = (ReminderState("email", "sent", NOW - HOUR, automatic=False),)


def euros(minor: int) -> tuple[Line, ...]:
    return (Line("cut", "Cut", 45, Money(minor, "EUR")),)


def draft(
    number: int = 1, minor: int = 5000, ahead: int | None = None, ago: int = HOUR, new: bool = False, told: bool = False
) -> DraftRow:
    start_at = None if ahead is None else NOW + ahead
    reminders = REMINDED if told else ()
    return DraftRow(
        id=f"draft-{number:03}",
        location_id="north",
        client_id=f"client-{number}",
        client_name="Nora",
        new_client=new,
        phase=Phase.INCOMPLETE,
        cycle=1,
        lines=euros(minor),
        engaged_at=NOW - ago,
        expired_at=NOW - ago + 10 * MINUTE,
        removed_at=NOW - ago + DAY,
        start_at=start_at,
        reminders=reminders,
    )


DRAFTS = st.builds(
    draft,
    number=st.integers(1, 500),
    minor=st.integers(0, 50_000),
    ahead=st.none() | st.integers(-DAY, 14 * DAY),
    ago=st.integers(0, 3 * DAY),
    new=st.booleans(),
    told=st.booleans(),
)
SLOTS = st.sampled_from(Slot)
MEAN = {"EUR": 6000.0}


def of(row: DraftRow, slot: Slot = Slot.UNKNOWN) -> int:
    return points(row, slot, MEAN, NOW)


@settings(max_examples=60)
@given(DRAFTS, SLOTS, st.integers(0, 50_000), st.integers(0, 14 * DAY))
def test_each_fact_counts_one_way_only(row: DraftRow, slot: Slot, more: int, later: int) -> None:
    put = msgspec.structs.replace
    assert of(put(row, lines=euros(row.lines[0].price.minor + more)), slot) >= of(row, slot)
    assert of(put(row, new_client=True), slot) >= of(put(row, new_client=False), slot)
    assert of(put(row, reminders=()), slot) > of(put(row, reminders=REMINDED), slot)
    assert of(put(row, engaged_at=row.engaged_at - later), slot) <= of(row, slot)
    assert of(row, Slot.FREE) >= of(row, Slot.TAKEN)
    if row.start_at is not None and row.start_at > NOW:
        assert of(put(row, start_at=row.start_at + later), slot) <= of(row, slot)
        assert of(row, Slot.FREE) > of(row, Slot.TAKEN)


@settings(max_examples=60)
@given(DRAFTS, SLOTS)
def test_points_and_reasons_say_the_same(row: DraftRow, slot: Slot) -> None:
    found = reasons(row, slot, MEAN, NOW)
    assert 0 <= of(row, slot) <= 115
    assert (Reason.NEW_CLIENT in found) == row.new_client
    assert (Reason.REMINDED in found) == bool(row.reminders)
    if Reason.WANTED_SOON in found or Reason.STILL_FREE in found:
        assert row.start_at is not None
        assert row.start_at > NOW


@settings(max_examples=30)
@given(st.lists(DRAFTS, min_size=1, max_size=12, unique_by=lambda row: row.id), st.integers(1, 1000))
def test_no_currency_and_no_order_of_asking_makes_a_difference(rows: list[DraftRow], factor: int) -> None:
    def ranked(of: list[DraftRow]) -> list[tuple[int, str]]:
        mean = usual(of)
        return sorted((-points(row, Slot.UNKNOWN, mean, NOW), row.id) for row in of)

    shuffled = random.Random(1).sample(rows, len(rows))
    assert ranked(rows) == ranked(shuffled)
    dear = [
        msgspec.structs.replace(
            row, lines=(msgspec.structs.replace(row.lines[0], price=Money(row.lines[0].price.minor * 4, "JPY")),)
        )
        for row in rows
    ]
    assert ranked(dear) == ranked(rows)


def test_what_a_receptionist_would_do_first() -> None:
    today = draft(1, 12_000, ahead=3 * HOUR, new=True)
    tomorrow = draft(2, 6_000, ahead=DAY)
    reminded = draft(3, 6_000, ahead=DAY, told=True)
    cheap = draft(4, 1_200, ahead=DAY, told=True)
    past = draft(5, 1_200, ahead=-HOUR, ago=20 * HOUR, told=True)
    rows = [past, cheap, reminded, tomorrow, today]
    mean = usual(rows)
    found = {row.id: points(row, Slot.FREE, mean, NOW) for row in rows}
    assert sorted(found, key=lambda one: -found[one]) == [row.id for row in reversed(rows)]
    assert reasons(today, Slot.FREE, mean, NOW)[:3] == (Reason.WANTED_SOON, Reason.VALUE, Reason.STILL_FREE)
    assert reasons(past, Slot.FREE, mean, NOW) == (Reason.REMINDED,)


@pytest.mark.row("N7")
@given(st.lists(DRAFTS, min_size=1, max_size=6), SLOTS)
def test_who_wrote_back_comes_before_everybody_until_somebody_has_called(rows: list[DraftRow], slot: Slot) -> None:
    answered = msgspec.structs.replace(draft(), replies=(Reply("r", NOW - MINUTE, "Yes"),))
    assert all(points(answered, Slot.UNKNOWN, MEAN, NOW) > points(row, slot, MEAN, NOW) for row in rows)
    assert reasons(answered, slot, MEAN, NOW)[0] is Reason.REPLIED
    called = msgspec.structs.replace(answered, calls=(Call("k", NOW, CallOutcome.NO_ANSWER),))
    assert points(called, slot, MEAN, NOW) == points(draft(), slot, MEAN, NOW)

"""Offers and how often a client hears from the salon (rows N10, N11)."""

import datetime as dt

import pytest

from backend.clients.queries import rewrite_client
from backend.offers.rounds import GRACE
from domain.constants import DAY, HOUR, MINUTE
from domain.times import instant
from domain.wire.actions import Choice, WishedWindow
from domain.wire.automations import WishedTiming
from tests.support.offers import answer, booked, by_hand, cancel, done, offers, set_way, stands, waits
from tests.support.salon import ANA, COLOUR, NOON, Salon, Visitor
from tests.support.server import ZONE
from tests.unit.backend.automations.words import book, switch, texts

pytestmark = pytest.mark.row("N10", "N11")
ALL_DAY = (WishedWindow(NOON.date(), dt.time(9), dt.time(18)),)
TUESDAY_EIGHT = instant(dt.datetime(2026, 3, 3, 8, 0), ZONE)


def asked_and_declined(salon: Salon, times: int) -> Visitor:
    """The first in line is offered so many times in one morning, and wants none of them."""
    set_way(salon, "oldest_first")
    first = waits(salon, "w-1", windows=ALL_DAY)
    for number in range(times):
        cancel(salon, booked(salon, NOON.replace(hour=10 + number), f"app-{number}"))
        salon.advance(GRACE)
        assert answer(salon, "w-1", "decline").status == 204
    return first


def test_the_fourth_offer_of_a_day_goes_to_the_next_in_line(salon: Salon) -> None:
    asked_and_declined(salon, 3)
    waits(salon, "w-2", windows=ALL_DAY)
    cancel(salon, booked(salon, NOON.replace(hour=15), "app-9"))
    salon.advance(GRACE)
    assert stands(salon) == {"w-1": "declined", "w-2": "open"}
    assert offers(salon)["w-2"].start == NOON.replace(hour=15)


def test_with_nobody_else_it_waits_for_her_next_day(salon: Salon) -> None:
    asked_and_declined(salon, 3)
    cancel(salon, booked(salon, NOON.replace(hour=15), "app-9"))
    salon.advance(TUESDAY_EIGHT - salon.clock.now() - 1)
    assert stands(salon) == {"w-1": "declined"}
    salon.advance(1)
    assert (stands(salon), offers(salon)["w-1"].start.hour) == ({"w-1": "open"}, 15)


def test_other_automatic_messages_count_on_their_channel_and_the_other_is_used(salon: Salon) -> None:
    set_way(salon, "oldest_first")
    switch(salon, "incomplete_booking", sms=True)
    first = waits(salon, "w-1", windows=ALL_DAY)
    for _ in range(3):
        salon.abandon(first, choices=(Choice(COLOUR),), start=None)
    assert len(texts(salon)) == 3
    cancel(salon, booked(salon))
    salon.advance(GRACE)
    assert stands(salon) == {"w-1": "open"}
    salon.run_due()
    assert ([message.to for message in salon.email.sent], len(texts(salon))) == (["w-1@example.org"], 3)


def test_by_hand_the_cap_does_not_bind(salon: Salon) -> None:
    asked_and_declined(salon, 3)
    assert set(done(by_hand(salon, "w-1", start=NOON.replace(hour=15))).channels) == {"email", "sms"}
    assert offers(salon)["w-1"].by_hand


@pytest.mark.parametrize("by_itself", [True, False])
def test_what_nobody_asked_for_waits_a_day_after_an_offer(salon: Salon, by_itself: bool) -> None:
    first = waits(salon, "w-1", windows=(WishedWindow(NOON.date() + dt.timedelta(days=9), dt.time(9), dt.time(18)),))
    switch(salon, "rebook", sms=True, timing=WishedTiming("after", 2, "days", dt.time(12)))
    book(salon, first, NOON, "visit")
    salon.advance(instant(NOON + dt.timedelta(days=2, hours=-1), ZONE) - salon.clock.now())
    later = NOON + dt.timedelta(days=9)
    if by_itself:
        set_way(salon, "oldest_first")
        cancel(salon, booked(salon, later))
        salon.advance(GRACE)
    else:
        done(by_hand(salon, "w-1", start=later))
    salon.advance(2 * HOUR)
    assert len(texts(salon)) == 1
    salon.advance(DAY)
    assert len(texts(salon)) == 2


def test_the_night_is_the_clients_own_where_it_is_known(salon: Salon) -> None:
    set_way(salon, "oldest_first")
    first = waits(salon, "w-1", windows=ALL_DAY)
    with salon.database.write() as unit:
        rewrite_client(unit, first.client._replace(zone="America/New_York"))
    cancel(salon, booked(salon))  # two in the morning there
    salon.advance(6 * HOUR - MINUTE)
    assert offers(salon) == {}
    salon.advance(MINUTE)
    assert (stands(salon), offers(salon)["w-1"].team_member_id) == ({"w-1": "open"}, ANA)

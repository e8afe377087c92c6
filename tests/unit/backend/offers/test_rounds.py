"""Offers that go by themselves: in which order, next in line on silence, at night, and who ends a round (row N10)."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from backend.offers.rounds import GRACE
from domain.constants import DAY, HOUR, MINUTE
from domain.times import instant
from domain.wire.actions import ChangeAppointment, Choice, DismissDraft, RemoveWaitlistEntry, WishedWindow
from domain.wire.offers import SaveOfferSettings
from domain.wire.rows import AppointmentRow
from tests.support.offers import (
    accepted,
    answer,
    booked,
    by_hand,
    cancel,
    done,
    drafts,
    holds,
    links,
    offers,
    problem,
    set_way,
    stands,
    waits,
)
from tests.support.salon import ANA, COLOUR, CUT, LONG, NOON, SHORT, Salon
from tests.support.server import ZONE

AT_NOON = instant(NOON, ZONE)
ROUNDS = "offer_rounds"


def free_noon(salon: Salon) -> AppointmentRow:
    """Somebody booked for noon cancels; after the grace whoever is first has been asked."""
    row = booked(salon)
    cancel(salon, row)
    salon.advance(GRACE)
    return row


@pytest.mark.row("N10")
def test_by_hand_nobody_is_asked_by_itself(salon: Salon) -> None:
    waits(salon, "w-1")
    free_noon(salon)
    assert (offers(salon), salon.count(ROUNDS)) == ({}, 0)


@pytest.mark.row("N10")
def test_on_silence_the_next_in_line_is_asked_until_nobody_is_left(salon: Salon) -> None:
    set_way(salon, "oldest_first", 20)
    for name in ("w-1", "w-2", "w-3"):
        waits(salon, name)
        salon.advance(MINUTE)
    free_noon(salon)
    asked = []
    for _ in range(3):
        (open_,) = [row for row in offers(salon).values() if row.status == "open"]
        asked.append(open_.entry_id)
        assert open_.until == salon.clock.now() + 20 * MINUTE
        assert [one.client_id for one in holds(salon)] == [open_.client_id]
        salon.advance(20 * MINUTE)
    assert asked == ["w-1", "w-2", "w-3"]
    assert set(stands(salon).values()) == {"expired"}
    assert (holds(salon), salon.count(ROUNDS)) == ([], 0)


@pytest.mark.row("N10")
def test_an_answer_ends_the_round_and_a_no_goes_on_at_once(salon: Salon) -> None:
    set_way(salon, "oldest_first")
    for name in ("w-1", "w-2", "w-3"):
        waits(salon, name)
        salon.advance(MINUTE)
    free_noon(salon)
    assert answer(salon, "w-1", "decline").status == 204
    assert stands(salon) == {"w-1": "declined", "w-2": "open"}
    accepted(answer(salon, "w-2"))
    assert stands(salon) == {"w-1": "declined", "w-2": "accepted"}
    assert (holds(salon), salon.count(ROUNDS)) == ([], 0)


@pytest.mark.row("N10")
def test_the_most_valuable_wish_is_first_when_the_business_says_so(salon: Salon) -> None:
    set_way(salon, "highest_value")
    waits(salon, "w-short")
    salon.advance(MINUTE)
    waits(salon, "w-long", choices=(Choice(CUT, LONG),))
    row = booked(salon, NOON)
    cancel(salon, row)
    salon.advance(GRACE)
    assert stands(salon) == {"w-long": "open"}


@pytest.mark.row("N10")
def test_all_are_asked_at_once_and_the_first_yes_has_it(salon: Salon) -> None:
    set_way(salon, "all_at_once")
    for name in ("w-1", "w-2", "w-3"):
        waits(salon, name)
    free_noon(salon)
    assert set(stands(salon).values()) == {"open"}
    assert len(holds(salon)) == 3
    assert answer(salon, "w-3", "decline").status == 204
    accepted(answer(salon, "w-2"))
    assert stands(salon) == {"w-1": "lost", "w-2": "accepted", "w-3": "declined"}
    late = answer(salon, "w-1")
    assert (late.status, problem(late).type, problem(late).detail) == (409, "offer_taken", "Somebody else was faster.")
    assert problem(late).alternatives
    assert holds(salon) == []


@pytest.mark.row("N10", "R6")
def test_of_many_acceptances_at_the_same_moment_one_is_first(salon: Salon) -> None:
    set_way(salon, "all_at_once")
    names = [f"w-{number}" for number in range(8)]
    for name in names:
        waits(salon, name)
    free_noon(salon)
    paths = links(salon)
    gate = Barrier(len(names))

    def accept(name: str) -> int:
        gate.wait()
        return salon.request("POST", f"/v1{paths[f'{name}@example.org']}/accept").status

    with ThreadPoolExecutor(len(names)) as pool:
        statuses = list(pool.map(accept, names))
    assert sorted(statuses) == [201] + [409] * (len(names) - 1)
    assert sorted(stands(salon).values()) == ["accepted"] + ["lost"] * (len(names) - 1)
    assert salon.count("busy") == 1


@pytest.mark.row("N10")
def test_a_cancellation_by_mistake_is_taken_back_before_anybody_hears_of_it(salon: Salon) -> None:
    set_way(salon, "oldest_first")
    waits(salon, "w-1")
    row = booked(salon)
    cancel(salon, row)
    salon.advance(GRACE - 1)
    assert offers(salon) == {}
    back = ChangeAppointment(row.id, row.status, "cancelled", row.start)  # type: ignore[arg-type]
    done(salon.act("rita", back))
    salon.advance(HOUR)
    assert (offers(salon), salon.count(ROUNDS)) == ({}, 0)


@pytest.mark.row("N10", "N11")
def test_at_night_nobody_is_asked_and_the_time_is_anybodys_until_the_morning(salon: Salon) -> None:
    set_way(salon, "oldest_first")
    waits(salon, "w-1")
    row = booked(salon)
    salon.advance(instant(dt.datetime(2026, 3, 2, 23, 30), ZONE) - salon.clock.now())
    cancel(salon, row)
    salon.advance(HOUR)
    assert (offers(salon), holds(salon), salon.count(ROUNDS)) == ({}, [], 1)
    salon.advance(instant(dt.datetime(2026, 3, 3, 8, 0), ZONE) - salon.clock.now())
    (row_,) = offers(salon).values()
    assert (row_.status, row_.offered_at) == ("open", instant(dt.datetime(2026, 3, 3, 8, 0), ZONE))


@pytest.mark.row("N10", "N11")
def test_a_night_that_changes_the_clock_moves_the_morning(salon: Salon) -> None:
    set_way(salon, "oldest_first")
    sunday = dt.date(2026, 3, 29)  # the night before it loses an hour
    monday = sunday + dt.timedelta(days=1)
    waits(salon, "w-1", windows=(WishedWindow(monday, dt.time(11), dt.time(15)),))
    salon.advance(instant(dt.datetime(2026, 3, 28, 20, 0), ZONE) - salon.clock.now())
    row = booked(salon, dt.datetime.combine(monday, dt.time(12)))
    salon.advance(3 * HOUR)
    cancel(salon, row)
    salon.advance(DAY)
    assert offers(salon)["w-1"].offered_at == instant(dt.datetime.combine(sunday, dt.time(8)), ZONE)


@pytest.mark.row("N10")
@pytest.mark.parametrize("way", ["oldest_first", "all_at_once"])
def test_forty_may_wait(salon: Salon, way: str) -> None:
    set_way(salon, way, 5)
    one = salon.visitor("Forty times", "forty@example.org")
    for number in range(40):
        visitor = salon.visitor(f"Client {number}", f"c{number}@example.org") if number % 4 else one
        waits(salon, f"w-{number:02}", visitor)
    free_noon(salon)
    salon.advance(3 * HOUR)
    assert (len(offers(salon)), set(stands(salon).values())) == (31, {"expired"})  # nobody is asked twice
    assert holds(salon) == []


@pytest.mark.row("N10", "B20")
def test_who_cannot_be_reached_is_passed_over_with_the_reason(salon: Salon) -> None:
    set_way(salon, "oldest_first")
    silent = waits(salon, "w-1", salon.visitor("Silent", email=None))
    salon.forget_phone(silent)
    waits(salon, "w-2")
    free_noon(salon)
    assert stands(salon) == {"w-1": "unreached", "w-2": "open"}
    assert offers(salon)["w-1"].reason == "no_address"


@pytest.mark.row("N10")
def test_unfinished_bookings_near_the_time_are_asked_too(salon: Salon) -> None:
    set_way(salon, "oldest_first")
    row = booked(salon)
    near, far = salon.visitor("Near", "near@example.org"), salon.visitor("Far", "far@example.org")
    wanted = (Choice(CUT, SHORT),)
    salon.review(far, choices=wanted, start=NOON.replace(hour=17))
    card = salon.abandon(near, choices=wanted, start=NOON.replace(hour=14))
    cancel(salon, row)
    salon.advance(GRACE)
    assert stands(salon) == {card.id: "open"}
    done(salon.act("rita", DismissDraft(card.id)))
    assert (stands(salon), holds(salon), salon.count(ROUNDS)) == ({card.id: "withdrawn"}, [], 0)
    assert drafts(salon)[card.id].phase == "dismissed"


@pytest.mark.row("N10")
def test_when_who_is_asked_leaves_the_list_the_next_is_asked_in_the_same_change(salon: Salon) -> None:
    set_way(salon, "oldest_first")
    ends: list[Callable[[], object]] = [
        lambda: salon.act("rita", RemoveWaitlistEntry("w-0")),
        lambda: salon.confirm(people[1], salon.review(people[1], start=NOON.replace(hour=16)).draft_id),
    ]
    people = []
    for number in range(3):
        people.append(waits(salon, f"w-{number}"))
        salon.advance(MINUTE)
    free_noon(salon)
    for number, happens in enumerate(ends):
        before = salon.number()
        happens()
        assert stands(salon)[f"w-{number}"] == "withdrawn"
        assert stands(salon)[f"w-{number + 1}"] == "open"
        assert salon.number() - before <= 2


@pytest.mark.row("N10")
def test_switching_back_to_by_hand_lets_the_open_offer_be_the_last(salon: Salon) -> None:
    set_way(salon, "oldest_first")
    waits(salon, "w-1")
    waits(salon, "w-2")
    free_noon(salon)
    set_way(salon, "by_hand")
    assert stands(salon) == {"w-1": "open"}
    salon.advance(HOUR)
    assert (stands(salon), salon.count(ROUNDS)) == ({"w-1": "expired"}, 0)


@pytest.mark.row("N10")
def test_somebody_who_is_asked_for_another_time_is_asked_for_the_next_when_she_has_answered(salon: Salon) -> None:
    waits(salon, "w-1")
    done(by_hand(salon, "w-1", start=NOON.replace(hour=13)))
    set_way(salon, "oldest_first", 60)
    free_noon(salon)
    assert len(salon.feed("rita", type(offers(salon)["w-1"]))) == 1
    assert answer(salon, "w-1", "decline").status == 204
    assert offers(salon)["w-1"].start == NOON


@pytest.mark.row("N10", "B18")
def test_the_settings_take_manage_automations_and_are_checked(salon: Salon) -> None:
    asked = SaveOfferSettings("all_at_once", 45)
    for who in ("rita", "tom"):
        assert salon.request("PUT", "/v1/offer-settings", asked, salon.token(who)).status == 403
    for wrong in (
        {"way": "loudly", "minutes": 30},
        {"way": "by_hand", "minutes": 4},
        {"way": "by_hand", "minutes": 1441},
    ):
        said = salon.request("PUT", "/v1/offer-settings", wrong, salon.token("olga"))
        assert said.status == 422
        assert problem(said).field in {"$.way", "$.minutes"}
    set_way(salon, "all_at_once", 45)
    (row,) = [row for row in salon.all_rows("olga") if type(row).__name__ == "OfferSettingsRow"]
    assert (row.way, row.minutes) == ("all_at_once", 45)
    assert [row for row in salon.all_rows("rita") if type(row).__name__ == "OfferSettingsRow"] == []


@pytest.mark.row("N10")
def test_a_longer_wish_takes_what_was_free_beside_the_freed_time(salon: Salon) -> None:
    set_way(salon, "oldest_first")
    waits(salon, "w-1", choices=(Choice(CUT, SHORT), Choice(COLOUR)))
    free_noon(salon)
    row = offers(salon)["w-1"]
    assert (row.start, row.end_at - row.start_at, row.team_member_id) == (NOON, 90 * MINUTE, ANA)
    assert sum(one.end_at - one.start_at for one in holds(salon)) == 90 * MINUTE
    accepted(answer(salon, "w-1"))
    (appointment,) = [one for one in salon.feed("rita", AppointmentRow) if one.status != "cancelled"]
    assert {line.team_member_id for line in appointment.lines} == {ANA}
    assert (appointment.start_at, appointment.end_at) == (AT_NOON, AT_NOON + 90 * MINUTE)

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.automations import Weight
from domain.constants import DAY, HOUR, MINUTE
from domain.drafts import Phase
from domain.reasons import Reason
from domain.sending import (
    DAILY,
    QUIET_FROM,
    QUIET_UNTIL,
    Held,
    Reach,
    Sent,
    blocked,
    evening_before,
    held,
    not_now,
    quiet_until,
)
from domain.times import day_bounds, instant, local
from domain.wire.rows import Channel

ADDRESS: dict[Channel, str] = {"email": "ana@example.org", "sms": "+493023125123"}
CHANNELS = st.sampled_from(("email", "sms"))
REACHES = st.builds(Reach, st.sampled_from([None, "", "nonsense", *ADDRESS.values()]), st.booleans(), st.booleans())


@pytest.mark.row("B14", "B20")
@pytest.mark.parametrize("channel", ["email", "sms"])
def test_what_is_wanted_and_has_an_address_may_go(channel: Channel) -> None:
    reach = Reach(ADDRESS[channel], wants=True, opted_out=False)
    assert blocked(channel, reach, True) is None
    assert blocked(channel, reach, None) is None


@pytest.mark.row("B20")
def test_the_switch_binds_only_the_automatic_message() -> None:
    reach = Reach(ADDRESS["sms"], wants=True, opted_out=False)
    assert blocked("sms", reach, False) is Reason.SWITCHED_OFF
    assert blocked("sms", reach, None) is None


@pytest.mark.row("B20")
@pytest.mark.parametrize("switched_on", [True, None])
def test_preference_and_opt_out_bind_people_too(switched_on: bool | None) -> None:
    address = ADDRESS["email"]
    assert blocked("email", Reach(address, True, True), switched_on) is Reason.OPTED_OUT
    assert blocked("email", Reach(address, False, False), switched_on) is Reason.PREFERENCE


@pytest.mark.row("N2", "B15")
@given(CHANNELS, REACHES, st.sampled_from([True, False, None]), st.sampled_from(Phase))
def test_nothing_goes_but_to_an_incomplete_draft_with_a_fitting_address(
    channel: Channel, reach: Reach, switched_on: bool | None, phase: Phase
) -> None:
    if (not_now(phase) or blocked(channel, reach, switched_on)) is None:
        assert phase is Phase.INCOMPLETE
        assert reach == Reach(ADDRESS[channel], wants=True, opted_out=False)
        assert switched_on is not False


@pytest.mark.row("N2")
def test_nobody_who_has_booked_hears_of_it() -> None:
    assert not_now(Phase.CONVERTED) is Reason.ALREADY_BOOKED


@pytest.mark.row("B14")
def test_an_address_that_does_not_fit_the_channel_is_said_to_be_bad() -> None:
    assert blocked("sms", Reach("030 23125123", True, False), None) is Reason.BAD_ADDRESS
    assert blocked("email", Reach("+493023125123", True, False), None) is Reason.BAD_ADDRESS
    assert blocked("email", Reach("", True, False), None) is Reason.NO_ADDRESS


ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"])
INSTANTS = st.integers(instant(dt.datetime(2010, 1, 1), "UTC"), instant(dt.datetime(2035, 1, 1), "UTC"))
SENT = st.lists(st.builds(Sent, st.integers(0, 3 * DAY), st.sampled_from(Weight)), max_size=8)


def berlin(*moment: int) -> int:
    return instant(dt.datetime(*moment), "Europe/Berlin")  # type: ignore[arg-type]


@pytest.mark.row("N11", "S5")
@pytest.mark.parametrize(
    ("now", "until"),
    [
        (berlin(2026, 3, 2, 7, 59), berlin(2026, 3, 2, 8, 0)),
        (berlin(2026, 3, 2, 8, 0), None),
        (berlin(2026, 3, 2, 20, 59), None),
        (berlin(2026, 3, 2, 21, 0), berlin(2026, 3, 3, 8, 0)),
        (berlin(2026, 3, 28, 23, 0), berlin(2026, 3, 29, 8, 0)),  # a night of ten hours
        (berlin(2026, 10, 25, 2, 30) + HOUR, berlin(2026, 10, 25, 8, 0)),  # the second 02:30 of that night
    ],
)
def test_nothing_goes_between_nine_in_the_evening_and_eight(now: int, until: int | None) -> None:
    assert quiet_until(now, "Europe/Berlin") == until


@pytest.mark.row("N11")
@given(INSTANTS, ZONES)
@example(berlin(2026, 3, 29, 1, 59), "Europe/Berlin")
@example(berlin(2026, 10, 25, 2, 59), "Europe/Berlin")
def test_a_night_ends_in_the_future_at_eight_and_no_day_is_a_night(now: int, zone: str) -> None:
    until = quiet_until(now, zone)
    by_day = QUIET_UNTIL <= local(now, zone).time() < QUIET_FROM
    assert (until is None) == by_day
    if until is not None:
        assert 0 < until - now <= 12 * HOUR
        assert quiet_until(until, zone) is None
        evening = evening_before(now, zone)
        assert evening < now
        assert quiet_until(evening, zone) is None
        assert quiet_until(evening + MINUTE, zone) is not None


@pytest.mark.row("N11")
@given(INSTANTS, ZONES, st.sampled_from(Weight), SENT)
def test_what_may_go_is_by_day_and_within_the_cap(now: int, zone: str, weight: Weight, ago: list[Sent]) -> None:
    sent = [Sent(now - one.at, one.weight) for one in ago]
    waits = held(now, zone, weight, sent)
    today = [one for one in sent if one.at >= day_bounds(local(now, zone).date(), zone)[0]]
    if waits is not None:
        assert waits.until > now
        assert quiet_until(waits.until, zone) is None
        assert waits.reason in {Reason.QUIET_HOURS, Reason.TOO_MANY}
        assert (waits.reason is Reason.QUIET_HOURS) == (quiet_until(now, zone) is not None)
        return
    assert quiet_until(now, zone) is None
    assert weight is Weight.UPDATE or len(today) < DAILY
    if weight is Weight.PROMOTION:
        assert not any(one.weight in {Weight.PROMOTION, Weight.OFFER} and one.at > now - DAY for one in sent)


@pytest.mark.row("N11")
def test_news_of_her_own_appointment_waits_for_the_morning_and_for_nothing_else() -> None:
    noon, night = berlin(2026, 3, 2, 12, 0), berlin(2026, 3, 2, 23, 0)
    many = [Sent(noon - MINUTE, Weight.REMINDER)] * 9
    assert held(noon, "Europe/Berlin", Weight.UPDATE, many) is None
    assert held(noon, "Europe/Berlin", Weight.REMINDER, many) == Held(berlin(2026, 3, 3, 8, 0), Reason.TOO_MANY)
    assert held(night, "Europe/Berlin", Weight.UPDATE, []) == Held(berlin(2026, 3, 3, 8, 0), Reason.QUIET_HOURS)


@pytest.mark.row("N11", "N10")
def test_a_promotion_keeps_its_distance_from_an_offer_and_an_offer_only_to_the_day() -> None:
    noon = berlin(2026, 3, 2, 12, 0)
    for weight in (Weight.OFFER, Weight.PROMOTION):
        last = [Sent(noon - HOUR, weight)]
        assert held(noon, "Europe/Berlin", Weight.PROMOTION, last) == Held(noon - HOUR + DAY, Reason.TOO_MANY)
        assert held(noon, "Europe/Berlin", Weight.OFFER, last) is None
    three = [Sent(noon - HOUR, Weight.OFFER)] * DAILY
    assert held(noon, "Europe/Berlin", Weight.OFFER, three) == Held(berlin(2026, 3, 3, 8, 0), Reason.TOO_MANY)

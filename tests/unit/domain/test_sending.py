import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.drafts import Phase
from domain.reasons import Reason
from domain.sending import Reach, blocked, not_now
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

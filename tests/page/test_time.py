"""The banner and the end of the ten minutes: by the server's clock, whatever that of the device says (rows B2, B3)."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from domain.constants import MINUTE, REVIEW_SESSION, SECOND
from tests.page.conftest import Visit
from tests.page.street import Street, Visitor

RED = re.compile(r"\bred\b")


def pass_time(street: Street, visitor: Visitor, by: int) -> None:
    """Time goes on for the server and for the page alike."""
    street.house.advance(by)
    visitor.page.clock.run_for(by // 1000)


def with_clock(visitor: Visitor, **off: float) -> Visitor:
    """The device's clock is in our hands, and wrong by `off` from the server's."""
    right = dt.datetime.fromtimestamp(visitor.street.house.clock.at / 1_000_000, dt.UTC)
    visitor.page.clock.install(time=right + dt.timedelta(**off))
    return visitor


@pytest.mark.row("B3")
def test_the_banner_turns_red_at_two_minutes_and_is_read_out_only_then(visit: Visit, street: Street) -> None:
    mara = with_clock(visit())
    mara.reach_review()
    banner, status = mara.page.locator("#banner"), mara.page.locator("#status")
    assert mara.banner() == "Finish booking in 10:00"
    pass_time(street, mara, 18 * SECOND)
    assert mara.banner() == "Finish booking in 9:42"
    pass_time(street, mara, 7 * MINUTE + 41 * SECOND)
    assert mara.banner() == "Finish booking in 2:01"
    expect(banner).not_to_have_class(RED)
    expect(status).to_have_text("Finish booking in 5:00")
    pass_time(street, mara, SECOND)
    expect(banner).to_have_class(RED)
    expect(status).to_have_text("Finish booking in 2:00")
    pass_time(street, mara, 30 * SECOND)
    expect(status).to_have_text("Finish booking in 2:00")


@pytest.mark.row("B2", "B3", "B5")
def test_at_zero_she_chooses_again_the_old_time_first(visit: Visit, street: Street) -> None:
    mara = with_clock(visit())
    start = mara.reach_review()
    mara.page.get_by_label("Note for the salon").fill("Window seat")
    pass_time(street, mara, REVIEW_SESSION)
    mara.says("Your ten minutes are over, and nothing is booked yet.")
    assert mara.banner() == "Time is up: please choose a time again"
    expect(mara.page.locator("#again-title")).to_be_focused()
    expect(mara.page.locator("#confirm")).to_be_hidden()
    first = mara.page.locator(".offered").first
    assert first.get_attribute("data-start") == start
    expect(first).to_contain_text("still free")
    first.click()
    expect(mara.page.locator("#confirm")).to_be_visible()
    assert mara.banner() == "Finish booking in 10:00"
    expect(mara.page.get_by_label("Note for the salon")).to_have_value("Window seat")
    mara.press("Confirm booking")
    mara.step("done")


@pytest.mark.row("B2", "B3")
def test_at_zero_a_time_that_is_gone_is_not_offered(visit: Visit, street: Street) -> None:
    mara, nora = with_clock(visit()), visit()
    start = mara.reach_review()
    assert nora.reach_review() == start
    nora.press("Confirm booking")
    nora.step("done")
    pass_time(street, mara, REVIEW_SESSION)
    mara.says("Your ten minutes are over")
    starts = [one.get_attribute("data-start") for one in mara.page.locator(".offered").all()]
    assert len(starts) == 5
    assert start not in starts
    mara.press("All free times")
    mara.pick_time()
    mara.step("review")
    assert mara.banner() == "Finish booking in 10:00"


@pytest.mark.row("B3")
@pytest.mark.parametrize("off", [{"days": -400}, {"hours": 7}, {"minutes": -9}])
def test_a_wrong_clock_changes_nothing(visit: Visit, street: Street, off: dict[str, float]) -> None:
    mara = with_clock(visit(), **off)
    start = mara.reach_review()
    assert mara.banner() == "Finish booking in 10:00"
    pass_time(street, mara, 9 * MINUTE)
    assert mara.banner() == "Finish booking in 1:00"
    expect(mara.page.locator("#when")).to_contain_text(start[11:16])


@pytest.mark.row("B3")
def test_a_clock_that_is_set_meanwhile_changes_nothing(visit: Visit, street: Street) -> None:
    mara = with_clock(visit())
    mara.reach_review()
    right = dt.datetime.fromtimestamp(street.house.clock.at / 1_000_000, dt.UTC)
    mara.page.clock.set_system_time(right + dt.timedelta(days=3))
    pass_time(street, mara, SECOND)
    expect(mara.page.locator("#left")).to_have_text("Finish booking in 9:59")


@pytest.mark.row("B3")
def test_a_laptop_that_slept_asks_the_server(visit: Visit, street: Street) -> None:
    mara = with_clock(visit())
    mara.reach_review()
    street.house.advance(6 * MINUTE)  # the page's own time stood still
    mara.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(mara.page.locator("#left")).to_have_text("Finish booking in 4:00")
    street.house.advance(5 * MINUTE)
    mara.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    mara.says("Your ten minutes are over")


@pytest.mark.row("B3")
def test_after_a_long_sleep_the_banner_and_the_panel_tell_the_same(visit: Visit, street: Street) -> None:
    mara = with_clock(visit())
    mara.reach_review()
    street.house.advance(700 * SECOND)
    asked: list[str] = []
    mara.page.on("request", lambda request: asked.append(f"{request.method} {request.url.rpartition('/')[2]}"))
    mara.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    mara.says("Your ten minutes are over")
    expect(mara.page.locator(".offered").first).to_be_visible()
    mara.page.clock.run_for(3000)
    expect(mara.page.locator("#left")).to_have_text("Time is up: please choose a time again")
    mara.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert asked.count("GET review") == 1
    assert asked.count("POST times") <= 2  # a week from today, and the days around her own


@pytest.mark.row("B3")
def test_without_a_connection_the_banner_goes_on(visit: Visit, street: Street) -> None:
    mara = with_clock(visit())
    mara.reach_review()
    mara.context.set_offline(True)
    mara.press("Confirm booking")
    mara.says("There is no connection. Please try again.")
    pass_time(street, mara, MINUTE)
    assert mara.banner() == "Finish booking in 9:00"
    mara.context.set_offline(False)
    mara.press("Confirm booking")
    mara.step("done")

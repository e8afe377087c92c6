"""What links in messages open: Review again, the appointment, and what may be written (rows B9, B22, B20)."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from domain.constants import REVIEW_SESSION
from domain.wire.rows import AppointmentRow, DraftRow
from tests.page.conftest import Visit
from tests.page.street import Street, Visitor, until
from tests.support.server import PASSWORD
from tools.tour.people import Staff


def abandoned(street: Street, visitor: Visitor, note: str = "") -> tuple[str, str]:
    """A booking left at Review, its ten minutes over: the start that was wished, and the draft's link."""
    start = visitor.reach_review()
    if note:
        visitor.page.get_by_label("Note for the salon").fill(note)
        visitor.page.get_by_role("button", name="Change services").focus()
        visitor.page.wait_for_function(
            "() => performance.getEntriesByType('resource').some(e => e.name.endsWith('/notes'))"
        )
    visitor.page.goto("about:blank")
    street.house.advance(REVIEW_SESSION)
    return start, street.link("resume", f"draft:{street.newest_draft()}")


@pytest.mark.row("B9")
def test_the_link_restores_all_of_it_on_another_device_again_and_again(visit: Visit, street: Street) -> None:
    start, link = abandoned(street, visit(), "Five minutes late maybe")
    draft = link and street.newest_draft()
    for device in (visit(), visit(locale="de-DE")):
        device.open(link)
        device.step("review")
        expect(device.page.locator("#lines")).to_contain_text("Beard")
        expect(device.page.locator("#lines")).to_contain_text("25")
        expect(device.page.locator("#when")).to_contain_text(start[11:16])
        expect(device.page.locator("#note")).to_have_value("Five minutes late maybe")
        expect(device.page.locator("#banner")).to_be_hidden()
    assert street.house.happened("draft.review_entered", draft) == 1
    device.page.reload()
    device.step("review")
    device.press("Buchung bestätigen")
    device.step("done")
    device.open(link)
    device.says("Diese Buchung ist abgeschlossen")
    device.page.get_by_role("link", name="Neue Buchung beginnen").click()
    device.step("services")


@pytest.mark.row("B9")
def test_opening_the_link_is_no_engagement_until_she_does_something(
    visit: Visit, street: Street, tmp_path: Path
) -> None:
    start, link = abandoned(street, visit(), "Window seat")
    draft = street.newest_draft()
    mara = visit()
    asked: list[str] = []
    mara.page.on("request", lambda request: asked.append(request.method))
    with Staff(street.house.address, "reception@example.org", PASSWORD, tmp_path / "desk") as staff:
        card = until(lambda: staff.find(DraftRow, draft))
        mara.open(link)
        for _look in range(2):
            mara.step("review")
            expect(mara.page.locator("#when")).to_contain_text(start[11:16])
            expect(mara.page.locator("#lines")).to_contain_text("still free")
            expect(mara.page.get_by_label("Note for the salon")).to_have_value("Window seat")
            expect(mara.page.locator("#banner")).to_be_hidden()
            mara.page.reload()
        assert set(asked) == {"GET"}
        assert staff.find(DraftRow, draft) == card
        mara.page.get_by_label("Note for the salon").fill("No window seat")
        expect(mara.page.locator("#left")).to_have_text("Finish booking in 10:00")
        until(lambda: staff.find(DraftRow, draft) is None)
    assert street.house.happened("draft.review_entered", draft) == 2
    expect(mara.page.get_by_label("Note for the salon")).to_have_value("No window seat")
    mara.press("Confirm booking")
    mara.step("done")


@pytest.mark.row("B2", "B9")
def test_by_the_link_a_time_that_goes_while_she_looks_is_said_at_confirming(visit: Visit, street: Street) -> None:
    start, link = abandoned(street, visit())
    draft = street.newest_draft()
    mara, nora = visit(), visit()
    mara.open(link)
    mara.step("review")
    nora.choose("Beard")
    nora.page.locator(f".time[data-start='{start}']").click()
    nora.prove("Nora")
    nora.step("review")
    nora.press("Confirm booking")
    nora.step("done")
    mara.press("Confirm booking")
    mara.says("Somebody else was quicker with this time. Please choose another one.")
    expect(mara.page.locator("#left")).to_have_text("Finish booking in 10:00")
    assert street.house.happened("draft.review_entered", draft) == 2
    mara.page.locator(".offered").first.click()
    mara.says("Your new time is")
    mara.press("Confirm booking")
    mara.step("done")


@pytest.mark.row("B9", "B19")
def test_booked_by_the_link_elsewhere_the_first_device_says_it_is_complete(visit: Visit, street: Street) -> None:
    mara, phone = visit(), visit()
    mara.reach_review()
    phone.open(street.link("resume", f"draft:{street.newest_draft()}"))
    phone.step("review")
    phone.press("Confirm booking")
    phone.step("done")
    mara.page.reload()
    mara.says("This booking is complete")


@pytest.mark.row("B1", "B9")
def test_a_note_is_kept_while_she_writes_and_over_back_and_forward(visit: Visit, street: Street) -> None:
    mara, phone = visit(), visit()
    mara.reach_review()
    note = mara.page.get_by_label("Note for the salon")
    with mara.page.expect_response("**/review/notes") as kept:
        note.press_sequentially("Five minutes")
    assert kept.value.status == 204
    phone.open(street.link("resume", f"draft:{street.newest_draft()}"))
    expect(phone.page.get_by_label("Note for the salon")).to_have_value("Five minutes")
    note.fill("Ten minutes")
    mara.page.go_back()
    mara.step("time")
    mara.page.go_forward()
    mara.step("review")
    expect(note).to_have_value("Ten minutes")
    assert street.house.happened("draft.noted_by_client", street.newest_draft()) == 2


@pytest.mark.row("B2", "B9")
def test_by_the_link_another_time_can_be_had_when_the_own_one_is_gone(visit: Visit, street: Street) -> None:
    start, link = abandoned(street, visit())
    nora = visit()
    nora.choose("Beard")
    nora.page.locator(f".time[data-start='{start}']").click()
    nora.prove("Nora")
    nora.step("review")
    nora.press("Confirm booking")
    nora.step("done")
    mara = visit()
    mara.open(link)
    mara.says("Somebody else was quicker with this time. Please choose another one.")
    mara.page.locator(".offered").first.click()
    mara.says("Your new time is")
    mara.press("Confirm booking")
    mara.step("done")


@pytest.mark.row("B9")
def test_by_the_link_everything_can_be_changed_after_signing_in(visit: Visit, street: Street) -> None:
    _start, link = abandoned(street, visit())
    mara = visit()
    mara.open(link)
    mara.step("review")
    mara.press("Change services")
    expect(mara.page.get_by_label("Beard", exact=False).first).to_be_checked()
    mara.press("Continue")
    mara.pick_time(2)
    mara.step("phone")


@pytest.mark.row("B9", "S2")
def test_links_that_lead_nowhere_say_so_and_offer_a_new_beginning(visit: Visit, street: Street) -> None:
    _start, link = abandoned(street, visit())
    manage = street.link("manage", "appointment:none")
    mara = visit()
    for path in ("/resume/unknown", link.replace("/resume/", "/manage/"), manage, "/preferences/unknown"):
        mara.open(path)
        mara.says("This link does not work any more")
        expect(mara.page.get_by_role("link", name="Start a new booking")).to_have_attribute("href", "/book/linden")
    mara.page.goto(street.house.address + "/book/elsewhere" + link)
    mara.says("This link does not work any more")
    mara.page.goto(street.house.address + "/book/nowhere")
    mara.says("There is no salon here")


@pytest.mark.row("B22", "N24")
def test_a_client_moves_and_cancels_what_she_booked(visit: Visit, street: Street, tmp_path: Path) -> None:
    mara = visit()
    start = mara.reach_review()
    mara.press("Confirm booking")
    mara.step("done")
    mara.page.get_by_role("link", name="Reschedule or cancel").click()
    expect(mara.page.locator("#when")).to_contain_text(start[11:16])
    mara.press("Reschedule")
    own = mara.page.locator(f".time[data-start='{start}']")
    expect(own).to_be_visible()
    later = mara.page.locator(".time").nth(5)
    other = later.get_attribute("data-start") or ""
    later.click()
    expect(mara.page.locator("#moved-to-title")).to_be_focused()
    mara.page.locator("#stay-now").click()
    expect(mara.page.locator("#moving")).to_be_hidden()
    expect(mara.page.locator("#when")).to_contain_text(start[11:16])
    mara.press("Reschedule")
    mara.page.locator(f".time[data-start='{other}']").click()
    mara.press("Move")
    mara.says("Your appointment is now on")
    expect(mara.page.locator("#state")).to_be_focused()
    expect(mara.page.locator("#status")).to_have_text("")
    with Staff(street.house.address, "reception@example.org", PASSWORD, tmp_path / "desk") as staff:
        (moved,) = [row for row in staff.rows(AppointmentRow) if row.start.isoformat() == other]
        assert (moved.status, moved.previous_start and moved.previous_start.isoformat()) == ("booked", start)
        mara.press("Cancel appointment")
        mara.says("Somebody else may take your time at once.")
        mara.press("Keep it")
        expect(mara.page.locator("#ask")).to_be_focused()
        mara.page.locator("#ask").click()
        mara.page.locator("#cancel").click()
        mara.says("Your appointment is cancelled.")
        expect(mara.page.locator("#actions")).to_be_hidden()
        cancelled = staff.find(AppointmentRow, moved.id)
    assert cancelled is not None
    assert (cancelled.status, cancelled.cancel_reason) == ("cancelled", "client_asked")
    expect(mara.page.get_by_role("link", name="Book again")).to_be_visible()
    mara.page.reload()
    mara.says("Your appointment is cancelled.")
    expect(mara.page.get_by_role("link", name="Book again")).to_have_attribute("href", "/book/linden")


@pytest.mark.row("B20", "S5")
def test_she_says_what_may_be_written_to_her(visit: Visit, street: Street) -> None:
    mara = visit()
    mara.reach_review()
    mara.open(street.link("preferences", f"client:{street.newest_client()}"))
    texts = mara.page.get_by_label(re.compile("Text messages"))
    expect(texts).to_be_checked()
    texts.uncheck()
    mara.press("Save")
    mara.says("Saved. It holds from now on.")
    expect(texts).not_to_be_checked()
    assert street.opted_out() == (None, street.house.clock.at)
    texts.check()
    mara.press("Save")
    expect(texts).to_be_checked()
    assert street.opted_out() == (None, None)

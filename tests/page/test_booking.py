"""The whole way on the booking page, as clients go it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from domain.constants import MINUTE
from domain.wire.rows import AppointmentRow, DraftRow
from tests.page.conftest import Visit
from tests.page.street import Street
from tests.support.server import PASSWORD
from tools.tour.people import Staff


@pytest.mark.row("B1", "B2", "B4", "B19", "S2")
def test_a_client_books_and_nothing_of_her_is_kept_before_review(visit: Visit, street: Street, tmp_path: Path) -> None:
    kept = {name: street.count(name) for name in ("clients", "drafts", "client_sessions")}
    mara = visit()
    mara.choose("Beard")
    start = mara.pick_time()
    mara.step("phone")
    assert {name: street.count(name) for name in kept} == kept
    mara.prove("Mara <b>Lind</b>")
    mara.step("review")
    expect(mara.page.locator("#title")).to_be_focused()
    assert mara.banner() == "Finish booking in 10:00"
    mara.says("€25")
    mara.says("Signed in as Mara <b>Lind</b>")
    with Staff(street.house.address, "reception@example.org", PASSWORD, tmp_path / "desk") as staff:
        assert not [row for row in staff.rows(DraftRow) if row.client_name.startswith("Mara")]
        mara.page.get_by_label("Note for the salon").fill("Five minutes late maybe")
        mara.press("Confirm booking")
        mara.step("done")
        mara.says("Booked")
        (booked,) = [row for row in staff.rows(AppointmentRow) if row.start.isoformat() == start]
    assert (booked.client_name, booked.notes) == ("Mara <b>Lind</b>", "Five minutes late maybe")
    mara.page.reload()
    mara.step("services")


@pytest.mark.row("B9")
def test_signed_in_once_she_needs_no_code_again(visit: Visit, street: Street) -> None:
    mara = visit()
    mara.reach_review()
    mara.press("Change time")
    other = mara.pick_time(3)
    mara.step("review")
    expect(mara.page.locator("#when")).to_have_text(re.compile(other[11:16]))
    cookie = next(one for one in mara.context.cookies() if one["name"] == "deskbell_client")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert mara.page.evaluate("document.cookie + JSON.stringify([localStorage, sessionStorage])") == "[{},{}]"
    mara.press("Not you? Sign out")
    mara.step("phone")
    assert not [one for one in mara.context.cookies() if one["name"] == "deskbell_client"]


@pytest.mark.row("B1")
def test_variants_bundles_and_people_are_chosen(visit: Visit) -> None:
    mara = visit()
    mara.open()
    mara.press("Continue")
    mara.says("Please choose at least one service.")
    mara.page.get_by_label("Colour").first.check()
    mara.page.get_by_role("radio", name="Long").check()
    mara.page.get_by_label("Cut and beard").check()
    expect(mara.page.locator("#sum")).to_have_text("165 min, €140")
    mara.press("Continue")
    mara.pick_time()
    mara.prove()
    mara.step("review")
    lines = mara.page.locator("#lines")
    for words in ("Colour Long, 90 min", "Cut Cut and beard, 45 min", "Beard Cut and beard, 30 min", "€140"):
        expect(lines).to_contain_text(words)
    mara.page.go_back()
    mara.step("time")
    mara.page.go_back()
    mara.step("services")
    expect(mara.page.get_by_role("radio", name="Long")).to_be_checked()
    mara.page.get_by_label("Colour").first.uncheck()
    mara.page.get_by_label("Cut and beard").uncheck()
    mara.page.get_by_label("Cut", exact=False).first.check()
    mara.press("Continue")
    mara.step("team")
    mara.page.get_by_role("radio", name="Bea").check()
    mara.press("Continue")
    mara.pick_time()
    mara.step("review")
    expect(lines).to_contain_text("WithBea")


@pytest.mark.row("B2")
def test_of_two_who_want_one_time_the_first_to_confirm_has_it(visit: Visit, street: Street) -> None:
    mara, nora = visit(), visit()
    start = mara.reach_review(name="Mara")
    assert nora.reach_review(name="Nora") == start
    nora.page.get_by_label("Note for the salon").fill("With milk, please")
    mara.press("Confirm booking")
    mara.step("done")
    nora.press("Confirm booking")
    nora.says("Somebody else was quicker with this time. Please choose another one.")
    expect(nora.page.locator("#again-title")).to_be_focused()
    other = nora.page.locator(".offered").first
    taken = other.get_attribute("data-start")
    other.click()
    nora.says("Your new time is")
    expect(nora.page.get_by_label("Note for the salon")).to_have_value("With milk, please")
    nora.press("Confirm booking")
    nora.step("done")
    assert taken != start
    expect(nora.page.locator("#booked")).to_contain_text((taken or "")[11:16])


@pytest.mark.row("S2")
def test_wrong_codes_numbers_and_names_are_said_where_they_are(visit: Visit, street: Street) -> None:
    mara = visit()
    mara.choose("Beard")
    mara.pick_time()
    mara.step("phone")
    number = mara.page.get_by_label("Phone number")
    number.fill("12")
    mara.press("Send code")
    mara.says("This is not a phone number that takes text messages.")
    expect(number).to_be_focused()
    expect(number).to_have_attribute("aria-invalid", "true")
    number.fill(mara.phone)
    mara.press("Send code")
    mara.step("prove")
    right = street.code_for(mara.phone)
    code = mara.page.get_by_label("Code")
    code.fill("12")
    mara.press("Continue")
    mara.says("The code is wrong or has expired.")
    code.fill(right)
    mara.press("Continue")
    mara.page.get_by_label("Name").fill(" ")
    mara.press("Continue")
    mara.says("Please tell us your name.")
    mara.page.get_by_label("Name").fill("Mara")
    mara.page.get_by_label("Email (if you like)").fill("no address")
    mara.press("Continue")
    mara.says("This is not an email address.")
    mara.page.get_by_label("Email (if you like)").fill("mara@example.org")
    mara.press("Continue")
    mara.step("review")


def test_a_day_without_times_leads_to_the_next(visit: Visit, street: Street) -> None:
    mara = visit()
    street.house.advance(8 * 60 * MINUTE)
    mara.choose("Beard")
    mara.step("time")
    today = mara.page.locator(".day").first
    expect(today).to_be_disabled()
    expect(mara.page.locator(".day").nth(1)).to_have_attribute("aria-pressed", "true")
    expect(mara.page.get_by_role("heading", name="Morning")).to_be_visible()
    expect(mara.page.get_by_role("heading", name="Afternoon")).to_be_visible()
    first = today.get_attribute("data-date") or ""
    mara.press("Later")
    expect(today).not_to_have_attribute("data-date", first)
    expect(mara.page.get_by_role("button", name="Earlier")).to_be_enabled()


@pytest.mark.row("N20")
def test_another_language_keeps_what_was_chosen(visit: Visit) -> None:
    mara = visit()
    mara.open()
    mara.page.get_by_label("Beard", exact=False).first.check()
    mara.page.get_by_role("link", name="Deutsch").click()
    expect(mara.page.locator("#title")).to_have_text("Leistungen wählen")
    expect(mara.page.get_by_label("Beard", exact=False).first).to_be_checked()
    assert mara.page.title() == "Leistungen wählen - Studio Linden"


def test_a_page_without_script_says_so(visit: Visit) -> None:
    mara = visit(java_script_enabled=False)
    mara.open()
    mara.says("Booking here needs JavaScript, which is off in your browser. Please switch it on, or call us.")
    expect(mara.page.get_by_role("link", name="+49 30 23125000")).to_have_attribute("href", "tel:+493023125000")
    expect(mara.page.locator("#services")).to_be_hidden()

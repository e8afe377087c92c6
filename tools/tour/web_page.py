"""A client on the booking page, in a real Chromium where this computer has one (rows B1, B2, B3)."""

from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from domain.contacts import parse_phone
from domain.wire.rows import AppointmentRow, SandboxMessageRow
from tests.support.chromium import ARGUMENTS, chromium
from tools.tour.people import code_in
from tools.tour.stage import SALON, Stage, found

NAME = "Noor Haddad"
_PHONE, _REGION = "0151 23456780", "DE"
_PHONE_SIZE: ViewportSize = {"width": 390, "height": 780}


def client_books(stage: Stage, pictures: Path) -> str:
    """From the first service to the booking; the page's pictures are beside the desk's. Raises NotHappened."""
    place = chromium()
    if place is None:
        return "this computer has no Chromium: nobody opened the booking page"
    pictures.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=list(ARGUMENTS))
        page = browser.new_page(viewport=_PHONE_SIZE, locale="en-GB")
        start = _reach_review(stage, page, pictures)
        _picture(page, pictures, "review")
        page.get_by_role("button", name="Confirm booking").click()
        expect(page.locator("#done")).to_be_visible()
        _picture(page, pictures, "booked")
        browser.close()
    stage.until(lambda: _appointment(stage, start) is not None, "the desk has the appointment")
    return f"{NAME} signed in by code on the page and booked {start}; the desk has it"


def client_accepts(stage: Stage, link: str, pictures: Path) -> str:
    """A client opens the link of an offer and takes the time; over HTTP where there is no Chromium."""
    place = chromium()
    if place is None:
        stage.visitor.accept(link)
        return "this computer has no Chromium: the client accepted over HTTP"
    pictures.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=list(ARGUMENTS))
        page = browser.new_page(viewport=_PHONE_SIZE, locale="en-GB")
        page.goto(link)
        _picture(page, pictures, "offer")
        page.get_by_role("button", name="Book this time").click()
        expect(page.get_by_role("heading", name="It is yours")).to_be_visible()
        _picture(page, pictures, "offer-accepted")
        browser.close()
    return "she opened the link in her message and pressed Book this time; she waits no more"


def _reach_review(stage: Stage, page: Page, pictures: Path) -> str:
    page.goto(f"{stage.server.address}/book/{SALON}")
    page.get_by_label("Dry cut").check()
    _picture(page, pictures, "services")
    for _ in ("services", "team"):
        page.get_by_role("button", name="Continue").click()
    page.locator(".day:not([disabled])").nth(2).click()
    free = page.locator(".time").nth(2)
    start = found(free.get_attribute("data-start"), "a time is free")
    _picture(page, pictures, "time")
    free.click()
    page.get_by_label("Phone number").fill(_PHONE)
    page.get_by_role("button", name="Send code").click()
    page.get_by_label("Code").fill(_code(stage))
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name").fill(NAME)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("#left")).to_have_text("Finish booking in 10:00")
    return start


def _code(stage: Stage) -> str:
    phone = parse_phone(_PHONE, _REGION)
    stage.until(lambda: code_in(stage.owner.rows(SandboxMessageRow), phone) is not None, "the code came by SMS")
    return found(code_in(stage.owner.rows(SandboxMessageRow), phone), "the code came by SMS")


def _appointment(stage: Stage, start: str) -> AppointmentRow | None:
    booked = (row for row in stage.owner.rows(AppointmentRow) if row.client_name == NAME)
    return next((row for row in booked if row.start.isoformat() == start), None)


def _picture(page: Page, pictures: Path, name: str) -> None:
    """In light and in dark, as those of the desk."""
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.screenshot(path=pictures / f"{name}-{scheme}.png")

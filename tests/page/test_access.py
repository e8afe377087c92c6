"""The page for everybody: with a screen reader, by keys alone, on a narrow phone, from right to left, in the dark."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.page.conftest import Visit
from tests.page.street import Street, Visitor

Scheme = Literal["light", "dark"]
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('button, a, input:not([type=radio], [type=checkbox]), select, .choice')]
    .filter(one => one.checkVisibility() && !one.closest('p:not(.buttons)'))
    .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
    .filter(([_, at]) => at.height < 43.5 || at.width < 43.5).map(([html]) => html)"""


def every_step(mara: Visitor, street: Street) -> Iterator[str]:
    """Goes the whole way and stops at each step, and at what may go wrong on it."""
    yield from choosing(mara)
    yield from proving(mara, street)
    yield from booking(mara)
    mara.open(street.link("preferences", f"client:{street.newest_client()}"))
    yield "preferences"
    mara.open("/resume/none")
    yield "gone"


def choosing(mara: Visitor) -> Iterator[str]:
    page = mara.page
    mara.open()
    mara.step("services")
    page.locator(".offer", has_text="Colour").locator("input[type=checkbox]").first.check()
    yield "services"
    page.locator("#services .main").click()
    mara.step("time")
    page.locator(".time").first.wait_for()
    yield "time"
    page.go_back()
    page.locator(".offer", has_text="Colour").locator("input[type=checkbox]").first.uncheck()
    page.locator("#services .main").click()
    expect(page.locator("#wrong")).to_be_visible()
    yield "wrong"
    page.locator(".offer input[value]").first.check()
    page.locator("#services .main").click()
    mara.step("team")
    yield "team"
    page.locator("#team .main").click()
    page.locator(".time").nth(4).click()
    mara.step("phone")
    yield "phone"


def proving(mara: Visitor, street: Street) -> Iterator[str]:
    page = mara.page
    page.locator("#number").fill(mara.phone)
    page.locator("#phone .main").click()
    mara.step("prove")
    page.locator("#code").fill(street.code_for(mara.phone))
    page.locator("#prove .main").click()
    page.locator("#name").fill("مها Lind")
    yield "prove"
    page.locator("#prove .main").click()


def booking(mara: Visitor) -> Iterator[str]:
    page = mara.page
    mara.step("review")
    expect(page.locator("#signed")).to_be_visible()
    yield "review"
    page.route(
        "**/confirm", lambda route: route.fulfill(status=409, json={"type": "slot_taken", "title": "", "status": 409})
    )
    page.locator("#confirm").click()
    expect(page.locator("#again")).to_be_visible()
    yield "again"
    page.unroute("**/confirm")
    page.evaluate("document.querySelector('#again').hidden = true; document.querySelector('#confirm').hidden = false")
    page.locator("#confirm").click()
    mara.step("done")
    yield "done"
    page.locator("#manage").click()
    page.locator("#move").click()
    page.locator(".time").first.wait_for()
    yield "move"
    page.locator("#ask").click()
    yield "cancel"


@pytest.mark.row("N14", "N20")
@pytest.mark.parametrize(("locale", "schemes"), [("de-DE", ("dark", "light")), ("ar-EG", ("light",))])
def test_every_step_is_for_everybody(visit: Visit, street: Street, locale: str, schemes: tuple[Scheme, ...]) -> None:
    mara = visit(locale=locale, viewport={"width": 320, "height": 568}, reduced_motion="reduce")
    for step in every_step(mara, street):
        assert (step, mara.page.evaluate(WIDE), mara.page.evaluate(SMALL)) == (step, False, [])
        for scheme in schemes:
            mara.page.emulate_media(color_scheme=scheme)
            assert (step, scheme, mara.faults_of_access()) == (step, scheme, [])


@pytest.mark.row("N20")
def test_arabic_is_laid_out_from_the_right(visit: Visit) -> None:
    mara = visit(locale="ar-EG", viewport={"width": 390, "height": 780})
    mara.open()
    expect(mara.page.locator("html")).to_have_attribute("dir", "rtl")
    box = mara.page.locator(".offer input").first.bounding_box()
    price = mara.page.locator(".offer .price").first.bounding_box()
    assert box is not None
    assert price is not None
    assert box["x"] > price["x"]


@pytest.mark.row("N14")
def test_a_booking_by_keys_alone(visit: Visit, street: Street) -> None:
    mara = visit()
    mara.open()
    keys = mara.page.keyboard

    def tab_to(selector: str) -> None:
        for _ in range(60):
            keys.press("Tab")
            if mara.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"no way to {selector}")

    mara.step("services")
    mara.page.get_by_label("Beard", exact=False).first.focus()
    keys.press("Space")
    tab_to("#services .main")
    keys.press("Enter")
    mara.step("time")
    expect(mara.page.locator("#title")).to_be_focused()
    mara.page.locator(".time").first.wait_for()
    tab_to(".day:nth-child(2)")
    keys.press("Enter")
    tab_to(".time")
    keys.press("Enter")
    mara.step("phone")
    expect(mara.page.locator("#title")).to_be_focused()
    tab_to("#number")
    keys.type(mara.phone)
    keys.press("Enter")
    mara.step("prove")
    expect(mara.page.locator("#code")).to_be_focused()
    keys.type(street.code_for(mara.phone))
    keys.press("Enter")
    expect(mara.page.locator("#name")).to_be_focused()
    keys.type("Mara")
    keys.press("Enter")
    mara.step("review")
    expect(mara.page.locator("#title")).to_be_focused()
    tab_to("#confirm")
    keys.press("Enter")
    mara.step("done")
    expect(mara.page.locator("#title")).to_be_focused()


def test_the_page_is_small_and_asks_for_little(visit: Visit) -> None:
    mara = visit()
    sizes: list[tuple[str, int]] = []

    def note(request: object) -> None:
        of = request.sizes()  # type: ignore[attr-defined]
        sizes.append((request.url, of["responseBodySize"] + of["responseHeadersSize"]))  # type: ignore[attr-defined]

    mara.page.on("requestfinished", note)
    mara.open()
    mara.page.wait_for_load_state("networkidle")
    print(len(sizes), sum(size for _, size in sizes), sizes)
    assert len(sizes) <= 16
    assert sum(size for _, size in sizes) < 40_000
    assert {url.split("/")[2] for url, _ in sizes} == {mara.page.url.split("/")[2]}

"""Words and prices on narrow phones, and what is said of codes (rows B1, N20)."""

import pytest
from playwright.sync_api import expect

from tests.page.conftest import Visit
from tests.page.street import Street, Visitor
from tests.page.test_access import WIDE

BROKEN = r"""() => {
  const broken = [];
  for (const place of document.querySelectorAll(".lines, .bar, .price, button")) {
    if (!place.checkVisibility()) continue;
    const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      for (const found of texts.currentNode.data.matchAll(/[^\s\u2068\u2069-]+/g)) {
        const word = document.createRange();
        word.setStart(texts.currentNode, found.index);
        word.setEnd(texts.currentNode, found.index + found[0].length);
        const tops = [...word.getClientRects()].map((at) => at.top);
        if (Math.max(...tops) - Math.min(...tops) > 2) broken.push(found[0]);
      }
    }
  }
  return broken;
}"""
"""Words that stand in two lines."""
AMOUNTS = "() => [...document.querySelectorAll('.lines .price')].filter((one) => one.clientHeight > 40).length"
"""How many amounts take two lines."""


def wrong_guess(visitor: Visitor, code: str) -> None:
    visitor.page.get_by_label("Code").fill(code)
    visitor.press("Continue")
    expect(visitor.page.locator("#confirm, #prove .main:not([aria-disabled])").first).to_be_visible()


@pytest.mark.row("N20")
@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize("width", [320, 375])
def test_no_word_and_no_price_is_broken(visit: Visit, street: Street, language: str, width: int) -> None:
    mara = visit(viewport={"width": width, "height": 640})
    start = mara.reach_review()
    appointment = street.link("resume", f"draft:{street.newest_draft()}")
    mara.open(f"{appointment}?lang={language}")
    mara.step("review")
    for text in ("€1250.24", "1250.24 €"):
        mara.page.evaluate(
            "(text) => document.querySelectorAll('.price bdi').forEach((e) => e.textContent = text)", text
        )
        assert mara.page.evaluate(BROKEN) == []
        assert mara.page.evaluate(AMOUNTS) == 0
        assert not mara.page.evaluate(WIDE)
    mara.page.locator("#confirm").click()
    mara.step("done")
    expect(mara.page.locator("#booked")).to_contain_text("Beard")
    expect(mara.page.locator("#booked .price").last).to_contain_text("25")
    assert mara.page.evaluate(BROKEN) == []
    mara.page.goto(f"{mara.page.locator('#manage').get_attribute('href')}?lang={language}")
    expect(mara.page.locator("#when")).to_contain_text(start[11:16])
    assert mara.page.evaluate(BROKEN) == []
    assert mara.page.evaluate(AMOUNTS) == 0


@pytest.mark.row("B1")
def test_the_number_is_shown_as_understood_and_a_new_code_is_told(visit: Visit, street: Street) -> None:
    mara = visit()
    mara.choose("Beard")
    mara.pick_time(4)
    mara.step("phone")
    mara.page.get_by_label("Phone number").fill(f"0{mara.phone}".replace("00151", "0151"))
    mara.press("Send code")
    mara.step("prove")
    expect(mara.page.locator("#sent")).to_contain_text(f"+49 {mara.phone[1:4]}")
    mara.press("Send a new code")
    expect(mara.page.locator("#resent")).to_be_visible()
    expect(mara.page.locator("#status")).to_have_text("We sent a new code.")
    right = street.code_for(mara.phone)
    for _ in range(4):
        wrong_guess(mara, "000000" if right != "000000" else "111111")
        mara.says("The code is wrong or has expired.")
        expect(mara.page.locator("#resent")).to_be_hidden()
    wrong_guess(mara, "000000" if right != "000000" else "111111")
    mara.says("This code was tried too often. Please ask for a new code.")


@pytest.mark.row("B1", "N20")
@pytest.mark.parametrize("zero", [0x660, 0x6F0])
def test_a_code_in_the_digits_of_an_arabic_keyboard_is_taken(visit: Visit, street: Street, zero: int) -> None:
    mara = visit()
    mara.choose("Beard")
    mara.pick_time(4)
    mara.page.get_by_label("Phone number").fill(mara.phone)
    mara.press("Send code")
    mara.step("prove")
    expect(mara.page.locator("#status")).to_have_text("")
    code = street.code_for(mara.phone)
    mara.page.get_by_label("Code").fill("".join(chr(zero + int(digit)) for digit in code))
    mara.press("Continue")
    mara.page.get_by_label("Name").fill("Mara Lind")
    mara.press("Continue")
    mara.step("review")
    expect(mara.page.locator("#status")).to_have_text("")

"""What the page's scripts say is sent with the page, in its language."""

import re
from pathlib import Path

import pytest

import backend.booking_page
from backend.booking_page.words import SAID

SCRIPTS = Path(backend.booking_page.__file__).with_name("static")
_TR = re.compile(r'\btr\(\s*"((?:[^"\\]|\\.)*)"')
_PARTS = re.compile(r'\[\d+, "(\w+)"\]')


@pytest.mark.row("N20")
def test_scripts_say_what_is_sent_with_the_page_and_nothing_else() -> None:
    said: set[str] = set()
    for script in SCRIPTS.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        said |= {*_TR.findall(text), *_PARTS.findall(text)}
    assert said == set(SAID)

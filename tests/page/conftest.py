"""The booking page in a real Chromium, on a real server with the stand-in of the SMS provider."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.page.street import Street, Visitor, open_street, where_chromium_is
from tests.support.chromium import ARGUMENTS
from tests.support.databases import Original
from tests.support.server import Seeded
from tests.support.sms import sms_server

Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all tests of a module: while it runs, no other loop can run in this thread."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=where_chromium_is(), args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def whole_street(sqlite_template: Original[Seeded], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    with sms_server() as sms:
        opened = open_street(sqlite_template.fresh(tmp_path_factory.mktemp("street")), sqlite_template.seeded, sms)
        yield opened
        opened.house.backend.close()


@pytest.fixture
def street(whole_street: Street, request: pytest.FixtureRequest) -> Iterator[Street]:
    """The salon on a day of its own: what was booked before is past, and what was left is gone."""
    whole_street.new_day()
    yield whole_street
    request.node.add_report_section("teardown", "backend", whole_street.house.backend.output())


@pytest.fixture
def visit(browser: Browser, street: Street, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Opens the page in a browser profile of its own; whatever the page complains about fails the test."""
    opened: list[Visitor] = []

    def open_one(**settings: object) -> Visitor:
        opened.append(Visitor(street, browser.new_context(**{"locale": "en-GB", **settings})))  # type: ignore[arg-type]
        return opened[-1]

    yield open_one
    pictures = os.environ.get("PAGE_PICTURES")
    for number, visitor in enumerate(opened):
        if pictures:
            visitor.page.screenshot(path=Path(pictures) / f"{request.node.name}-{number}.png")
        visitor.close()

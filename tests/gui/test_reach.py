"""Calling and writing from the desk: what is handed over, and what is said when it cannot be (row B16)."""

import pytest

from desktop.models.reach import Reach
from tests.gui.support.fakes import FakeOpener, FakeToasts

NUMBER, ADDRESS = "+46701234567", "sarah@example.org"


@pytest.mark.row("B16", "S6")
@pytest.mark.parametrize(
    ("takes", "number", "address", "said"),
    [
        (True, NUMBER, ADDRESS, []),
        (
            False,
            NUMBER,
            ADDRESS,
            [
                "This computer has no program that makes calls. The number is +46 70 123 45 67.",
                "No mail program is set up. The address is sarah@example.org.",
            ],
        ),
        (
            True,
            None,
            "",
            ["There is no phone number to call on file.", "There is no email address on file."],
        ),
        (
            True,
            "070-123",
            "sarah@",
            ["There is no phone number to call on file.", "There is no email address on file."],
        ),
    ],
    ids=["both", "no program", "nothing on file", "something else on file"],
)
def test_what_is_said_when_somebody_is_not_reached(
    takes: bool, number: str | None, address: str, said: list[str]
) -> None:
    opener, toasts = FakeOpener(), FakeToasts()
    opener.takes = takes
    reach = Reach(opener, toasts)
    assert reach.call(number) == (number == NUMBER)
    reach.mail(address)
    assert toasts.texts == said
    assert opener.called == ([NUMBER] if number == NUMBER else [])
    assert opener.mailed == ([ADDRESS] if address == ADDRESS else [])

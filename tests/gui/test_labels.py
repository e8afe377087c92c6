"""Labels that are painted by the program itself."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.views.theme.labels import DotLabel


@pytest.mark.parametrize(
    "text", ["No room yet", "can fit today 13:30 with Anna", "taken · 14:30 Bruno", "Live", "noch frei"]
)
def test_a_state_with_its_dot_is_whole_at_the_width_that_it_asks_for(qtbot: QtBot, text: str) -> None:
    label = DotLabel(text)
    qtbot.addWidget(label)
    asked = label.sizeHint()
    seen = []
    for more in (0, 40):
        label.resize(asked.width() + more, asked.height())
        seen.append(label.grab().toImage().copy(more, 0, asked.width(), asked.height()))
    assert seen[0] == seen[1]

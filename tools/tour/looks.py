"""What the steps look at and do in more than one place."""

from PySide6.QtCore import Qt

from desktop.models.ports import Connection, Link
from desktop.texts import tr
from tools.tour.hands import click_on, pick
from tools.tour.stage import Stage


def connection(stage: Stage) -> Connection:
    """How the desk stands to its server."""
    return stage.work.pending.connection


def is_live(stage: Stage) -> bool:
    """Whether it is in agreement with its server."""
    return connection(stage).link is Link.LIVE


def shown(stage: Stage) -> list[str]:
    """The drafts whose cards can be seen."""
    return [card.row_id for card in stage.cards.cards() if card.isVisible()]


def speak(stage: Stage, language: str, *, from_right: bool) -> None:
    """Chooses a language by its own name."""
    click_on(stage.work.shell.bar.person)
    pick(tr("Language"))
    pick(language)
    wanted = Qt.LayoutDirection.RightToLeft if from_right else Qt.LayoutDirection.LeftToRight
    stage.until(lambda: stage.window.layoutDirection() == wanted, "the window has turned round")
    stage.until(lambda: is_live(stage) and stage.work.salon.person() is not None, "the screens are back")

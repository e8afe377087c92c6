"""Who else is on a card, and what its buttons say while it asks whether to go on all the same (row N5)."""

from desktop.models.attention import Act, Others
from desktop.texts import tr
from desktop.views.theme.labels import DotLabel, as_plain_tooltip


class OthersLine(DotLabel):
    """Takes no room while nobody else is on the card."""

    def show_others(self, others: Others) -> None:
        """Show who is on it."""
        self.say(others.text, "amber_text")
        self.setToolTip(as_plain_tooltip(others.text))
        self.setVisible(bool(others.text))


def call_text(others: Others) -> str:
    """On the button that calls."""
    return tr("Call anyway") if others.asks is Act.CALL else tr("Call")


def book_text(others: Others, plain: str) -> str:
    """On the button that books, which says `plain` when there is nothing to ask."""
    return tr("Book anyway") if others.asks is Act.BOOK else plain

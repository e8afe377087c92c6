"""Who else is on a card, and what its buttons say while it asks whether to go on all the same (row N5)."""

from collections.abc import Sequence

from desktop.models.attention import Act, Others
from desktop.texts import tr
from desktop.views.followups.pooled import CardButton, Foldable
from desktop.views.theme.labels import DotLabel, as_plain_tooltip

GAP = 4
"""Between the buttons of a card."""


class OthersLine(DotLabel):
    """Takes no room while nobody else is on the card."""

    def show_others(self, others: Others) -> None:
        """Show who is on it."""
        self.say(others.text, "amber_text")
        self.setToolTip(as_plain_tooltip(others.text))
        self.setVisible(bool(others.text))


def fit(
    buttons: Sequence[CardButton],
    book: CardButton,
    call: CardButton,
    plain: str,
    others: Others,
    room: int,
    more: Sequence[Foldable] = (),
) -> None:
    """Say on both buttons what they do now, `plain` on the one that books when there is nothing to ask.

    Where all of them take more than `room` the call is shortened, then to its picture, and `more` of them after it.
    """
    book.setText(tr("Book anyway") if others.asks is Act.BOOK else plain)
    book.ask(on=others.asks is Act.BOOK)
    call.ask(on=others.asks is Act.CALL)
    for one in more:
        one.button.fold(one.text)
    words = (tr("Call anyway"), tr("Call")) if others.asks is Act.CALL else (tr("Call"),)
    steps = [(call, text, None) for text in words]
    shorter = [(one.button, one.text, one.icon) for one in (Foldable(call, words[0], "phone"), *more)]
    for button, text, icon in (*steps, *shorter):
        button.fold(text, icon)
        if sum(one.sizeHint().width() + GAP for one in buttons) <= room + GAP:
            return

"""How somebody is reached, on her card: number and address as links, and again in the card's menu."""

from PySide6.QtWidgets import QApplication, QMenu

from desktop.models.cards import Card
from desktop.models.waitlist_cards import WaitCard
from desktop.texts import tr, unmarked
from desktop.views.followups.links import Link
from desktop.views.followups.pooled import line
from desktop.views.theme.labels import Label


class ContactLine:
    """`row` goes into the card's layout; whoever has it listens to the clicks of `phone` and `email`."""

    def __init__(self) -> None:
        self.phone, self.email, self._dot = Link(), Link(), Label("·", role="quiet")
        self.row = line(self.phone, self._dot, self.email, None)
        self._texts = "", ""

    def bind(self, card: Card | WaitCard, nothing: str) -> None:
        """Show what the card has; `nothing` stands there without a number."""
        self._texts = card.phone_text, card.email_text
        self.phone.show_as(card.phone_text or nothing, tr("Call {number}", number=card.phone_text), card.no_phone)
        self.email.show_as(card.email_text, tr("Write to {address}", address=card.email_text), card.no_email)
        self._dot.setVisible(all(self._texts))

    def add_to(self, menu: QMenu) -> None:
        """The lines of the card's menu: write, and copy what is there."""
        write, copy = menu.addAction(tr("Write an email")), QApplication.clipboard().setText
        write.setEnabled(self.email.isEnabled())
        write.triggered.connect(self.email.click)
        for text in filter(None, self._texts):
            action = menu.addAction(tr("Copy {text}", text=text.replace("&", "&&")))
            action.triggered.connect(lambda _=False, text=text: copy(unmarked(text)))

"""A client's card: how to reach her, what she wishes, notes, and what there was and will be (row N23)."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.cards import shown_name
from desktop.models.client_card import ClientCard, Happening
from desktop.texts import phone, tr
from desktop.views.clients.happenings import Happenings
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, TITLE, Weight
from desktop.views.theme.forms import heading
from desktop.views.theme.labels import Label
from desktop.views.theme.menus import Menu
from desktop.views.theme.surfaces import Rule, Surface
from domain.wire.rows import ClientRow

_NAME_LEAST = 160


class ClientCardView(QWidget):
    """Shows a ClientCard and asks, by signals with her id, for what is clicked."""

    edit_requested = Signal(str)
    book_requested = Signal(str)
    wait_requested = Signal(str)
    call_requested = Signal(str)
    write_requested = Signal(str)
    merge_requested = Signal(str, str)
    """Her id, and that of the other one if one was chosen already."""

    export_requested = Signal(str)
    erase_requested = Signal(str)
    happening_requested = Signal(str, str)
    """The kind and id of a line of her history."""

    again_requested = Signal(str, object)
    """Her id, and the change that was refused."""

    forget_requested = Signal(str)
    """The id of a refused action whose reason was read."""

    def __init__(self) -> None:
        super().__init__()
        self.card: ClientCard | None = None
        self._why = ("", "", "")
        self._make_parts()
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 32)
        column.setSpacing(16)
        column.addLayout(self._head())
        for part in (self.trouble, self.alike, self.contact, self.notes, self.wrote):
            column.addWidget(part)
        for section in self.sections:
            column.addWidget(section)
        column.addStretch(1)

    def bind(self, card: ClientCard, why_not_edit: str, why_not_manage: str, why_not_book: str) -> None:
        """Show this card; the reasons say what the person may not do."""
        self.card, self._why = card, (why_not_edit, why_not_manage, why_not_book)
        self._name.say(card.name)
        self._about.say(f"{card.visits} · {card.language}")
        for button, name, why in (
            (self.edit, tr("Edit {client}", client=card.name), why_not_edit),
            (self.book, tr("Book for {client}", client=card.name), why_not_book),
            (self.wait, tr("Put {client} on the waitlist", client=card.name), why_not_book),
            (self.more, tr("More about {client}", client=card.name), ""),
        ):
            button.setAccessibleName(name)
            button.refuse(why)
        self.trouble.bind(card)
        self.alike.bind(card.alike, why_not_edit)
        self.contact.bind(card)
        self._notes.say(card.notes)
        self.notes.setVisible(bool(card.notes))
        self._wrote.say("\n".join(card.wrote))
        self.wrote.setVisible(bool(card.wrote))
        shown = (card.coming, card.unfinished, card.waiting, card.past)
        for section, rows in zip(self.sections, shown, strict=True):
            section.bind(rows, card.more_past if rows is card.past else "")

    def _make_parts(self) -> None:
        self._name = Label(pixels=TITLE, weight=Weight.Bold, elide=True)
        self._about = Label(role="quiet")
        self.edit, self.book = Button(tr("Edit")), Button(tr("Book"), "primary")
        self.wait = Button(tr("Add to waitlist"))
        self.more = Button(kind="flat", icon="more", name=tr("More"))
        self.trouble, self.alike, self.contact = _Trouble(), _Alike(), _Contact()
        self.notes, self._notes = _words(tr("Notes"))
        self.wrote, self._wrote = _words(tr("Wrote by SMS"))
        self.coming, self.past = Happenings(tr("Coming")), Happenings(tr("Before"))
        self.coming.say_when_empty(tr("No appointment ahead."))
        self.unfinished, self.waiting = Happenings(tr("Incomplete bookings")), Happenings(tr("On the waitlist"))
        self.sections = (self.coming, self.unfinished, self.waiting, self.past)
        for section in self.sections:
            section.opened.connect(self._open)
        self.edit.clicked.connect(lambda: self.edit_requested.emit(self._id()))
        self.book.clicked.connect(lambda: self.book_requested.emit(self._id()))
        self.wait.clicked.connect(lambda: self.wait_requested.emit(self._id()))
        self.more.clicked.connect(self._open_menu)
        self.contact.call.clicked.connect(lambda: self.call_requested.emit(self._id()))
        self.contact.write.clicked.connect(lambda: self.write_requested.emit(self._id()))
        self.alike.chosen.connect(lambda other: self.merge_requested.emit(self._id(), other))
        self.trouble.again.clicked.connect(self._again)
        self.trouble.forget.clicked.connect(self._forget)

    def _head(self) -> QBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._about)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        for button in (self.book, self.wait, self.edit, self.more):
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons.addStretch(1)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(8)
        self._both.addLayout(words, 1)
        self._both.addLayout(self._buttons)
        return self._both

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Her name stands over the buttons where it has no room beside them."""
        super().resizeEvent(event)
        beside = self.width() - 64 - self._buttons.sizeHint().width() >= _NAME_LEAST
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def menu(self) -> Menu:
        """What is done seldom."""
        menu, (edit, manage, _) = Menu(self), self._why
        for text, signal, why in (
            (tr("Merge with another client…"), lambda: self.merge_requested.emit(self._id(), ""), edit),
            (tr("Export all that is held…"), lambda: self.export_requested.emit(self._id()), manage),
            (tr("Erase on request…"), lambda: self.erase_requested.emit(self._id()), manage),
        ):
            action = menu.addAction(text)
            action.setEnabled(not why)
            action.setToolTip(why)
            action.triggered.connect(signal)
        return menu

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _open(self, happening: Happening) -> None:
        self.happening_requested.emit(happening.kind, happening.row_id)

    def _again(self) -> None:
        if self.card and self.card.again:
            self.again_requested.emit(self._id(), self.card.again)
            self._forget()

    def _forget(self) -> None:
        if self.card and self.card.refused_action:
            self.forget_requested.emit(self.card.refused_action)

    def _id(self) -> str:
        return self.card.client_id if self.card else ""


def _words(title: str) -> tuple[Surface, Label]:
    """Words of people under a heading."""
    surface, words = Surface(), Label(wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    inside = QVBoxLayout(surface)
    inside.setContentsMargins(16, 12, 16, 12)
    inside.setSpacing(4)
    inside.addWidget(heading(title))
    inside.addWidget(words)
    return surface, words


class _Trouble(Surface):
    """What could not be done, with a way back to what was typed."""

    def __init__(self) -> None:
        super().__init__(ground="red_field", edge="red_edge")
        self._text = Label(role="red_text", wrap=True)
        self.again = Button(tr("Look at it again"))
        self.forget = Button(kind="flat", icon="close", name=tr("Read: do not show this again"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self.again)
        row.addWidget(self.forget)

    def bind(self, card: ClientCard) -> None:
        """Show what could not be done, or nothing."""
        self._text.say(card.trouble)
        self.setVisible(bool(card.trouble))
        self.again.setVisible(card.again is not None)
        self.setAccessibleName(card.trouble)


class _Alike(Surface):
    """Who may be the same person."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(ground="amber_field", edge="amber_edge")
        self._text = Label(tr("Possibly the same person:"), role="amber_text", wrap=True)
        self.buttons = [Button(yields=True) for _ in range(3)]
        self._ids = ["", "", ""]
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._text)
        for place, button in enumerate(self.buttons):
            button.clicked.connect(lambda _=False, place=place: self.chosen.emit(self._ids[place]))
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def bind(self, others: Sequence[ClientRow], why_not: str) -> None:
        """Offer to compare her with these."""
        self.setVisible(bool(others))
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(others))
            if place < len(others):
                other = others[place]
                self._ids[place] = other.id
                told = (shown_name(other.name), phone(other.phone) if other.phone else "", other.email or "")
                words = " · ".join(part for part in told if part)
                button.setText(tr("Compare with {client}", client=words).replace("&", "&&"))
                button.setAccessibleName(tr("Compare with {client}", client=words))
                button.refuse(why_not)


class _Contact(Surface):
    """Number and address with what they are for, and whether she wants to be written to."""

    def __init__(self) -> None:
        super().__init__()
        self._phone, self._email = Label(elide=True), Label(elide=True)
        self.call, self.write = Button(tr("Call"), icon="phone"), Button(tr("Write"), icon="mail")
        self._wishes = [(Label(weight=Weight.Medium), Label(role="quiet", pixels=SMALL, wrap=True)) for _ in range(2)]
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 12)
        column.setSpacing(8)
        for label, button in ((self._phone, self.call), (self._email, self.write)):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            row = QHBoxLayout()
            row.addWidget(label, 1)
            row.addWidget(button)
            column.addLayout(row)
        column.addWidget(Rule())
        column.addWidget(heading(tr("Messages")))
        for title, text in self._wishes:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(title)
            row.addWidget(text, 1)
            column.addLayout(row)

    def bind(self, card: ClientCard) -> None:
        """Show how she is reached."""
        self._phone.say(card.phone_text or tr("No phone number on file"))
        self._phone.paint_as("text" if card.phone_text else "quiet")
        self._email.say(card.email_text or tr("No email address on file"))
        self._email.paint_as("text" if card.email_text else "quiet")
        self.call.refuse("" if card.phone else tr("No phone number on file"))
        self.write.refuse("" if card.email else tr("No email address on file"))
        self.call.setAccessibleName(tr("Call {client}", client=card.name))
        self.write.setAccessibleName(tr("Write to {client}", client=card.name))
        for (title, text), wish in zip(self._wishes, card.wishes, strict=True):
            title.say(wish.title)
            text.say(wish.text)
            text.paint_as("amber_text" if wish.stopped else "quiet")

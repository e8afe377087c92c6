"""Find or create the client while typing (row N23). Arrow keys go through what was found, Enter takes it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.cards import shown_name
from desktop.models.client_choice import ClientChoice, Person
from desktop.texts import phone, tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, Weight
from desktop.views.theme.labels import Label, as_plain_tooltip
from desktop.views.theme.rows import reused
from desktop.views.theme.surfaces import Field, Surface
from domain.wire.base import LONGEST_LINE
from domain.wire.clients import LONGEST_EMAIL, LONGEST_PHONE
from domain.wire.rows import ClientRow

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Hit(Button):
    """One client who was found, or the offer to create one."""

    def __init__(self) -> None:
        super().__init__(kind="flat", yields=True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row: ClientRow | None = None

    def offer(self, row: ClientRow | None, typed: str) -> None:
        """Show a client; without one, the offer to create whoever was typed."""
        self._row = row
        if row is None:
            self.setText(tr("New client: {name}", name=typed) if typed.strip() else tr("New client"))
        else:
            told = [shown_name(row.name), phone(row.phone) if row.phone else row.email or ""]
            self.setText(" · ".join(part for part in told if part))
        self.setText(self.text().replace("&", "&&"))
        self.setAccessibleName(self.text().replace("&&", "&"))
        self.setToolTip(as_plain_tooltip(self.accessibleName()))

    @property
    def client_id(self) -> str:
        """Whose; empty for the offer to create one."""
        return self._row.id if self._row else ""


class ClientPicker(QWidget):
    """Shows a ClientChoice: a field with what was found below it, the chosen client, or the fields of a new one."""

    def __init__(self, choice: ClientChoice) -> None:
        super().__init__()
        self._choice = choice
        self.search = Field(name=tr("Client"), hint=tr("Name, phone or email"), longest=LONGEST_LINE)
        self.search.installEventFilter(self)
        self.hits: list[Hit] = []
        self._current = -1
        self._found = Surface(radius=6)
        self._rows = QVBoxLayout(self._found)
        self._rows.setContentsMargins(4, 4, 4, 4)
        self._rows.setSpacing(0)
        self.chosen, self.new = _Chosen(), _NewClient()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.search, self._found, self.chosen, self.new):
            column.addWidget(part)
        self.search.textEdited.connect(self._typed)
        self.chosen.change.clicked.connect(self._again)
        self.new.back.clicked.connect(self._again)
        self.new.edited.connect(lambda: choice.describe(*self.new.values()))
        self.new.left.connect(choice.leave)
        self.new.take.clicked.connect(choice.take_known)
        choice.changed.connect(self.bind)
        choice.found_changed.connect(self._found_others)
        self.bind()

    def begin(self) -> None:
        """Put the cursor where typing starts. A focus proxy would end Tab's way while it is hidden."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def bind(self) -> None:
        """Show the choice as of now."""
        person = self._choice.person
        self.search.setVisible(person is None)
        self.chosen.setVisible(person is not None and not person.is_new)
        self.new.setVisible(person is not None and person.is_new)
        if person is None:
            self._offer()
            return
        self._found.hide()
        if person.is_new:
            self.new.bind(person, self._choice)
        else:
            self.chosen.bind(person)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _STEPS and self._found.isVisible():
                self._mark((self._current + _STEPS[key]) % max(1, self._shown()))
                return True
            if key in _ENTER and self._found.isVisible():
                self._take(max(0, self._current))
                return True
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        self._offer()

    def _found_others(self) -> None:
        """Rows came or went while one types; what was marked may be another one now, so the first is."""
        if self._found.isVisible():
            self._offer()

    def _offer(self) -> None:
        typed = self.search.text()
        rows = self._choice.find(typed) if typed.strip() else ()
        offers: list[ClientRow | None] = [*rows, None] if typed.strip() else []
        for hit, offer in zip(reused(self.hits, len(offers), self._make), offers, strict=True):
            hit.offer(offer, typed)
        self._found.setVisible(bool(offers))
        self._mark(0 if offers else -1)

    def _make(self, place: int) -> Hit:
        hit = Hit()
        hit.clicked.connect(lambda: self._take(place))
        self._rows.addWidget(hit, 0, Qt.AlignmentFlag.AlignLeft)
        return hit

    def _shown(self) -> int:
        return sum(hit.isVisibleTo(self._found) for hit in self.hits)

    def _mark(self, place: int) -> None:
        self._current = place
        for at, hit in enumerate(self.hits):
            hit.dress("tab" if at != place else "quiet")
        if 0 <= place < len(self.hits):
            self.search.setAccessibleDescription(self.hits[place].accessibleName())

    def _take(self, place: int) -> None:
        hit = self.hits[place]
        if hit.client_id:
            self._choice.choose(hit.client_id)
            self.chosen.change.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._choice.begin_new(self.search.text())
            self.new.begin()

    def _again(self) -> None:
        self._choice.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()


class _Chosen(Surface):
    """Who was chosen, with the way to somebody else."""

    def __init__(self) -> None:
        super().__init__(radius=6)
        self._name = Label(weight=Weight.DemiBold, elide=True)
        self._contact = Label(role="quiet", elide=True)
        self.change = Button(tr("Change"), "flat")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(12)
        row.addWidget(self._name)
        row.addWidget(self._contact, 1)
        row.addWidget(self.change)

    def bind(self, person: Person) -> None:
        """Show this client."""
        self._name.say(shown_name(person.name))
        told = [phone(person.phone) if person.phone else "", person.email]
        self._contact.say(" · ".join(part for part in told if part))
        self.change.setAccessibleName(tr("Choose another client than {client}", client=shown_name(person.name)))


class _NewClient(Surface):
    """Name, phone and email of somebody who is not on file yet."""

    edited = Signal()
    left = Signal(str)
    """A field was left: what is in it is meant."""

    def __init__(self) -> None:
        super().__init__(radius=6)
        self.name, self.phone = (
            Field(name=tr("Name"), hint=tr("Name"), longest=LONGEST_LINE),
            Field(name=tr("Phone"), hint=tr("Phone"), plain=True, longest=LONGEST_PHONE),
        )
        self.email = Field(name=tr("Email"), hint=tr("Email"), plain=True, longest=LONGEST_EMAIL)
        self.back = Button(tr("Find instead"), "flat")
        self._fault = Label(role="red_text", pixels=SMALL, wrap=True)
        self.take = Button("", yields=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(Label(tr("New client"), weight=Weight.DemiBold))
        head.addStretch(1)
        head.addWidget(self.back)
        column.addLayout(head)
        column.addWidget(self.name)
        contact = QHBoxLayout()
        contact.setSpacing(8)
        contact.addWidget(self.phone)
        contact.addWidget(self.email)
        column.addLayout(contact)
        foot = QHBoxLayout()
        foot.addWidget(self._fault, 1)
        foot.addWidget(self.take)
        column.addLayout(foot)
        for field in self._fields():
            field.textEdited.connect(self.edited)
        self.phone.editingFinished.connect(lambda: self.left.emit("phone"))
        self.email.editingFinished.connect(lambda: self.left.emit("email"))

    def begin(self) -> None:
        """The first field that is empty has the focus."""
        empty = next((field for field in self._fields() if not field.text()), self.name)
        empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def values(self) -> tuple[str, str, str]:
        """What is typed: name, phone, email."""
        return self.name.text(), self.phone.text(), self.email.text()

    def bind(self, person: Person, choice: ClientChoice) -> None:
        """Show what is typed and what is in its way."""
        for field, text in zip(self._fields(), (person.name, person.phone, person.email), strict=True):
            if field.text() != text:
                field.setText(text)
        known = choice.known
        self.phone.fault(known is not None)
        self._fault.say_or_hide(choice.told())
        self.take.setVisible(known is not None)
        if known is not None:
            self.take.setText(tr("Take {client}", client=shown_name(known.name)).replace("&", "&&"))

    def _fields(self) -> tuple[Field, ...]:
        return self.name, self.phone, self.email

"""The form over a client, new or on file, as a dialog: name, contact, language, wishes, notes (row N23)."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.cards import shown_name
from desktop.models.client_card import language_name
from desktop.models.client_form import LONGEST_NOTES, ClientForm, written
from desktop.texts import LANGUAGES, tr
from desktop.views.booking.fields import Chooser, NotesField
from desktop.views.settings.switch import Switch
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL
from desktop.views.theme.forms import foot, frame, heading, titled
from desktop.views.theme.labels import Label
from desktop.views.theme.surfaces import Field, Ground, Surface
from domain.wire.base import LONGEST_LINE
from domain.wire.clients import LONGEST_EMAIL, LONGEST_PHONE

_SPOKEN = ("en", "de", "es", "fr", "ar", "it", "nl", "pl", "pt", "ru", "tr", "uk", "zh")
"""Offered beside the client's own and those that the program speaks."""


class ClientDialog(QDialog):
    """Shows a ClientForm. Closing it leaves what was already asked of the server to the outbox."""

    opened = Signal(str)
    """The client whose number was typed is to be looked at instead."""

    def __init__(self, form: ClientForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        form.setParent(self)
        self.setWindowTitle(tr("New client") if form.is_new else tr("Edit client"))
        self.setMinimumWidth(520)
        self._make_fields()
        self._lay_out()
        form.changed.connect(self.refresh)
        form.finished.connect(self.accept)
        self.refresh()
        self.name.setFocus()

    def refresh(self) -> None:
        """Show the form as of now."""
        form = self.form
        for name, field in (("name", self.name), ("phone", self.phone), ("email", self.email)):
            if field.text() != form.value(name):
                field.setText(form.value(name))
        if self.notes.text() != form.value("notes"):
            self.notes.edit.setPlainText(form.value("notes"))
        self.language.setCurrentIndex(self._language_place(form.value("language")))
        for name, switch in (("wants_email", self.wants_email), ("wants_sms", self.wants_sms)):
            switch.show_state(on=form.value(name), why_not="")
        for name, conflict in self.conflicts.items():
            conflict.bind(form.theirs, name)
        self.phone.fault(form.known is not None or "phone" in form.theirs)
        self._fault.say_or_hide(form.told())
        self.look.setVisible(form.is_new and form.known is not None)
        self.save.setText(tr("Saving…") if form.waits else tr("Save"))
        self.save.refuse(form.why_not())

    def _make_fields(self) -> None:
        form = self.form
        self.name = Field(name=tr("Name"), longest=LONGEST_LINE)
        self.phone = Field(name=tr("Phone"), longest=LONGEST_PHONE)
        self.email = Field(name=tr("Email"), longest=LONGEST_EMAIL)
        self.notes = NotesField(tr("Notes"), LONGEST_NOTES)
        self.language = Chooser(tr("Language"))
        for tag in sorted({*_SPOKEN, *LANGUAGES, form.value("language")}, key=language_name):
            self.language.addItem(language_name(tag), tag)
        self.wants_email, self.wants_sms = Switch(tr("Wants email")), Switch(tr("Wants SMS"))
        self.conflicts = {name: _Conflict() for name in ("name", "phone", "email", "language", "notes")}
        self._fault = Label(role="red_text", pixels=SMALL, wrap=True)
        self.look = Button(tr("Open the card"))
        self.cancel, self.save = Button(tr("Cancel")), Button(tr("Save"), "primary")
        for name, field in (("name", self.name), ("phone", self.phone), ("email", self.email)):
            field.textEdited.connect(lambda text, name=name: form.set(name, text))
            field.editingFinished.connect(lambda name=name: form.leave(name))
        self.notes.changed.connect(self._noted)
        self.language.activated.connect(lambda place: form.set("language", self.language.itemData(place)))
        self.wants_email.clicked.connect(lambda on: form.set("wants_email", on))
        self.wants_sms.clicked.connect(lambda on: form.set("wants_sms", on))
        for name, conflict in self.conflicts.items():
            conflict.theirs.clicked.connect(lambda _=False, name=name: form.take_theirs(name))
            conflict.mine.clicked.connect(lambda _=False, name=name: form.keep_mine(name))
        self.look.clicked.connect(self._leave_for_known)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(form.submit)

    def _lay_out(self) -> None:
        held = Ground("window")
        column = titled(held, self.windowTitle(), spacing=4)
        fields: tuple[tuple[str, str, QWidget], ...] = (
            ("name", tr("Name"), self.name),
            ("phone", tr("Phone"), self.phone),
            ("email", tr("Email"), self.email),
            ("language", tr("Language"), self.language),
            ("notes", tr("Notes"), self.notes),
        )
        for name, title, field in fields:
            column.addSpacing(6)
            column.addWidget(heading(title))
            column.addWidget(field)
            column.addWidget(self.conflicts[name])
        column.addSpacing(6)
        wishes = QHBoxLayout()
        for switch, title in ((self.wants_email, tr("Wants email")), (self.wants_sms, tr("Wants SMS"))):
            wishes.addWidget(switch)
            wishes.addWidget(Label(title))
            wishes.addSpacing(24)
        wishes.addStretch(1)
        column.addLayout(wishes)
        known = QHBoxLayout()
        known.addWidget(self._fault, 1)
        known.addWidget(self.look)
        column.addLayout(known)
        frame(self, held, foot(self.cancel, self.save))

    def _language_place(self, tag: str) -> int:
        place = self.language.findData(tag)
        if place < 0:
            self.language.addItem(language_name(tag), tag)
            place = self.language.findData(tag)
        return place

    def _leave_for_known(self) -> None:
        if self.form.known is not None:
            self.opened.emit(self.form.known.id)
            self.reject()

    def _noted(self) -> None:
        if self.notes.text() != self.form.value("notes"):
            self.form.set("notes", self.notes.text())


class _Conflict(Surface):
    """What somebody else wrote into a field meanwhile, with both ways out."""

    def __init__(self) -> None:
        super().__init__(ground="amber_field", edge="amber_edge", radius=6)
        self._text = Label(role="amber_text", pixels=SMALL, wrap=True)
        self.theirs, self.mine = Button(tr("Take that")), Button(tr("Keep what I typed"))
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        row.setSpacing(8)
        row.addWidget(self.theirs)
        row.addWidget(self.mine)
        row.addStretch(1)
        column.addWidget(self._text)
        column.addLayout(row)
        self.hide()

    def bind(self, theirs: dict[str, Any], name: str) -> None:
        """Show what is theirs, if it differs."""
        self.setVisible(name in theirs)
        if name in theirs:
            value = written(name, theirs[name])
            told = language_name(value) if name == "language" else shown_name(value) if value else tr("(nothing)")
            self._text.say(tr("Someone else changed this to: {value}", value=told))

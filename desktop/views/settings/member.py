"""The form over someone who serves, as a dialog (row B24)."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.models.member_form import MemberForm
from desktop.texts import tr
from desktop.views.settings.away import AwayEditor
from desktop.views.settings.form_dialog import FormDialog
from desktop.views.settings.hours import HoursEditor
from desktop.views.theme.buttons import Button
from desktop.views.theme.surfaces import Field
from desktop.views.theme.tick import Tick
from domain.contacts import clean_text

_COLUMNS = 2


class MemberDialog(FormDialog):
    """Shows a MemberForm."""

    def __init__(self, form: MemberForm, parent: QWidget | None = None) -> None:
        super().__init__(tr("Add someone who serves") if form.row is None else tr("Change who serves"), parent)
        self.form = form
        form.setParent(self)
        self.name = Field(name=tr("Name"))
        self.name.setText(form.name)
        self.services, self.hours, self.away = ServicesEditor(form), HoursEditor(form), AwayEditor(form)
        self.lay_out(
            (
                (tr("Name"), self.name),
                (tr("Services"), self.services),
                (tr("Working hours"), self.hours),
                (tr("Time off"), self.away),
            )
        )
        self.name.textChanged.connect(form.set_name)
        self.save.clicked.connect(partial(form.submit, archived=None))
        form.changed.connect(self.refresh)
        form.finished.connect(self.accept)
        self.refresh()
        self.name.setFocus()

    def refresh(self) -> None:
        """Show the form as of now."""
        form = self.form
        for part in (self.services, self.hours, self.away):
            part.bind()
        self.say(form.changing.notice, form.why_not(), waits=form.changing.waits, overtaken=form.overtaken)


class ServicesEditor(QWidget):
    """A box to tick for each service that is sold."""

    def __init__(self, form: MemberForm) -> None:
        super().__init__()
        self._form = form
        self.boxes: dict[str, Tick] = {}
        self.all = Button(tr("All of them"), "flat")
        self.all.clicked.connect(form.choose_all)
        self._table = QGridLayout(self)
        self._table.setContentsMargins(0, 0, 0, 0)
        self._table.setHorizontalSpacing(16)
        self._table.setVerticalSpacing(4)
        self._table.addWidget(self.all, 0, 0, Qt.AlignmentFlag.AlignLeft)

    def bind(self) -> None:
        """Show what is chosen; boxes are made anew when the catalogue differs."""
        services = self._form.services()
        if tuple(self.boxes) != tuple(sold.id for sold in services):
            for box in self.boxes.values():
                box.deleteLater()
            self.boxes = {}
            for place, sold in enumerate(services):
                box = Tick()
                box.clicked.connect(partial(self._form.choose, sold.id))
                self.boxes[sold.id] = box
                self._table.addWidget(box, 1 + place // _COLUMNS, place % _COLUMNS)
        for sold in services:
            box, name = self.boxes[sold.id], clean_text(sold.name)
            box.setText(name.replace("&", "&&"))
            box.setAccessibleName(name)
            box.setChecked(sold.chosen)
        self.all.setVisible(any(not sold.chosen for sold in services))

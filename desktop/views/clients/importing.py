"""Importing clients from a file as a dialog: the file and its columns, what will happen, and what did (row N23)."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.models.client_import import MEANS, ClientImport, Step
from desktop.texts import tr
from desktop.views.booking.fields import Chooser
from desktop.views.settings.switch import Switch
from desktop.views.theme.buttons import Button
from desktop.views.theme.fonts import SMALL, Weight
from desktop.views.theme.forms import foot, frame, titled
from desktop.views.theme.labels import Label
from desktop.views.theme.scroll_bar import ThinScrollBar
from desktop.views.theme.surfaces import Ground, Surface
from domain.client_sheet import Meaning
from domain.sheets import DELIMITERS, ENCODINGS

_NO_COLUMN = -1


class ImportDialog(QDialog):
    """Shows a ClientImport. Closing it stops what is going on; what is on file stays there."""

    def __init__(self, model: ClientImport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        model.setParent(self)
        self.setWindowTitle(tr("Import clients"))
        self.setMinimumSize(640, 560)
        self._make_parts()
        self._lay_out()
        self.choose.clicked.connect(self.choose_file)
        self.back.clicked.connect(model.back)
        self.cancel.clicked.connect(self._cancel)
        self.go.clicked.connect(self._go)
        self.save.clicked.connect(self.choose_place)
        self.finished.connect(lambda _result: model.stop())
        model.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the import as of now."""
        model, step = self.model, self.model.step
        self._file.say(model.path.name or tr("A table in text form (CSV), as other programs export it."))
        self.columns.bind(model)
        self.outcome.bind(model)
        self._stack.setVisible(model.sheet is not None)
        self._stack.setCurrentWidget(self.columns if step in {Step.CHOOSE, Step.COLUMNS} else self.outcome)
        self._fault.say_or_hide(model.fault)
        self.choose.setVisible(step in {Step.CHOOSE, Step.COLUMNS})
        self.back.setVisible(step is Step.CHECKED)
        self.save.setVisible(step in {Step.CHECKED, Step.OVER} and bool(model.refused.left))
        self.cancel.setText(self._cancel_text(step))
        self.go.setVisible(step is not Step.OVER)
        self.go.setText(tr("Import") if step in {Step.CHECKED, Step.IMPORTING} else tr("Check"))
        self.go.refuse(self._why_not(step))

    def choose_file(self) -> None:
        """Asks for the file."""
        kinds = f"{tr('Tables in text form (*.csv *.txt *.tsv)')};;{tr('All files (*)')}"
        dialog = QFileDialog(self, tr("Import clients"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.model.open(Path(path)))
        dialog.open()

    def choose_place(self) -> None:
        """Asks where to save what was refused."""
        dialog = QFileDialog(self, tr("Save what was not taken"), "", tr("Tables in text form (*.csv)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.model.save_refused(Path(path)))
        dialog.open()

    def _go(self) -> None:
        if self.model.step is Step.CHECKED:
            self.model.go()
        else:
            self.model.check()

    def _cancel(self) -> None:
        if self.model.step in {Step.CHECKING, Step.IMPORTING}:
            self.model.stop()
        else:
            self.reject()

    def _cancel_text(self, step: Step) -> str:
        if step in {Step.CHECKING, Step.IMPORTING}:
            return tr("Stop")
        return tr("Close") if step is Step.OVER else tr("Cancel")

    def _why_not(self, step: Step) -> str:
        if step in {Step.CHECKING, Step.IMPORTING}:
            return tr("This takes a moment.")
        if step is Step.CHECKED:
            return "" if self.model.plan and self.model.plan.new else tr("There is nobody new in this file.")
        return self.model.why_not()

    def _make_parts(self) -> None:
        self._file = Label(role="quiet", wrap=True)
        self.choose = Button(tr("Choose a file…"))
        self._fault = Label(role="red_text", wrap=True)
        self.columns, self.outcome = _Columns(self.model), _Result(self.model)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.columns)
        self._stack.addWidget(self.outcome)
        self.save = Button(tr("Save what was not taken…"))
        self.back, self.cancel, self.go = Button(tr("Back")), Button(tr("Cancel")), Button(tr("Check"), "primary")

    def _lay_out(self) -> None:
        held = Ground("window")
        column = titled(held, self.windowTitle(), spacing=10)
        file = QHBoxLayout()
        file.addWidget(self._file, 1)
        file.addWidget(self.choose)
        column.addLayout(file)
        column.addWidget(self._fault)
        column.addWidget(self._stack, 1)
        column.addStretch(0)
        frame(self, held, foot(self.back, self.cancel, self.go, beside=self.save))


class _Columns(QWidget):
    """How the file is written, and which column means what."""

    def __init__(self, model: ClientImport) -> None:
        super().__init__()
        self._model = model
        self.encoding, self.delimiter = Chooser(tr("Encoding")), Chooser(tr("Between columns"))
        for name in ENCODINGS:
            self.encoding.addItem(name.upper(), name)
        for name, sign in zip((tr("Comma"), tr("Semicolon"), tr("Tab")), DELIMITERS, strict=True):
            self.delimiter.addItem(name, sign)
        self.heads = Switch(tr("The first line has the names of the columns"))
        self.choosers = {meaning: Chooser(tr(MEANS[meaning])) for meaning in MEANS}
        self._samples = {meaning: Label(role="quiet", pixels=SMALL, elide=True) for meaning in MEANS}
        self._guessed = Label(role="amber_text", pixels=SMALL, wrap=True)
        self._lay_out()
        self.encoding.activated.connect(self._read_again)
        self.delimiter.activated.connect(self._read_again)
        self.heads.clicked.connect(lambda on: model.set_heads(heads=on))
        for meaning, box in self.choosers.items():
            box.activated.connect(lambda place, meaning=meaning: self._chosen(meaning, place))

    def bind(self, model: ClientImport) -> None:
        """Show how the file is read."""
        sheet = model.sheet
        if sheet is None:
            return
        self.encoding.setCurrentIndex(self.encoding.findData(sheet.encoding))
        self.delimiter.setCurrentIndex(self.delimiter.findData(sheet.delimiter))
        self.heads.show_state(on=model.heads, why_not="")
        guessed = tr("Some letters could not be read. Try another encoding.") if sheet.guessed else ""
        self._guessed.say_or_hide(guessed)
        names = model.heads_of()
        for meaning, box in self.choosers.items():
            box.clear()
            box.addItem(tr("Not in this file"), _NO_COLUMN)
            for place, name in enumerate(names):
                box.addItem(name[:60], place)
            box.setCurrentIndex(box.findData(model.columns.get(meaning, _NO_COLUMN)))
            self._samples[meaning].say(model.sample(meaning))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        written = QHBoxLayout()
        for title, box in ((tr("Encoding"), self.encoding), (tr("Between columns"), self.delimiter)):
            written.addWidget(Label(title, role="quiet"))
            written.addWidget(box)
            written.addSpacing(12)
        written.addStretch(1)
        column.addLayout(written)
        column.addWidget(self._guessed)
        first = QHBoxLayout()
        first.addWidget(self.heads)
        first.addWidget(Label(tr("The first line has the names of the columns")), 1)
        column.addLayout(first)
        card = Surface()
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(2, 1)
        for place, (meaning, box) in enumerate(self.choosers.items()):
            grid.addWidget(Label(tr(MEANS[meaning]), weight=Weight.Medium), place, 0)
            grid.addWidget(box, place, 1)
            grid.addWidget(self._samples[meaning], place, 2)
        column.addWidget(card)
        column.addStretch(1)

    def _read_again(self, _place: int) -> None:
        self._model.read_as(self.encoding.currentData(), self.delimiter.currentData())

    def _chosen(self, meaning: Meaning, place: int) -> None:
        column = self.choosers[meaning].itemData(place)
        self._model.set_column(meaning, None if column == _NO_COLUMN else column)


class _Result(QWidget):
    """What will happen, how far it has come, what was refused and why."""

    def __init__(self, model: ClientImport) -> None:
        super().__init__()
        self.lines = [Label(weight=Weight.DemiBold if place == 0 else Weight.Normal) for place in range(3)]
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.list = QListView()
        self.list.setModel(model.refused)
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(3)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setVerticalScrollBar(ThinScrollBar())
        self.list.setHorizontalScrollBar(ThinScrollBar(Qt.Orientation.Horizontal))
        self.list.setAccessibleName(tr("Lines that cannot be taken"))
        self._left = Surface()
        within = QVBoxLayout(self._left)
        within.setContentsMargins(8, 6, 2, 6)
        within.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for line in self.lines:
            column.addWidget(line)
        column.addWidget(self.bar)
        column.addWidget(self._left, 1)
        column.addStretch(0)

    def bind(self, model: ClientImport) -> None:
        """Show where it stands."""
        told = model.summary() if model.step is not Step.CHECKING else [tr("Looking at every line…")]
        for place, line in enumerate(self.lines):
            line.say_or_hide(told[place] if place < len(told) else "")
        whole, done = _progress(model)
        self.bar.setVisible(model.step in {Step.CHECKING, Step.IMPORTING})
        self.bar.setRange(0, whole)
        self.bar.setValue(done)
        self._left.setVisible(model.step in {Step.CHECKED, Step.OVER} and bool(model.refused.left))


def _progress(model: ClientImport) -> tuple[int, int]:
    if model.step is Step.CHECKING:
        return max(1, len(model.sheet.lines) if model.sheet else 1), model.looked_at
    progress = model.progress
    whole = len(model.plan.new) if model.plan else 1
    return max(1, whole), progress.added + progress.same + len(progress.refused)

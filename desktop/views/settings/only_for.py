"""For whom an automated message is: for everybody, or narrowed; folded while it is for everybody (row W4)."""

from functools import partial

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.models.automation_filters import KINDS, OnlyFor, all_of, title
from desktop.texts import tr
from desktop.views.followups.folds import FoldHead
from desktop.views.settings.many_chooser import ManyChooser
from desktop.views.theme.fonts import SMALL
from desktop.views.theme.labels import Label


class OnlyForEditor(QWidget):
    """A head that says for whom it is, and under it a field for each thing that it can be narrowed by."""

    def __init__(self, only_for: OnlyFor) -> None:
        super().__init__()
        self._only_for = only_for
        self.head, self.fields = FoldHead(), {kind: ManyChooser(title(kind), all_of(kind)) for kind in KINDS}
        self.summary = Label(wrap=True)
        self._labels = {kind: Label(title(kind), role="quiet") for kind in KINDS}
        self._fault = Label(role="red_text", pixels=SMALL, wrap=True)
        self._table = QWidget()
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setColumnMinimumWidth(0, 26)  # under the words of the head, from whichever side they are read
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(3, 1)
        for row, (kind, field) in enumerate(self.fields.items()):
            self._labels[kind].setBuddy(field)
            grid.addWidget(self._labels[kind], row, 1)
            grid.addWidget(field, row, 2)
            field.toggled_one.connect(partial(only_for.toggle, kind))
            field.cleared.connect(partial(only_for.clear, kind))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.head)
        column.addWidget(self.summary)
        column.addWidget(self._table)
        column.addWidget(self._fault)
        self.head.setChecked(bool(only_for.summary()))
        self.head.clicked.connect(self.bind)

    def bind(self) -> None:
        """Show it as of now."""
        kinds, summary = self._only_for.kinds(), self._only_for.summary()
        self.head.say(tr("Only some clients") if summary else tr("Everybody"))
        self.summary.say_or_hide("" if self.head.isChecked() else summary)
        self._table.setVisible(self.head.isChecked())
        for kind, field in self.fields.items():
            field.setVisible(kind in kinds)
            self._labels[kind].setVisible(kind in kinds)
            if kind in kinds:
                field.bind(self._only_for.words(kind), self._only_for.choices(kind))
        self._fault.say_or_hide(self._only_for.fault())

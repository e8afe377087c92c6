"""Where the text of a message is written: with buttons for what the server puts in, and a mark where it is wrong."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from desktop.models.automation_words import value_name
from desktop.texts import tr
from desktop.views.theme.buttons import Button
from desktop.views.theme.colours import colours_of
from desktop.views.theme.forms import in_rows
from desktop.views.theme.text_box import TextBox

LINES = 9
"""As high as an email's beginning."""

_IN_A_ROW = 4
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute


class TemplateEditor(QWidget):
    """A text, and buttons that put in what stands for something of the record, at the cursor."""

    edited = Signal(str)

    def __init__(self, placeholders: tuple[str, ...]) -> None:
        super().__init__()
        self.box = TextBox(tr("Text of the message"))
        self.box.edit.setMinimumHeight(self.box.edit.fontMetrics().lineSpacing() * LINES)
        self.buttons: dict[str, Button] = {}
        for placeholder in placeholders:
            name = value_name(placeholder)
            button = Button(name, "quiet", name=tr("Insert {name}", name=name))
            button.clicked.connect(partial(self._insert, placeholder))
            self.buttons[placeholder] = button
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.box)
        column.addLayout(in_rows(tuple(self.buttons.values()), _IN_A_ROW, 6))
        self.box.edit.textChanged.connect(self._typed)

    def show_text(self, text: str) -> None:
        """Show this text; the cursor stays where it is if it is shown already."""
        if text != self.box.edit.toPlainText():
            self.box.edit.setPlainText(text)

    def begin(self, *, at_right: bool) -> None:
        """At which side lines begin: that of the text's language, which need not be the window's."""
        document = self.box.edit.document()
        option, side = document.defaultTextOption(), _RIGHT if at_right else _LEFT
        if option.alignment() != side:
            option.setAlignment(side)
            option.setTextDirection(
                Qt.LayoutDirection.RightToLeft if at_right else Qt.LayoutDirection.LayoutDirectionAuto
            )
            document.setDefaultTextOption(option)

    def mark(self, position: int | None) -> None:
        """Mark the word at this place and put the cursor there; None takes the mark away."""
        marks = []
        if position is not None:
            cursor = self.box.edit.textCursor()
            cursor.setPosition(_in_utf16(self.box.edit.toPlainText(), position))
            self.box.edit.setTextCursor(cursor)
            self.box.edit.setFocus()
            marks.append(self._marked(cursor))
        self.box.edit.setExtraSelections(marks)

    def marked(self) -> str:
        """What is marked as wrong."""
        return "".join(one.cursor.selectedText() for one in self.box.edit.extraSelections())

    def _marked(self, cursor: QTextCursor) -> QTextEdit.ExtraSelection:
        mark, colours = QTextEdit.ExtraSelection(), colours_of(self)
        mark.cursor = QTextCursor(cursor)
        mark.cursor.movePosition(QTextCursor.MoveOperation.EndOfLine, QTextCursor.MoveMode.KeepAnchor)
        end = mark.cursor.selectedText().find("}}")
        if end >= 0:
            mark.cursor = QTextCursor(cursor)
            mark.cursor.setPosition(cursor.position() + end + 2, QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setForeground(colours.colour("red_text"))
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(colours.colour("red_text"))
        mark.format = look
        return mark

    def _insert(self, placeholder: str, _checked: bool = False) -> None:
        self.box.edit.insertPlainText("{{" + placeholder + "}}")
        self.box.edit.setFocus()

    def _typed(self) -> None:
        self.edited.emit(self.box.edit.toPlainText())


def _in_utf16(text: str, position: int) -> int:
    """Qt counts in UTF-16, where some letters are two."""
    return len(text[:position].encode("utf-16-le")) // 2

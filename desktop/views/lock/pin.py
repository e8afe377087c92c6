"""A field for a PIN: four to six digits, which nobody can read over a shoulder."""

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator

from desktop.views.theme.surfaces import Field

SHORTEST, LONGEST = 4, 6


class PinField(Field):
    """Takes digits of any keyboard layout, and gives them as 0 to 9."""

    def __init__(self, name: str) -> None:
        super().__init__(name=name, secret=True)
        digits = QRegularExpression(rf"\d{{0,{LONGEST}}}", QRegularExpression.PatternOption.UseUnicodePropertiesOption)
        self.setValidator(QRegularExpressionValidator(digits, self))
        self.setMaxLength(LONGEST)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)

    def pin(self) -> str:
        """What was typed, in western digits."""
        return "".join(str(int(digit)) for digit in self.text())

    def complete(self) -> bool:
        """Whether there are enough digits."""
        return len(self.text()) >= SHORTEST

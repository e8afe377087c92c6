"""The language of the whole program at once: our words, the direction of the window, and what Qt says by itself."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from desktop import texts

_NAME = "words of Qt"


def speak(application: QApplication, wanted: Sequence[str]) -> str:
    """Takes the first of these locale names that is shipped, else English, everywhere; returns its language."""
    code = texts.use_language(wanted)
    QLocale.setDefault(qt_locale())
    _let_qt_speak(application, code)
    right = texts.is_from_right()
    application.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)
    return code


def qt_locale() -> QLocale:
    """Qt's idea of the locale, with the digits that all of Deskbell is written in."""
    locale = QLocale(texts.locale_name())
    return locale if locale.zeroDigit() == "0" else QLocale(locale.language(), QLocale.Country.World)


def _let_qt_speak(application: QCoreApplication, code: str) -> None:
    """The menus of text fields and the like; in English they need no file."""
    for before in application.findChildren(QTranslator, _NAME):
        application.removeTranslator(before)
        before.deleteLater()
    if code == "en":
        return
    words = QTranslator(application)
    words.setObjectName(_NAME)
    if words.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(words)

"""Handing over to the machine's dialer, mail program and browser (row B16)."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from domain.contacts import NotAnEmail, NotAPhone, mail_url, tel_url


class SystemOpener:
    """Opens addresses with what the system has for them. False when nothing took it or it is none (promise S6)."""

    def call(self, phone: str) -> bool:
        """Dials an E.164 number."""
        try:
            return self._open(tel_url(phone))
        except NotAPhone:
            return False

    def mail(self, address: str) -> bool:
        """Begins a mail to the address."""
        try:
            return self._open(mail_url(address))
        except NotAnEmail:
            return False

    def browse(self, url: str) -> bool:
        """Opens a web address."""
        parsed = QUrl(url, QUrl.ParsingMode.StrictMode)
        if parsed.scheme() not in {"http", "https"} or not parsed.host():
            return False
        return self._open(url)

    def _open(self, url: str) -> bool:
        return QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))

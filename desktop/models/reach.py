"""Reaching a person from the desk: the machine's dialer and mail program, and what is said when none took it (B16)."""

from desktop.models.ports import Opener, Toasts
from desktop.texts import phone, tr
from domain.contacts import e164_or_none, email_or_none


class Reach:
    """Takes what is on file, which may be nothing or not what it should be."""

    def __init__(self, opener: Opener, toasts: Toasts) -> None:
        self._opener, self._toasts = opener, toasts

    def call(self, number: str | None) -> bool:
        """Dials the number. False when there is none to dial, not when no program took it: she may dial by hand."""
        e164 = e164_or_none(number)
        if e164 is None:
            self._toasts.say(tr("There is no phone number to call on file."))
        elif not self._opener.call(e164):
            told = tr("This computer has no program that makes calls. The number is {number}.", number=phone(e164))
            self._toasts.say(told)
        return e164 is not None

    def mail(self, address: str | None) -> None:
        """Begins a mail to the address."""
        email = email_or_none(address)
        if email is None:
            self._toasts.say(tr("There is no email address on file."))
        elif not self._opener.mail(email):
            self._toasts.say(tr("No mail program is set up. The address is {address}.", address=email))

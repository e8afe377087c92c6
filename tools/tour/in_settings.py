"""The tour's steps in Settings, and a message's way from its switch to the client (rows B17, B23, B24, N10, N18)."""

from collections.abc import Callable

from desktop.views.settings.automation import AutomationDialog
from domain.wire.automations import AutomationRow
from domain.wire.rows import SandboxMessageRow
from tools.tour.hands import click, says
from tools.tour.people import Person
from tools.tour.stage import Stage, found
from tools.tour.web_page import NAME, client_books

_SUBJECT = "Your booking at Studio Linden is waiting for you"
_CONFIRMED = "Appointment confirmed"


class InSettings:
    """Goes through the pages, and comes back to the first when a message has gone."""

    def __init__(self, stage: Stage, who: Person) -> None:
        self._stage, self._who = stage, who
        self._booked = False

    def messages(self) -> str:
        """What goes by itself, and what the demo kept of it."""
        click(self._stage.window, "Settings")
        self._shows(self._who.email)
        return "Settings show what goes by itself, and what the sandbox kept"

    def edit(self) -> str:
        """A message with its text, and how it would be."""
        click(self._stage.window, "Edit Incomplete booking")
        self._stage.until(lambda: self._dialog() is not None, "the form of the message opened")
        dialog = found(self._dialog(), "the form of the message is open")
        self._stage.until(lambda: says(dialog, _SUBJECT), "the preview has the variables filled in")
        return "the form of a message shows its text with variables, and how it would read"

    def switch_on(self) -> str:
        """From now on whoever books hears of it."""
        click(found(self._dialog(), "the form of the message is open"), "Cancel")
        click(self._stage.window, f"{_CONFIRMED} by SMS")
        self._stage.until(self._is_on, "the server has it switched on")
        return f"{_CONFIRMED!r} was switched on for SMS"

    def book_on_the_page(self) -> str:
        """A client books in her browser, which is what the message answers to."""
        told = client_books(self._stage, self._stage.out / "page")
        self._booked = told.startswith(NAME)
        return told

    def arrives(self) -> str:
        """The message that it set off, as the sandbox took it."""
        click(self._stage.window, "Automated messages")
        if not self._booked:
            return "nobody booked on the page, so nothing was set off"
        self._stage.until(lambda: bool(self._confirmations()), "the sandbox took the confirmation")
        link = self._confirmations()[0].text.rpartition(" ")[2]
        self._shows(link[-12:])
        return f"{NAME} was told by SMS that she is booked, with a link to move or cancel it"

    def became(self) -> str:
        """What the salon sees of it later, on the message's page."""
        if not self._booked:
            return "nobody booked on the page, so there is nothing to look up"
        click(self._stage.window, f"Edit {_CONFIRMED}")
        self._stage.until(lambda: self._dialog() is not None, "the form of the message opened")
        dialog = found(self._dialog(), "the form of the message is open")
        click(dialog, "What became of it")
        self._stage.until(lambda: says(dialog, NAME) and says(dialog, "Sent"), "the page says what became of it")
        return f"the message's page says that it went to {NAME}, how and when"

    def open_card(self) -> str:
        """From there to the client."""
        if not self._booked:
            return "nobody booked on the page, so there is no card to open"
        click(found(self._dialog(), "the form of the message is open"), f"Open the card of {NAME}")
        self._stage.until(lambda: self._dialog() is None, "the form of the message closed")
        self._shows(NAME)
        return f"from there the card of {NAME} opened"

    def page(self, title: str, shown: str, told: str) -> str:
        """A page that shows something."""
        click(self._stage.window, title)
        self._shows(shown)
        return told

    def _shows(self, text: str) -> None:
        self._stage.until(lambda: says(self._stage.window, text), f"Settings show {text}")

    def _dialog(self) -> AutomationDialog | None:
        return self._stage.window.findChild(AutomationDialog)

    def _is_on(self) -> bool:
        return any(row.id == "confirmed" and row.sms for row in self._stage.owner.rows(AutomationRow))

    def _confirmations(self) -> list[SandboxMessageRow]:
        sent = self._stage.owner.rows(SandboxMessageRow)
        return [message for message in sent if "confirmed" in message.text and "/manage/" in message.text]


def _page(title: str, shown: str, told: str) -> Callable[[InSettings], str]:
    return lambda settings: settings.page(title, shown, told)


STEPS: dict[str, Callable[[InSettings], str]] = {
    "settings": InSettings.messages,
    "message": InSettings.edit,
    "switched-on": InSettings.switch_on,
    "channels": _page("Channels", "SMS", "Settings show by whom the salon sends"),
    "offers": _page("Waitlist offers", "Minutes to answer", "Settings show how freed times are offered"),
    "team": _page("Team", "ben@example.org", "Settings show who signs in at this location, and as what"),
    "permissions": _page("Permissions", "Manage waitlist", "Settings show what each role may do at this location"),
    "who-serves": _page("Who serves", "Chloé", "Settings show who serves at this location and when"),
    "services": _page("Services and bundles", "Balayage", "Settings show services, variants and bundles"),
    "client-on-the-page": InSettings.book_on_the_page,
    "message-arrived": InSettings.arrives,
    "message-log": InSettings.became,
    "client-of-the-message": InSettings.open_card,
}
"""By the names of their pictures."""

"""What was chosen at this desk and who was there last, from one start of the program to the next."""

from PySide6.QtWidgets import QApplication

from desktop.services.preferences import PreferencesFile
from desktop.settings import Settings
from desktop.views.shell.speech import speak
from desktop.views.theme.palette import CHOICES, Theme, ThemeChoice
from sync.owner import Owner
from sync.session import Session


class Choices:
    """What the command line says wins."""

    def __init__(self, preferences: PreferencesFile, settings: Settings, theme: Theme) -> None:
        self._preferences, self._settings, self._theme = preferences, settings, theme

    def remembered(self) -> tuple[str, Owner] | None:
        """The server and the person of the session that the next start goes on with."""
        kept = self._preferences.value
        server = self._settings.server or kept.server
        return (server, Owner(*kept.owner)) if kept.owner and server and server == kept.server else None

    def remember(self, session: Session) -> None:
        """Without a keychain there is nothing to go on with at the next start."""
        owner = tuple(session.owner) if session.remembered else None
        self._preferences.change(server=session.base_url, owner=owner)

    def choose_location(self, location_id: str) -> None:
        """The location that is shown."""
        self._preferences.change(location_id=location_id)

    def choose_order(self, person_id: str, order: str) -> None:
        """In which order she sees the incomplete bookings."""
        self._preferences.change(orders={**self._preferences.value.orders, person_id: order})

    def choose_theme(self, name: str) -> ThemeChoice:
        """The colours of the window, at once."""
        choice = theme_of(name)
        self._theme.choose(choice)
        self._preferences.change(theme=choice)
        return choice

    def choose_language(self, name: str) -> None:
        """The language of everything that is made from now on."""
        self._preferences.change(language=name)
        _use([name])

    def speak(self) -> None:
        """The language at the start."""
        chosen = self._settings.language or self._preferences.value.language
        _use([chosen] if chosen else _system_languages())


def theme_of(name: str) -> ThemeChoice:
    """The choice of that name; the system's for any other."""
    return next((choice for choice in CHOICES if choice == name), "system")


def _use(languages: list[str]) -> None:
    application = QApplication.instance()
    if isinstance(application, QApplication):
        speak(application, languages)


def _system_languages() -> list[str]:
    from PySide6.QtCore import QLocale  # noqa: PLC0415 - not needed when a language is chosen

    return list(QLocale.system().uiLanguages())

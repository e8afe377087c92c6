"""The real desktop for a figure: signed in to a bench server, its window shown, its Follow-ups open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.app import App, build_app
from desktop.models.ports import Link
from desktop.settings import Settings
from desktop.views.followups.card_list import CardList
from desktop.views.sign_in.page import Typed
from desktop.workplace import Workplace
from tests.bench.account import EMAIL, PASSWORD
from tests.bench.until import NotHappened, until
from tests.bench.watch import OUTBOX, REPLICA, File
from tests.support.keychain import FileKeychain

SIZE = (1280, 800)
"""The window on a screen that has room for it."""


def desk_app(folder: Path) -> App:
    """A desktop whose files are all in `folder`."""
    settings = Settings(folder, language="en", theme="light")
    folder.mkdir(exist_ok=True)
    return build_app(settings, keychain=FileKeychain(folder / "keychain.json"))


@contextmanager
def desk_at(address: str, folder: Path, count: int) -> Iterator[App]:
    """A desk that is signed in, live, holds `count` drafts and has Follow-ups open."""
    app = desk_app(folder)
    try:
        app.start()
        app.window.resize(*SIZE)
        app.entrance.ask().sign_in_requested.emit(Typed(address, EMAIL, PASSWORD))
        until(lambda: is_live(app) and workplace_of(app).drafts.rowCount() == count, f"the desk holds {count} drafts")
        workplace_of(app).open_draft()
        until(lambda: bool(shown_ids(app)), "cards are shown")
        yield app
    finally:
        app.close()
        app.window.close()


def workplace_of(app: App) -> Workplace:
    """The signed-in person's screens. Raises NotHappened when nobody is signed in."""
    if app.workplace is None:
        raise NotHappened("somebody is signed in")
    return app.workplace


def is_live(app: App) -> bool:
    """Whether the desk is in agreement with its server."""
    return app.workplace is not None and app.workplace.pending.connection.link is Link.LIVE


def waits(app: App) -> int:
    """How many actions are not answered yet."""
    return workplace_of(app).pending.connection.waiting


def cards_of(app: App) -> CardList:
    """The list of cards."""
    found = app.window.findChild(CardList, "incomplete")
    if found is None:
        raise NotHappened("there is a list of cards")
    return found


def shown_ids(app: App) -> list[str]:
    """The drafts whose cards can be seen, from the top."""
    shown = [card for card in cards_of(app).cards() if card.isVisible()]
    return [card.row_id for card in sorted(shown, key=lambda card: card.y())]


def files_of(folder: Path) -> tuple[File, File]:
    """Replica and outbox of a desk, to be watched."""
    keys = FileKeychain(folder / "keychain.json")
    (replica,) = folder.glob("replica-*.db")
    return (
        File("replica", str(replica), REPLICA, keys.get("replica-key") or ""),
        File("outbox", str(folder / "outbox.db"), OUTBOX, keys.get("outbox-key") or ""),
    )

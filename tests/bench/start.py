"""A desk as a process of its own: `python -m tests.bench.start FOLDER COUNT`.

Says PAINTED when COUNT drafts are in the list and the first card has been painted, LIVE when it is in agreement with
its server, and ends when its input closes.
"""

import sys
import threading
from pathlib import Path

from desktop.app import App
from tests.bench.desk import cards_of, desk_app, is_live, workplace_of
from tests.bench.painted import until_card_painted
from tests.bench.until import until

_LONG = 3600.0


def main(folder: Path, count: int) -> None:
    """Runs the desk until nobody listens any more."""
    app = desk_app(folder)
    try:
        app.start()
        until(lambda: app.workplace is not None and app.workplace.drafts.rowCount() == count, "the drafts are there")
        newest = workplace_of(app).drafts.at(0).id
        until_card_painted(cards_of(app), newest, workplace_of(app).open_draft)
        print("PAINTED", flush=True)
        _stay(app)
    finally:
        app.close()
        app.window.close()


def _stay(app: App) -> None:
    ended = threading.Event()
    threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()
    until(lambda: is_live(app) or ended.is_set(), "the desk is live", _LONG)
    if not ended.is_set():
        print("LIVE", flush=True)
    until(ended.is_set, "somebody ends it", _LONG)


def _wait_for_end(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))

"""SQL or HTTP in the thread that paints would freeze the window on a slow disk or network: in tests it raises."""

import threading
from typing import Any

import pytest

from sync.http import RequestsHttp
from sync.store.cipher import Database


class InGuiThread(AssertionError):
    """The program did something slow where it paints."""


def _guarded(owner: type, name: str, patch: pytest.MonkeyPatch) -> None:
    original = getattr(owner, name)

    def checked(*args: Any, **kwargs: Any) -> Any:
        if threading.current_thread() is threading.main_thread():
            raise InGuiThread(f"{owner.__name__}.{name} in the GUI thread")
        return original(*args, **kwargs)

    patch.setattr(owner, name, checked)


@pytest.fixture(autouse=True)
def nothing_slow_in_the_gui_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the product's own doors are guarded: a test itself may look at files and ask the server."""
    for name in ("run", "run_many", "changes"):
        _guarded(Database, name, monkeypatch)
    for name in ("send", "open"):
        _guarded(RequestsHttp, name, monkeypatch)

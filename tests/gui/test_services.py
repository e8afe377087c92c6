"""Lanes, the bridge, the dialer, the keychain, preferences and the backend's process."""

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from desktop.services import keychain
from desktop.services.backend_process import BackendFailed, BackendProcess
from desktop.services.bridge import Bridge, run
from desktop.services.keychain import SystemKeychain
from desktop.services.lanes import Lane
from desktop.services.opener import SystemOpener
from desktop.services.preferences import Preferences, PreferencesFile
from sync.errors import KeychainUnavailable


@pytest.fixture
def bugs() -> list[BaseException]:
    return []


@pytest.fixture
def lane(bugs: list[BaseException]) -> Iterator[Lane]:
    made = Lane("test", bugs.append)
    yield made
    assert made.close()


def test_a_lane_works_in_order_and_survives_a_bug(lane: Lane, bugs: list[BaseException]) -> None:
    done: list[int] = []
    finished = threading.Event()

    def break_down() -> None:
        raise ZeroDivisionError

    lane.post(lambda: done.append(1))
    lane.post(break_down)
    lane.post(lambda: done.append(2))
    lane.post(finished.set)
    assert finished.wait(10)
    assert done == [1, 2]
    assert [type(bug) for bug in bugs] == [ZeroDivisionError]


def test_results_arrive_in_the_gui_thread(qtbot: QtBot, lane: Lane) -> None:
    bridge, arrived = Bridge(), []

    def note(result: object) -> None:
        arrived.append((result, threading.current_thread() is threading.main_thread()))

    run(bridge, lane, lane.here, note, note)
    run(bridge, lane, lambda: 1 // 0, note, lambda trouble: note(type(trouble)))
    qtbot.waitUntil(lambda: len(arrived) == 2)
    assert arrived == [(True, True), (ZeroDivisionError, True)]


def test_a_closed_bridge_delivers_nothing(qtbot: QtBot, lane: Lane) -> None:
    bridge, other = Bridge(), Bridge()
    arrived: list[str] = []
    bridge.post(arrived.append, "late")
    bridge.close()
    bridge.post(arrived.append, "later")
    other.post(arrived.append, "other")
    qtbot.waitUntil(lambda: bool(arrived))
    assert arrived == ["other"]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    urls: list[str] = []

    def take(url: QUrl) -> bool:
        urls.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return urls


@pytest.mark.row("B16")
def test_calls_and_mails_go_to_the_machines_programs(opened: list[str]) -> None:
    opener = SystemOpener()
    assert opener.call("+46701234567")
    assert opener.mail("sarah+salon@example.org")
    assert opener.browse("https://salon.example.com/r/abc")
    assert opened == ["tel:+46701234567", "mailto:sarah%2Bsalon@example.org", "https://salon.example.com/r/abc"]


@pytest.mark.row("S6")
@pytest.mark.parametrize("text", ["", "0701234567", "+46;rm -rf", "+46701234567?body=x", "javascript:alert(1)"])
def test_only_a_parsed_number_is_dialled(opened: list[str], text: str) -> None:
    assert not SystemOpener().call(text)
    assert opened == []


@pytest.mark.row("S6")
@pytest.mark.parametrize(
    "text", ["", "nobody", "a@example.org?bcc=b@example.org", "a@example.org\r\nBcc: b@example.org"]
)
def test_only_a_parsed_address_is_written_to(opened: list[str], text: str) -> None:
    assert not SystemOpener().mail(text)
    assert opened == []


@pytest.mark.row("S6")
@pytest.mark.parametrize("text", ["file:///etc/passwd", "javascript:alert(1)", "https://", "salon.example.com"])
def test_only_web_addresses_are_browsed(opened: list[str], text: str) -> None:
    assert not SystemOpener().browse(text)
    assert opened == []


class FakeBackend:
    """A keychain of the system, whole or broken."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.trouble = trouble

    def _work(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    def get_password(self, service: str, name: str) -> str | None:
        self._work()
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        self._work()
        if len(value) > 1280:
            raise OSError("the stub received bad data")
        self.kept[service, name] = value

    def delete_password(self, service: str, name: str) -> None:
        self._work()
        del self.kept[service, name]


def use(monkeypatch: pytest.MonkeyPatch, backend: FakeBackend) -> None:
    monkeypatch.setattr(keychain, "backend_of", lambda platform: backend)


@pytest.mark.row("N16")
def test_the_keychain_keeps_and_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, FakeBackend())
    chain = SystemKeychain()
    assert chain.get("key") is None
    chain.set("key", "secret")
    assert SystemKeychain().get("key") == "secret"
    chain.delete("key")
    chain.delete("key")
    assert chain.get("key") is None


USES: list[Callable[[SystemKeychain], Any]] = [
    lambda chain: chain.get("key"),
    lambda chain: chain.set("key", "secret"),
    lambda chain: chain.delete("key"),
]


@pytest.mark.row("S8")
@pytest.mark.parametrize(
    "trouble", [RuntimeError("locked"), OSError("denied"), KeyError("x")], ids=lambda t: type(t).__name__
)
@pytest.mark.parametrize("use_it", USES, ids=["get", "set", "delete"])
def test_a_broken_keychain_is_one_known_trouble(
    monkeypatch: pytest.MonkeyPatch, trouble: Exception, use_it: Callable[[SystemKeychain], Any]
) -> None:
    use(monkeypatch, FakeBackend(trouble))
    with pytest.raises(KeychainUnavailable):
        use_it(SystemKeychain())


@pytest.mark.row("S8")
def test_a_missing_keychain_and_one_that_takes_too_little(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, FakeBackend())
    with pytest.raises(KeychainUnavailable):
        SystemKeychain().set("key", "x" * 1281)

    def missing(platform: str) -> FakeBackend:
        raise ImportError(platform)

    monkeypatch.setattr(keychain, "backend_of", missing)
    with pytest.raises(KeychainUnavailable):
        SystemKeychain().get("key")


def test_preferences_are_kept_and_a_broken_file_is_none(tmp_path: Path) -> None:
    path = tmp_path / "desk" / "preferences.json"
    PreferencesFile(path).change(theme="dark", owner=("s", "b", "p"))
    assert PreferencesFile(path).value == Preferences(theme="dark", owner=("s", "b", "p"))
    path.write_text("{broken", encoding="utf-8")
    assert PreferencesFile(path).value == Preferences()


@pytest.mark.row("R8")
def test_preferences_that_cannot_be_written_cost_only_the_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    preferences = PreferencesFile(tmp_path / "file" / "preferences.json")
    preferences.change(theme="dark")
    assert preferences.value.theme == "dark"


READY = "print('READY http://127.0.0.1:1234', flush=True)"
WAITS = "import sys; sys.stdin.read()"


def child(code: str) -> BackendProcess:
    return BackendProcess([], [sys.executable, "-c", code])


def test_the_backend_tells_its_address_and_ends_with_its_pipe() -> None:
    backend = child(f"{READY}; {WAITS}; print('goodbye')")
    assert backend.wait_ready() == "http://127.0.0.1:1234"
    backend.close()
    backend.close()
    assert backend.said() == ["goodbye"]


def test_a_backend_that_does_not_start_says_why() -> None:
    with pytest.raises(BackendFailed, match="the folder is in use"):
        child("print('deskbell-server: the folder is in use'); raise SystemExit(2)").wait_ready()


def test_a_backend_that_does_not_go_is_ended() -> None:
    backend = child(f"{READY}; import time; time.sleep(600)")
    backend.wait_ready()
    backend.close(timeout=0.2)

"""Parts that hold the desk together: stores on lanes, the collector, and what is written down of a bug."""

import gc
import logging
import sys
import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.desk.holder import Holder
from desktop.services import bugs
from desktop.services.garbage import GuiCollector
from desktop.services.lanes import Lane, LaneEnded
from sync.errors import Damaged


class Store:
    """Counts how often it is opened and closed."""

    opened: ClassVar[list["Store"]] = []

    def __init__(self) -> None:
        self.closed = False
        Store.opened.append(self)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def holder() -> Iterator[Holder[Store]]:
    Store.opened = []
    escaped: list[BaseException] = []
    held = Holder(Lane("store", escaped.append), Store, Store.close)
    yield held
    held.close(10)
    assert escaped == []


def test_a_store_is_opened_once_on_its_lane_and_closed_at_the_end(holder: Holder[Store]) -> None:
    assert holder(lambda store: (store, threading.current_thread().name)) == (Store.opened[0], "store")
    holder(lambda store: None)
    assert len(Store.opened) == 1
    holder.close(10)
    assert Store.opened[0].closed
    with pytest.raises(LaneEnded):
        holder(lambda store: None)


@pytest.mark.row("R8")
def test_a_store_that_is_damaged_is_opened_anew(holder: Holder[Store]) -> None:
    def read(store: Store) -> None:
        raise Damaged("a page does not verify")

    with pytest.raises(Damaged):
        holder(read)
    holder(lambda store: None)
    assert [store.closed for store in Store.opened] == [True, False]


class Cycle(QObject):
    """Refers to itself, as widgets and their slots do; tells in which thread it is taken apart."""

    ended: ClassVar[list[str]] = []

    def __init__(self) -> None:
        super().__init__()
        self.itself = self

    def __del__(self) -> None:
        Cycle.ended.append(threading.current_thread().name)


def test_cycles_are_taken_apart_in_the_gui_thread_only(qtbot: QtBot) -> None:
    Cycle.ended = []
    gc.enable()
    collector = GuiCollector()
    assert not gc.isenabled()
    Cycle()
    kept: list[list[int]] = []
    other = threading.Thread(target=lambda: kept.extend([number] for number in range(20_000)))
    other.start()
    other.join()
    assert Cycle.ended == []
    qtbot.waitUntil(lambda: Cycle.ended == ["MainThread"])
    Cycle()
    collector.end()
    assert Cycle.ended == ["MainThread"] * 2
    assert gc.isenabled()


@pytest.mark.row("S3")
def test_of_a_bug_only_its_kind_and_its_way_are_written_down(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    noted: list[BaseException] = []
    bugs.report_uncaught(noted.append)

    def break_down() -> None:
        raise ValueError("Nora Nowak, +49 1512 3456789")

    with caplog.at_level(logging.DEBUG):
        thread = threading.Thread(target=break_down)
        thread.start()
        thread.join()
        try:
            break_down()
        except ValueError as bug:
            sys.excepthook(type(bug), bug, bug.__traceback__)
    assert caplog.text.count("ValueError in break_down") == 2
    assert [type(one) for one in noted] == [ValueError, ValueError]
    assert "Nora" not in caplog.text + capsys.readouterr().err

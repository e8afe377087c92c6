"""Faults of the program: written down by kind and place, without their texts, which may name people (promise S3)."""

import logging
import sys
import threading
from collections.abc import Callable
from traceback import extract_tb
from types import TracebackType

log = logging.getLogger(__name__)


def report(bug: BaseException) -> None:
    """Logs the kind of an exception and the way that it came, innermost place first."""
    frames = reversed(extract_tb(bug.__traceback__))
    way = " < ".join(f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in frames)
    log.error("%s in %s", type(bug).__name__, way or "no place")


def report_uncaught(note: Callable[[BaseException], None]) -> None:
    """From now on no exception that reaches the top of a thread is printed with its text; `note` writes it down."""

    def uncaught(_kind: type[BaseException], bug: BaseException, _trace: TracebackType | None) -> None:
        report(bug)
        note(bug)

    def uncaught_in_thread(what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None:
            report(what.exc_value)
            note(what.exc_value)

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread

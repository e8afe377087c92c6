"""`dev.py tour [--without-push] OUT`: one line a step, a picture in light and in dark; 1 when a step did not happen."""

import logging
import os
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from desktop.services.backend_process import BackendFailed
from sync.errors import SyncError
from tests.bench.until import NotHappened
from tests.support.offscreen import OFFSCREEN_CANNOT
from tools.oneline import OneLineParser
from tools.run import has_screen


def main(arguments: list[str]) -> int:
    """Takes the tour; pictures of an earlier one in OUT are removed."""
    parser = OneLineParser(prog="dev.py tour", description=__doc__)
    parser.add_argument("--without-push", action="store_true", help="the desk hears no push: the tour has to fail")
    parser.add_argument("out", type=Path, metavar="OUT", help="folder for the pictures")
    given = parser.parse_args(arguments)
    if given.out.exists() and not given.out.is_dir():
        parser.error(f"{given.out} is not a folder")
    if not has_screen(sys.platform, os.environ):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        return take(given.out, Path(work), listens=not given.without_push)


class Faults(logging.Handler):
    """Every exception that Qt swallowed in a slot, every bug that the desktop reported, and every warning of Qt."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._found: list[str] = []
        logging.getLogger().addHandler(self)
        sys.excepthook = self._raised
        qInstallMessageHandler(self._warned)

    def emit(self, record: logging.LogRecord) -> None:
        self._found.append(record.getMessage())

    def must_be_none(self) -> None:
        """Raises NotHappened when there was any."""
        if self._found:
            raise NotHappened(f"the desktop worked without a fault, but: {self._found[0]}")

    def _warned(self, _kind: QtMsgType, _where: QMessageLogContext, text: str | None) -> None:
        if text and not text.startswith(OFFSCREEN_CANNOT):
            self._found.append(text)
            print(text, file=sys.stderr)

    def _raised(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._found.append(kind.__name__)
        sys.__excepthook__(kind, error, trace)


def take(out: Path, work: Path, *, listens: bool) -> int:
    """Every step until one does not happen."""
    from tools.tour.stage import Stage  # noqa: PLC0415 - Qt is told first which platform it has
    from tools.tour.steps import STEPS, Tour  # noqa: PLC0415

    with Stage(out, work, listens=listens) as stage:
        tour, faults = Tour(stage), Faults()
        for number, step in enumerate(STEPS, start=1):
            try:
                said = step.do(tour)
                faults.must_be_none()
            except (NotHappened, SyncError, BackendFailed) as missing:
                stage.picture(number, step.name)
                print(f"{number:02} {step.name}: DID NOT HAPPEN: {missing}", flush=True)
                return 1
            stage.picture(number, step.name)
            print(f"{number:02} {step.name}: {said}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How a failure is logged: what broke and where, and nothing that a person wrote."""

import logging
import threading
import traceback

log = logging.getLogger("deskbell")

_FRAMES = 12


class Outage:
    """Something that many need and that fails for all of them at once: logged when it begins and when it is over."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._lock = threading.Lock()
        self._lasts = False

    def failed(self, error: BaseException) -> None:
        """It fails; only the first time is told. On any thread."""
        with self._lock:
            began, self._lasts = not self._lasts, True
        if began:
            log_failure(self._what, error)

    def over(self) -> None:
        """It works; told once, when it did not before. On any thread."""
        if not self._lasts:
            return
        with self._lock:
            ended, self._lasts = self._lasts, False
        if ended:
            log.warning("%s works again", self._what)


def log_failure(where: str, error: BaseException) -> None:
    """What broke and where, without its text: that could hold what a person wrote."""
    chain: list[str] = []
    at: BaseException | None = error
    while at is not None:
        frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(at.__traceback__)]
        frames = frames[-_FRAMES:]
        chain.append(f"{type(at).__name__} at " + " < ".join(reversed(frames)))
        at = at.__cause__ or at.__context__
    log.error("%s failed: %s", where, " | from ".join(chain))

"""How a failure is logged: what broke and where, and nothing that a person wrote."""

import logging
import traceback

log = logging.getLogger("deskbell")

_FRAMES = 12


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

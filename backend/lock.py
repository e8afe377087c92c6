"""One server a data folder: a lock that the operating system lets go of when its process ends, however it ends."""

import os
import sys
from pathlib import Path
from typing import IO

from backend.config import WrongSetting

NAME = "in-use.lock"


class Failed(RuntimeError):
    """A command cannot go on; the text is one line for whoever gave it."""


class InUse(Failed):
    """Another server has this folder."""


def lock(folder: Path) -> IO[bytes]:
    """Takes the folder until the file is closed. Raises InUse, and WrongSetting for one that cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / NAME).open("ab")
    except OSError as error:
        raise WrongSetting(f"data: {folder} cannot be used: {error.strerror}") from None
    try:
        _take(file)
    except OSError:
        file.close()
        raise InUse(f"another server is using {folder}") from None
    return file


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        file.seek(0, os.SEEK_SET)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

"""What is left of a run that went wrong: kinds and places of faults, never their texts, which may name people (S3).

One file a desk. Python's own handler writes into it when the process dies; what a thread let escape is noted there too.
"""

import faulthandler
import logging
import re
from pathlib import Path
from traceback import extract_tb
from typing import IO, NamedTuple

log = logging.getLogger(__name__)

_ENDED = "ended as it should"
_FATAL = re.compile(r"^(Fatal Python error|Windows fatal exception)", re.MULTILINE)
_FILE = re.compile(r'File "([^"]*)"')
_SEPARATOR = re.compile(r"[\\/]")
_OURS = re.compile(r"^(?:.*[\\/])?((?:desktop|sync|domain|site-packages|lib)[\\/].*)$")
_MOST = 100_000


class Trouble(NamedTuple):
    """What went wrong in the last run. `died`: the program ended by it."""

    died: bool
    report: str


class Crashes:
    """`last` first, then `begin`; `end` when the program ends as it should. Nothing here raises."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "trouble.txt"
        self._file: IO[str] | None = None

    def last(self) -> Trouble | None:
        """What the run before left, once."""
        try:
            text = self._path.read_text(encoding="utf-8", errors="replace")[-_MOST:]
            self._path.unlink()
        except OSError:
            return None
        died = _FATAL.search(text) is not None and _ENDED not in text
        return Trouble(died, without_places(text)) if died or "\nfault: " in text else None

    def begin(self) -> None:
        """From now on a death of the process leaves its trace."""
        import platform  # noqa: PLC0415 - the first paint goes without

        try:
            self._file = self._path.open("w", encoding="utf-8")
            self._file.write(f"Deskbell {_version()}\nPython {platform.python_version()}\n{platform.platform()}\n")
            self._file.flush()
            faulthandler.enable(self._file)
        except OSError as trouble:
            log.warning("there will be no report of a crash: %s", type(trouble).__name__)

    def note(self, bug: BaseException) -> None:
        """A fault that the program has outlived. After very many no more are written down."""
        if self._file is None or self._file.closed or self._file.tell() > _MOST:
            return
        self._file.write(f"\nfault: {described(bug)}\n")
        self._file.flush()

    def end(self) -> None:
        """The program ends as it should; only faults that it has outlived are kept."""
        file, self._file = self._file, None
        if file is None or file.closed:
            return
        faulthandler.disable()
        file.write(f"\n{_ENDED}\n")
        file.close()


def _version() -> str:
    """Of the package; a program that was never installed has none."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - the window does not wait for it

    try:
        return version("deskbell")
    except PackageNotFoundError:
        return "?"


def described(bug: BaseException) -> str:
    """Kind and way of a fault, innermost place first."""
    frames = reversed(extract_tb(bug.__traceback__))
    return "\n".join(
        [type(bug).__name__, *(f'  File "{one.filename}", line {one.lineno} in {one.name}' for one in frames)]
    )


def without_places(text: str) -> str:
    """Paths from our packages on only: before that a folder may carry the name of the computer's user."""

    def shorter(found: re.Match[str]) -> str:
        ours = _OURS.search(found[1])
        return f'File "{ours[1] if ours else _SEPARATOR.split(found[1])[-1]}"'

    return _FILE.sub(shorter, text)

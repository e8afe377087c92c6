"""What the program is started with."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from desktop.texts import LANGUAGES

THEMES = ("system", "light", "dark")


@dataclass(frozen=True)
class Settings:
    """`data` holds all files of the desk. A theme, language or server given here wins over what the desk remembers."""

    data: Path
    server: str = ""
    demo: bool = False
    selftest: bool = False
    language: str = ""
    theme: str = ""

    def started_with(self) -> tuple[str, ...]:
        """The arguments by which the same desk is started again, such as at the next login."""
        told = [("--data", str(self.data.resolve())), ("--server", self.server)]
        return tuple(part for name, value in told if value for part in (name, value))


class _OneLine(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line and ends with 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def from_arguments(arguments: list[str]) -> Settings:
    """The settings of a command line. Raises SystemExit with 2 and one line when it is wrong, with 0 after --help."""
    parser = _OneLine(prog="deskbell", description="The front desk of a salon.")
    parser.add_argument("--demo", action="store_true", help="open the demo salon on this computer")
    parser.add_argument("--server", type=_address, metavar="URL", help="address of the booking backend")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of this desk's files")
    parser.add_argument("--selftest", action="store_true", help="try every part once and tell, one line a part")
    parser.add_argument("--language", default="", choices=sorted(LANGUAGES), help="language of the window")
    parser.add_argument("--theme", default="", choices=THEMES, help="colours of the window")
    given = parser.parse_args(arguments)
    if given.demo and given.server:
        parser.error("--demo and --server exclude each other")
    data = given.data or _usual_place()
    if data.exists() and not data.is_dir():
        parser.error(f"--data: {data} is not a folder")
    return Settings(data, given.server or "", given.demo, given.selftest, given.language, given.theme)


def _address(text: str) -> str:
    found = server_address(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not an address such as https://salon.example.com")
    return found


def server_address(text: str) -> str | None:
    """An address as people type it, with its scheme and without an end slash; None when it cannot be one.

    Without a scheme it is https, on this computer http.
    """
    from urllib.parse import urlsplit  # noqa: PLC0415 - a remembered session does not need it

    typed = text.strip()
    if "://" not in typed:
        local = typed.partition(":")[0] in {"localhost", "127.0.0.1"}
        typed = f"{'http' if local else 'https'}://{typed}"
    try:
        parts = urlsplit(typed)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    if not valid or any(character.isspace() for character in typed) or parts.query or parts.fragment or parts.username:
        return None
    return typed.rstrip("/")


def _usual_place() -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - not needed when a folder is given

    return user_data_path("Deskbell", appauthor=False)

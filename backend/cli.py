"""The command `deskbell-server` and what its subcommands do."""

import argparse
import getpass
import importlib
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

from backend.config import Settings, WrongSetting, load
from backend.lock import Failed
from backend.version import VERSION

WRONG_USE = 2
_LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one subcommand; 2 when a setting is wrong, 1 when something else is in the way."""
    given = parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format=_LOG_FORMAT)
    try:
        settings = load(given.config, os.environ, _given(given))
        run: Callable[[argparse.Namespace, Settings], None] = given.run
        run(given, settings)
    except WrongSetting as wrong:
        return _say(f"{wrong}", WRONG_USE)
    except Failed as failed:
        return _say(f"{failed}", 1)
    return 0


def _say(text: str, code: int) -> int:
    print(f"deskbell-server: {text}", file=sys.stderr)
    return code


def _given(given: argparse.Namespace) -> dict[str, object]:
    names = ("host", "port", "data", "database", "public_url")
    return {name: getattr(given, name, None) for name in names}


def parser() -> argparse.ArgumentParser:
    """The command line."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, help="settings as a TOML file")
    common.add_argument("--data", type=Path, help="folder of the SQLite database")
    common.add_argument("--database", help="postgresql+psycopg://... or sqlite:///... instead of a file in --data")
    http = argparse.ArgumentParser(add_help=False)
    process = argparse.ArgumentParser(add_help=False)
    http.add_argument("--host", help="address to listen on (127.0.0.1)")
    http.add_argument("--port", type=int, help="port to listen on; 0 takes any free one")
    process.add_argument("--public-url", help="where clients reach this server, for links in messages")
    about = "standard input moves the clock, which stands at INSTANT (microseconds) first, or now; for tests"
    process.add_argument("--control", nargs="?", const=0, type=int, metavar="INSTANT", help=about)
    process.add_argument("--end-with-parent", action="store_true", help="end when standard input closes")
    found = argparse.ArgumentParser(prog="deskbell-server", description="The booking backend of Deskbell.")
    found.add_argument("--version", action="version", version=VERSION)
    commands = found.add_subparsers(required=True, metavar="COMMAND")
    _command(commands, "serve", "requests and due work in one process", _serve, common, http, process)
    _command(commands, "api", "requests only, beside workers on PostgreSQL", _api, common, http, process)
    _command(commands, "worker", "due work only, on PostgreSQL", _worker, common, process)
    _command(commands, "migrate", "bring the database to this version", _migrate, common)
    _command(commands, "demo", "a demo salon that sends nothing", _demo, common, http, process)
    _add_business_options(_command(commands, "add-business", "a new salon and its owner", _add_business, common))
    link = _command(commands, "password-link", "a link to set somebody's password", _password_link, common)
    link.add_argument("--email", required=True, help="of whoever is to set a new password")
    link.add_argument("--public-url", help="where this server is reached")
    return found


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    about: str,
    run: Callable[[argparse.Namespace, Settings], None],
    *parents: argparse.ArgumentParser,
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=about, description=about, parents=list(parents))
    made.set_defaults(run=run)
    return made


def _add_business_options(made: argparse.ArgumentParser) -> None:
    made.add_argument("--name", required=True)
    made.add_argument("--slug", required=True, help="the salon's name in addresses")
    made.add_argument("--location", required=True, help="name of its first location")
    made.add_argument("--zone", required=True, help="such as Europe/Berlin")
    made.add_argument("--currency", required=True, help="ISO 4217, such as EUR")
    made.add_argument("--region", required=True, help="ISO 3166, such as DE")
    made.add_argument("--phone", default="", help="where clients reach it")
    made.add_argument("--owner", required=True, help="name of the owner")
    made.add_argument("--email", required=True, help="the owner signs in with it; the password is asked for or read")


def _serve(given: argparse.Namespace, settings: Settings) -> None:
    launch().serve(settings, **_process(given))


def _api(given: argparse.Namespace, settings: Settings) -> None:
    _needs_postgresql(settings)
    launch().serve(settings, work=False, **_process(given))


def _worker(given: argparse.Namespace, settings: Settings) -> None:
    _needs_postgresql(settings)
    launch().serve(settings, requests=False, **_process(given))


def _demo(given: argparse.Namespace, settings: Settings) -> None:
    launch().demo(settings, **_process(given))


def _migrate(_given: argparse.Namespace, settings: Settings) -> None:
    launch().migrate_only(settings)


def _add_business(given: argparse.Namespace, settings: Settings) -> None:
    names = ("name", "slug", "location", "zone", "currency", "region", "owner", "email", "phone")
    password = getpass.getpass("Password of the owner: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    print(launch().add_business(settings, {name: getattr(given, name) for name in names}, password))


def _password_link(given: argparse.Namespace, settings: Settings) -> None:
    print(launch().password_link(settings, given.email))


def _process(given: argparse.Namespace) -> dict[str, int | bool | None]:
    controlled = given.control is not None
    return {"control": given.control, "ends_with_input": controlled or given.end_with_parent}


def _needs_postgresql(settings: Settings) -> None:
    if settings.database is None or not settings.database.startswith("postgresql"):
        raise WrongSetting("database: several processes need one on PostgreSQL")


def launch() -> ModuleType:
    """The server itself, loaded late: wrong settings and --help are told without it."""
    return importlib.import_module("backend.launch")

"""From settings to a running server: its folder, its database, its clock, and the composed backend."""

import sys
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from socket import socket

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from backend.access import business, invitations
from backend.access.passwords import TooShort, hash_password
from backend.app import build, keep_trimming, post_of
from backend.clock import ControlledClock, SystemClock
from backend.config import DATABASE_FILE, Settings, WrongSetting
from backend.db.database import Database, damaged, unreachable
from backend.db.migrate import is_current, migrate, server_age
from backend.demo import build as demo_salon
from backend.demo.salon import SLUG
from backend.lock import Failed, lock
from backend.messages.post import Post
from backend.messages.sandbox import sandbox_post
from backend.messages.settings import publish_all
from backend.providers.changes import publish as publish_channels
from backend.providers.own import OwnChannels
from backend.providers.vault import KEY_FILE, Vault, WrongKey, key_of_folder, read_key
from backend.serve import Part, address_of, listen, run
from backend.web.problems import Refused
from domain.clock import Clock
from domain.constants import HOUR
from domain.uuid7 import RandomIds

PORT_FILE = "port"
DEMO_LASTS = HOUR
"""A demo that was built longer ago is built anew, so that its newest card is never hours old."""


def serve(
    settings: Settings, *, control: int | None, ends_with_input: bool, requests: bool = True, work: bool = True
) -> None:
    """Runs a server until it is told to end. Raises Failed."""
    clock = _clock(control)
    part = Part(requests, work, clock if isinstance(clock, ControlledClock) else None, ends_with_input)
    with ExitStack() as stack:
        bound = _bind(settings, stack) if requests else None
        database = _open(settings, clock, stack)
        _require_tables(database)
        post = post_of(settings, _public_url(settings, bound))
        _run(database, post, bound, part, stack, own=_own_channels(settings, database))


def demo(settings: Settings, *, control: int | None, ends_with_input: bool) -> None:
    """Runs the demo salon, built anew when it is not of today. Raises Failed."""
    clock = _clock(control)
    part = Part(True, True, clock if isinstance(clock, ControlledClock) else None, ends_with_input)
    folder = settings.folder("demo")
    with ExitStack() as stack:
        stack.callback(lock(folder).close)
        bound = _bind_again(settings, folder / PORT_FILE, stack)
        url = _public_url(settings, bound)
        file = folder / DATABASE_FILE
        if not _is_of_today(file, clock):
            _build_demo(file, clock, url)
        database = _database(_url_of(file), clock, stack)
        own = _own_channels(settings, database)
        sys.stderr.write(f"The booking page is at {url}/book/{SLUG}\n")
        sys.stderr.flush()
        _run(database, sandbox_post(url), bound, part, stack, own=own, demo=True)


def migrate_only(settings: Settings) -> None:
    """Brings the database to this version. Raises Failed."""
    with ExitStack() as stack:
        migrate(_open(settings, SystemClock(), stack))


def add_business(settings: Settings, new: Mapping[str, str], password: str) -> str:
    """Adds a salon and its owner; what to tell whoever added it. Raises Failed."""
    with ExitStack() as stack:
        database = _open(settings, SystemClock(), stack)
        _require_tables(database)
        try:
            hashed = hash_password(password)
            with database.write() as unit:
                owner = business.add_business(unit, business.NewBusiness(**new), hashed)
                publish_all(unit, owner.business_id)
                publish_channels(unit, owner.business_id, post_of(settings, settings.public_url or ""), sandbox=False)
        except TooShort as short:
            raise Failed(f"{short}") from None
        except Refused as refused:
            wrong = refused.problem
            raise Failed(f"{(wrong.field or '').removeprefix('$.')}: {wrong.detail or wrong.type}") from None
        keep_trimming(database)
        return f"added {owner.business_id}"


def password_link(settings: Settings, email: str) -> str:
    """A link by which whoever has this address sets another password; only its path when the settings do not say where
    this server is reached. Raises Failed.
    """
    with ExitStack() as stack:
        database = _open(settings, SystemClock(), stack)
        _require_tables(database)
        try:
            with database.write() as unit:
                return invitations.link_by_command(
                    unit, email, business.BY_COMMAND, (settings.public_url or "").rstrip("/")
                )
        except Refused as refused:
            raise Failed(refused.problem.detail or refused.problem.type) from None


def _run(
    database: Database,
    post: Post,
    bound: socket | None,
    part: Part,
    stack: ExitStack,
    *,
    own: OwnChannels,
    demo: bool = False,
) -> None:
    app = build(database, post, demo=demo, own=own)
    stack.callback(app.hub.close)
    run(app, bound, part)


def _own_channels(settings: Settings, database: Database) -> OwnChannels:
    """With the key of the settings, else, beside a file of SQLite, with the one that lies there. Raises Failed."""
    if settings.secrets_key is not None:
        return OwnChannels(Vault(read_key(settings.secrets_key)), settings.sms_api)
    file = database.engine.url.database
    if database.dialect != "sqlite" or not file:
        return OwnChannels(Vault(), settings.sms_api)
    folder = Path(file).absolute().parent
    try:
        return OwnChannels(Vault(key_of_folder(folder, RandomIds())), settings.sms_api)
    except WrongKey:
        raise Failed(
            f"{folder / KEY_FILE}: this is no key; restore it, or remove it and enter the secrets again"
        ) from None
    except OSError as error:
        raise Failed(f"{folder / KEY_FILE}: {error.strerror}") from None


def _clock(control: int | None) -> Clock:
    """The machine's, or one that stands at `control` until it is moved; 0 is now."""
    return SystemClock() if control is None else ControlledClock(control or SystemClock().now())


def _bind(settings: Settings, stack: ExitStack) -> socket:
    try:
        bound = listen(settings.host, settings.port)
    except OSError as error:
        raise Failed(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}") from None
    stack.callback(bound.close)
    return bound


def _public_url(settings: Settings, bound: socket | None) -> str:
    if settings.public_url is not None:
        return settings.public_url.rstrip("/")
    if bound is None:
        raise Failed("public_url: a worker cannot know where clients reach the server")
    return address_of(bound)


def _bind_again(settings: Settings, kept: Path, stack: ExitStack) -> socket:
    """Any free port is preferably the one of last time: links in the demo's messages name it."""
    if settings.port == 0 and kept.exists():
        with suppress(Failed, ValueError):
            return _bind(replace(settings, port=int(kept.read_text(encoding="utf-8"))), stack)
    bound = _bind(settings, stack)
    kept.write_text(str(bound.getsockname()[1]), encoding="utf-8")
    return bound


def _open(settings: Settings, clock: Clock, stack: ExitStack) -> Database:
    """The database; without an address it is a file in a folder that is this process's alone."""
    if settings.database is not None:
        return _database(settings.database, clock, stack)
    folder = settings.folder()
    stack.callback(lock(folder).close)
    return _database(_url_of(folder / DATABASE_FILE), clock, stack)


def _url_of(file: Path) -> str:
    return sa.URL.create("sqlite", database=str(file)).render_as_string(hide_password=False)


def _database(url: str, clock: Clock, stack: ExitStack) -> Database:
    """A SQLite file is brought to this version at once; a PostgreSQL, which others may use, only by its own command."""
    database = Database.open(url, clock, RandomIds())
    stack.callback(database.close)
    try:
        with database.read() as unit:
            unit.conn.execute(sa.text("SELECT 1"))
        if database.dialect == "sqlite":
            migrate(database)
    except DBAPIError as error:
        raise _unusable(database, error) from None
    return database


def _unusable(database: Database, error: DBAPIError) -> Exception:
    """What to tell of a database that cannot be opened; a fault of ours stays what it is."""
    file = database.engine.url.database
    if database.dialect != "sqlite":
        return Failed(f"the database cannot be reached: {type(error.orig).__name__}")
    if damaged(error):
        return WrongSetting(f"database: {file} is damaged, or no SQLite database; restore it from a backup")
    if unreachable(error):
        return WrongSetting(f"database: {file} cannot be used: {error.orig}")
    return error


def _require_tables(database: Database) -> None:
    if not is_current(database):
        raise Failed("the database is not of this version; run deskbell-server migrate")


def _is_of_today(file: Path, clock: Clock) -> bool:
    """Whether the demo can be gone on with. One that is damaged is built anew: nobody's work is in it."""
    if not file.exists():
        return False
    with ExitStack() as stack:
        database = Database.open(_url_of(file), clock, RandomIds())
        stack.callback(database.close)
        try:
            return is_current(database) and 0 <= server_age(database) < DEMO_LASTS
        except DBAPIError as error:
            if damaged(error):
                return False
            raise


def _build_demo(file: Path, clock: Clock, url: str) -> None:
    """Builds beside the old file and takes its place at the end: what is there is always whole."""
    new = file.with_suffix(".new")
    _forget(new)
    with ExitStack() as stack:
        database = Database.open(_url_of(new), clock, RandomIds(), durable=False)
        stack.callback(database.close)
        migrate(database)
        demo_salon.build(database, url)
    _forget(file)
    new.replace(file)


def _forget(file: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)

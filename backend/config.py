"""Settings of a server: a TOML file, DESKBELL_* of the environment over it, the command line over both."""

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import platformdirs
import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from backend.channels.smtp import SmtpSettings
from backend.channels.twilio import TwilioSettings
from backend.providers.own import SMS_API
from backend.providers.vault import WrongKey, read_key

T = TypeVar("T")
PREFIX = "DESKBELL_"
DATABASE_FILE = "deskbell.db"
_GROUPS: Mapping[str, type] = {"smtp": SmtpSettings, "twilio": TwilioSettings}


class WrongSetting(ValueError):
    """A setting is unknown or has no possible value; the text is one line for whoever set it."""


@dataclass(frozen=True)
class Settings:
    """How a server runs. Without `database` it is SQLite in the folder `data`."""

    host: str = "127.0.0.1"
    port: int = 8400
    data: Path | None = None
    database: str | None = None
    public_url: str | None = None
    """Where clients reach this server, for the links in messages; by default where it listens."""

    smtp: SmtpSettings | None = None
    twilio: TwilioSettings | None = None

    sms_api: str = SMS_API
    """Where the SMS accounts that businesses have of their own are asked; another address behind a gateway."""

    secrets_key: str | None = field(default=None, repr=False)
    """32 bytes in base64, under which the secrets of businesses are sealed; on SQLite, without it, a file beside the
    database has one (decision 0013).
    """

    def folder(self, name: str = "server") -> Path:
        """Where a server without `data` keeps its database."""
        return self.data or Path(platformdirs.user_data_dir("Deskbell", appauthor=False)) / name


_PLAIN = tuple(field.name for field in dataclasses.fields(Settings) if field.name not in _GROUPS)


def load(file: Path | None, environment: Mapping[str, str], given: Mapping[str, object]) -> Settings:
    """All settings, the later ones over the earlier. Raises WrongSetting."""
    values: dict[str, Any] = _from_file(file) if file else {}
    for name, value in _from_environment(environment).items():
        group = values.get(name)
        values[name] = {**group, **value} if isinstance(group, dict) and isinstance(value, dict) else value
    values.update({name: value for name, value in given.items() if value is not None})
    return _settings(values)


def _from_file(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongSetting(f"{file}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{file}: {error}") from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in environment.items():
        if name.startswith(PREFIX):
            setting = name.removeprefix(PREFIX).lower()
            group, _, rest = setting.partition("_")
            if group in _GROUPS:
                found.setdefault(group, {})[rest] = value
            elif setting in _PLAIN:
                found[setting] = value
            else:
                raise WrongSetting(f"{name}: there is no such setting")
    return found


def _settings(values: dict[str, Any]) -> Settings:
    groups: dict[str, Any] = {name: _group(name, of, values[name]) for name, of in _GROUPS.items() if name in values}
    settings = _convert({**values, **groups}, Settings, "")
    if not 0 <= settings.port <= 65535:
        raise WrongSetting(f"port: {settings.port} is not between 0 and 65535")
    if settings.database is not None:
        _check_database(settings.database)
    if settings.secrets_key is not None:
        _check_key(settings.secrets_key)
    if not settings.sms_api.startswith(("http://", "https://")):
        raise WrongSetting("sms_api: it must start with http:// or https://")
    if settings.public_url is not None and not settings.public_url.startswith(("http://", "https://")):
        raise WrongSetting("public_url: it must start with http:// or https://")
    return settings


def _group(name: str, of: type[T], values: object) -> T:
    if not isinstance(values, dict):
        raise WrongSetting(f"{name}: it must be a table of settings")
    return _convert(values, of, f"{name}.")


def _convert(values: dict[str, Any], of: type[T], prefix: str) -> T:
    known = {field.name for field in dataclasses.fields(of)}  # type: ignore[arg-type]
    for name in values:
        if name not in known:
            raise WrongSetting(f"{prefix}{name}: there is no such setting")
    try:
        return msgspec.convert(values, of, strict=False, dec_hook=_path, from_attributes=True)
    except msgspec.ValidationError as error:
        detail, _, path = str(error).partition(" - at `$.")
        raise WrongSetting(f"{prefix}{path.rstrip('`') or name_of(detail)}: {detail}") from None


def name_of(detail: str) -> str:
    """The setting that msgspec says is missing."""
    return detail.partition("field `")[2].rstrip("`") or "settings"


def _path(of: type, value: object) -> object:
    if of is Path and isinstance(value, str | Path):
        return Path(value)
    raise NotImplementedError


def _check_key(text: str) -> None:
    try:
        read_key(text)
    except WrongKey:
        raise WrongSetting("secrets_key: it must be 32 bytes in base64") from None


def _check_database(text: str) -> None:
    try:
        url = sa.make_url(text)
    except ArgumentError:
        raise WrongSetting("database: this is no database address") from None
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise WrongSetting("database: it must start with sqlite:/// or postgresql+psycopg://")

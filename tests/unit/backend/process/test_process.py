"""The server as a process: it starts, follows its control pipe, and ends cleanly with streams open."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backend.providers.vault import KEY_FILE
from domain.constants import REVIEW_SESSION
from domain.wire.access import SignIn, Tokens
from domain.wire.actions import Choice
from domain.wire.base import decode, encode
from domain.wire.booking import ClientSession, CodeRequest, CodeVerification, EnterReview, SalonCatalogue
from domain.wire.rows import DraftRow, SandboxMessageRow
from domain.wire.sync import SyncPage
from tests.support.backend import ROOT, Backend
from tests.support.server import OTHER_SALON, PASSWORD, SALON


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command run to its end."""
    argv = [sys.executable, "-m", "backend", *arguments]
    env = {**os.environ, **environment}
    return subprocess.run(
        argv, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False
    )


def sign_in(backend: Backend, email: str, password: str) -> str:
    answer = backend.call("POST", "/v1/sessions", SignIn(email, password, "desk-1"))
    assert answer.status_code == 200, answer.text
    return decode(answer.content, Tokens).access_token


def test_health_ready_and_what_it_is(sqlite_backend: Backend) -> None:
    assert sqlite_backend.get("/health").json() == {"status": "ok"}
    assert sqlite_backend.get("/ready").json() == {"status": "ready"}
    assert sqlite_backend.get("/v1/server").json()["product"] == "deskbell"
    assert sqlite_backend.get("/openapi.json").json()["openapi"] == "3.1.0"


def test_sigterm_ends_it_cleanly_with_streams_open(sqlite_backend: Backend) -> None:
    token = sign_in(sqlite_backend, "reception@example.org", PASSWORD)
    streams = [sqlite_backend.call("GET", "/v1/stream", token=token, stream=True) for _ in range(3)]
    lines = [stream.iter_lines() for stream in streams]
    assert [next(of) for of in lines] == [b"event: hello"] * 3
    assert sqlite_backend.terminate() == 0
    for of in lines:
        assert next(of).startswith(b"data: ")
        assert list(of) == [b""]  # the body ends as bodies do; a connection that broke off would raise
    for stream in streams:
        stream.close()


def test_the_end_of_its_input_ends_it(sqlite_backend: Backend) -> None:
    assert sqlite_backend.process.stdin is not None
    sqlite_backend.process.stdin.close()
    assert sqlite_backend.wait() == 0


@pytest.mark.row("B5", "N4", "B1")
def test_an_abandoned_booking_is_pushed_over_http(demo_backend: Backend) -> None:
    """Over HTTP alone: code by SMS, choice, Review, and the event at a desk when the session expires."""
    desk = sign_in(demo_backend, "owner@example.org", "demo-salon")
    stream = demo_backend.call("GET", "/v1/stream", token=desk, stream=True)
    lines = stream.iter_lines()
    assert next(lines) == b"event: hello"
    book = "/v1/book/studio-linden"
    catalogue = decode(demo_backend.get(f"{book}/catalogue").content, SalonCatalogue)
    phone = "+49 30 901820"
    assert demo_backend.call("POST", f"{book}/codes", CodeRequest(phone)).status_code == 200
    demo_backend.advance(0)
    code = sandbox_texts(demo_backend, desk)[-1].split()[0]
    verified = demo_backend.call("POST", f"{book}/sessions", CodeVerification(phone, code, "Zoë"))
    assert verified.status_code == 200, verified.text
    client = decode(verified.content, ClientSession)
    wish = EnterReview(catalogue.locations[0].id, (Choice(catalogue.services[1].id),))
    assert demo_backend.call("POST", f"{book}/review", wish, client.token).status_code == 200
    demo_backend.advance(REVIEW_SESSION)
    for line in lines:
        if b'"Zo' in line and line.startswith(b"data: "):
            page = decode(line.removeprefix(b"data: "), SyncPage)
            break
    stream.close()
    rows = [decode(row.body, DraftRow) for row in page.rows if row.kind == "draft"]
    assert [row.client_name for row in rows] == ["Zoë"]


def sandbox_texts(backend: Backend, token: str) -> list[str]:
    """What the sandbox has taken, oldest first, pulled to the end."""
    found: list[SandboxMessageRow] = []
    cursor: dict[str, str] = {}
    while True:
        page = decode(backend.get("/v1/sync", token=token, **cursor).content, SyncPage)
        rows = [*page.rows, *(row for snapshot in page.snapshots for row in snapshot.rows)]
        found += [decode(row.body, SandboxMessageRow) for row in rows if row.kind == "sandbox_message"]
        cursor = {"cursor": page.cursor}
        if not page.more:
            return [row.text for row in sorted(found, key=lambda row: row.at)]


def test_a_folder_has_one_server(tmp_path: Path) -> None:
    first = Backend(["serve", "--port", "0", "--data", str(tmp_path)])
    try:
        second = command("serve", "--port", "0", "--data", str(tmp_path))
        assert second.returncode == 1
        assert second.stderr.splitlines() == [f"deskbell-server: another server is using {tmp_path}"]
    finally:
        first.close()


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["--port", "70000"], {}, "port: 70000 is not between 0 and 65535"),
        ([], {"DESKBELL_PORT": "many"}, "port: Expected `int`, got `str`"),
        ([], {"DESKBELL_PROT": "1"}, "DESKBELL_PROT: there is no such setting"),
        ([], {"DESKBELL_SMTP_HOST": "mail"}, "smtp.port: Object missing required field `port`"),
        ([], {"DESKBELL_TWILIO_COLOUR": "red"}, "twilio.colour: there is no such setting"),
        ([], {"DESKBELL_SECRETS_KEY": "hidden"}, "secrets_key: it must be 32 bytes in base64"),
        ([], {"DESKBELL_SMS_API": "sms.example.org"}, "sms_api: it must start with http:// or https://"),
        (["--database", "mysql://x"], {}, "database: it must start with sqlite:/// or postgresql+psycopg://"),
        (["--database", "nonsense"], {}, "database: this is no database address"),
        (["--public-url", "book.example.org"], {}, "public_url: it must start with http:// or https://"),
        (["--config", "no-such.toml"], {}, "no-such.toml: No such file or directory"),
    ],
)
def test_a_wrong_setting_is_one_clear_line(arguments: list[str], environment: dict[str, str], said: str) -> None:
    ended = command("serve", *arguments, **environment)
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", f"deskbell-server: {said}\n")


def test_settings_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "server.toml"
    file.write_text('colour = "red"\n', encoding="utf-8")
    ended = command("serve", "--config", str(file))
    assert (ended.returncode, ended.stderr) == (2, "deskbell-server: colour: there is no such setting\n")


def test_a_new_salon_and_its_owner(tmp_path: Path) -> None:
    names = {"name": "Elm", "slug": "elm", "location": "Elm", "zone": "Europe/London", "currency": "GBP"}
    more = {"region": "GB", "owner": "Olive", "email": "olive@example.org", "data": str(tmp_path)}
    arguments = [part for name, value in {**names, **more}.items() for part in (f"--{name}", value)]
    argv = [sys.executable, "-m", "backend", "add-business", *arguments]
    made = subprocess.run(
        argv, cwd=ROOT, input=PASSWORD + "\n", capture_output=True, text=True, timeout=60, check=False
    )
    assert made.returncode == 0, made.stderr
    running = Backend(["serve", "--port", "0", "--data", str(tmp_path)])
    try:
        assert sign_in(running, "olive@example.org", PASSWORD)
    finally:
        running.close()


@pytest.mark.row("S2")
def test_a_key_that_is_damaged_is_said_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("damaged", encoding="utf-8")
    ended = command("serve", "--port", "0", "--data", str(tmp_path))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "this is no key; restore it, or remove it" in ended.stderr
    assert (tmp_path / KEY_FILE).read_text(encoding="utf-8") == "damaged"


@pytest.mark.row("B24")
def test_an_owner_who_forgot_her_password_gets_a_link_on_the_server(sqlite_backend: Backend, sqlite_url: str) -> None:
    made = command("password-link", "--database", sqlite_url, "--email", "owner@example.org")
    assert made.returncode == 0, made.stderr
    body = b"first=another-password&again=another-password"
    assert sqlite_backend.call("POST", made.stdout.strip(), body).status_code == 200
    assert sign_in(sqlite_backend, "owner@example.org", "another-password")
    nobody = command("password-link", "--database", sqlite_url, "--email", "nobody@example.org")
    said = "deskbell-server: No account that is switched on has this address.\n"
    assert (nobody.returncode, nobody.stderr) == (1, said)


def test_requests_leave_no_personal_data_in_the_log(sqlite_backend: Backend) -> None:
    sign_in(sqlite_backend, "reception@example.org", PASSWORD)
    secret = {"email": "nobody@example.org", "password": "hunter2-hunter2", "device_id": "x"}
    assert sqlite_backend.call("POST", "/v1/sessions", encode(secret)).status_code == 401
    sqlite_backend.get(f"/v1/book/{OTHER_SALON}/catalogue")
    sqlite_backend.get(f"/v1/book/{SALON}/catalogue", who="someone@example.org")
    sqlite_backend.close()
    assert "@example" not in sqlite_backend.output()
    assert "hunter2" not in sqlite_backend.output()


@pytest.mark.parametrize("subcommand", ["serve", "migrate"])
def test_a_folder_that_cannot_be_used_is_one_clear_line(tmp_path: Path, subcommand: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    for folder, why in ((file, "File exists"), (file / "below", "Not a directory")):
        ended = command(subcommand, "--data", str(folder))
        said = f"deskbell-server: data: {folder} cannot be used: {why}\n"
        assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", said)


@pytest.mark.parametrize("at", [0, 100])
def test_a_damaged_database_is_named_in_one_line(tmp_path: Path, at: int) -> None:
    assert command("migrate", "--data", str(tmp_path)).returncode == 0
    file = tmp_path / "deskbell.db"
    whole = file.read_bytes()
    file.write_bytes(whole[:at] + b"\xff" * (len(whole) - at))
    for subcommand in ("migrate", "serve"):
        ended = command(subcommand, "--data", str(tmp_path))
        said = f"deskbell-server: database: {file} is damaged, or no SQLite database; restore it from a backup\n"
        assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", said)


def test_a_database_file_that_cannot_be_opened_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "deskbell.db").mkdir()
    ended = command("serve", "--data", str(tmp_path))
    said = f"deskbell-server: database: {tmp_path / 'deskbell.db'} cannot be used: unable to open database file\n"
    assert (ended.returncode, ended.stderr) == (2, said)


def test_a_damaged_demo_is_built_anew(tmp_path: Path) -> None:
    (tmp_path / "deskbell.db").write_bytes(b"\xff" * 4096)
    running = Backend(["demo", "--port", "0", "--data", str(tmp_path)])
    try:
        assert sign_in(running, "owner@example.org", "demo-salon")
    finally:
        running.close()

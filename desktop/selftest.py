"""`deskbell --selftest`: every part that a bundle can lack is tried once, one line a part (row N19).

It needs nothing from its surroundings: no PATH, no screen, no network, no keychain that is open.
"""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory


class SelftestFailed(Exception):
    """A part does not work; the text says how."""


def run() -> int:
    """Tries all parts and prints a line for each; 1 when any fails."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    failed = False
    for name, try_part in PARTS.items():
        try:
            found = try_part()
        except Exception as trouble:  # noqa: BLE001 - whatever it is, the part does not work and the others are tried
            failed = True
            print(f"{name}: FAILED, {type(trouble).__name__}: {trouble}", flush=True)
        else:
            print(f"{name}: ok, {found}", flush=True)
    return 1 if failed else 0


def database() -> str:
    """An encrypted outbox and replica are made, written, closed and read again."""
    from sync.owner import Owner  # noqa: PLC0415 - each part loads what it tries, and fails alone
    from sync.store.outbox import Outbox  # noqa: PLC0415
    from sync.store.replica import Replica  # noqa: PLC0415

    with TemporaryDirectory() as folder:
        key, owner, path = bytes(range(32)), Owner("s", "b", "p"), Path(folder) / "replica.db"
        Outbox.open(Path(folder) / "outbox.db", key).close()
        Replica.open(path, key, owner).close()
        replica = Replica.open(path, key, owner)
        replica.check()
        replica.close()
        if path.read_bytes()[:15] == b"SQLite format 3":
            raise SelftestFailed("the local copy is not encrypted")
    return "encrypted, and reads back"


def keychain() -> str:
    """The system's keychain is found; a locked or missing service is said and is no fault of the program."""
    from desktop.services.keychain import SystemKeychain, backend_of  # noqa: PLC0415
    from sync.errors import KeychainUnavailable  # noqa: PLC0415

    backend = type(backend_of(sys.platform)).__module__
    try:
        SystemKeychain().get("selftest")
    except KeychainUnavailable as trouble:
        return f"{backend}, not usable here ({trouble})"
    return backend


def tls() -> str:
    """A verifying context with the system's certificates can be made."""
    import ssl  # noqa: PLC0415

    import truststore  # noqa: PLC0415

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if context.verify_mode is not ssl.CERT_REQUIRED:
        raise SelftestFailed("certificates would not be verified")
    return f"{ssl.OPENSSL_VERSION}, certificates of the system"


def translation() -> str:
    """German words, dates and phone numbers are there."""
    import datetime as dt  # noqa: PLC0415

    from desktop import texts  # noqa: PLC0415

    texts.use_language(["de"])
    word, day = texts.tr("Sign out"), texts.long_day(dt.date(2026, 11, 20))
    number = texts.phone("+493012345678")
    texts.use_language(["en"])
    if word == "Sign out" or "Freitag" not in day or " " not in number:
        raise SelftestFailed(f"got {word!r}, {day!r}")
    return f"{word}, {day}"


def plugins() -> str:
    """The Qt plugins that the program draws with."""
    from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415

    place = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    found = sorted(file.stem for file in (place / "platforms").glob("*"))
    if not found:
        raise SelftestFailed("no platform plugin")
    return f"{len(found)} platforms"


def window() -> str:
    """The sign-in page is drawn and is not empty; icons too."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from desktop.views.sign_in.page import SignInPage  # noqa: PLC0415
    from desktop.views.theme.fonts import base_font  # noqa: PLC0415
    from desktop.views.theme.icons import pixmap  # noqa: PLC0415
    from desktop.views.theme.palette import Theme  # noqa: PLC0415

    application = QApplication.instance() or QApplication(["deskbell"])
    if not isinstance(application, QApplication):
        raise SelftestFailed("no application")
    application.setFont(base_font())
    theme = Theme(application, "light")
    page = SignInPage()
    page.resize(800, 700)
    picture = page.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(0, 800, 8) for y in range(0, 700, 8)}
    drawn = not pixmap("bell", "#000000").isNull()
    page.deleteLater()
    theme.deleteLater()
    if len(colours) < 3 or not drawn:
        raise SelftestFailed("it is drawn empty")
    return f"drawn by {application.platformName()}"


def embedded_backend() -> str:
    """The backend starts as a child process, brings the booking page with all that it names, and ends when its pipe
    closes.
    """
    from desktop.services.backend_process import BackendProcess, demo_arguments  # noqa: PLC0415

    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        backend = BackendProcess(demo_arguments(Path(folder)))
        try:
            address = backend.wait_ready()
            page = next(word for line in backend.said() for word in line.split() if "/book/" in word)
            named = re.findall(r'(?:href|src)="(/static/[^"]+)"', _fetched(page))
            for path in named:
                _fetched(address + path)
        finally:
            backend.close()
    return f"started, booking page with {len(named)} files, ended"


def _fetched(address: str) -> str:
    import requests  # noqa: PLC0415

    answer = requests.get(address, timeout=20)
    if answer.status_code != 200:
        raise SelftestFailed(f"it answered {answer.status_code}")
    return answer.text


PARTS: dict[str, Callable[[], str]] = {
    "database": database,
    "keychain": keychain,
    "TLS": tls,
    "translation": translation,
    "plugins": plugins,
    "window": window,
    "embedded backend": embedded_backend,
}

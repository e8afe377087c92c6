"""The system's own Chromium, for the booking page; nothing is downloaded."""

import shutil
from pathlib import Path

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
_NAMES = ("chromium", "google-chrome", "chromium-browser")
_PLACES = (
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def chromium() -> str | None:
    """Where it is, or a browser made from it; None on a computer that has none."""
    named = next((found for name in _NAMES if (found := shutil.which(name))), None)
    return named or next((place for place in _PLACES if Path(place).exists()), None)

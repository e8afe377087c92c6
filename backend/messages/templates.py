"""The texts that come with the product, in the languages it has; a business without its own uses these (row B17)."""

from functools import cache
from pathlib import Path

from domain.wire.rows import Channel

FALLBACK = "en"

_FOLDER = Path(__file__).resolve().parents[2] / "resources" / "message_templates"


@cache
def languages() -> frozenset[str]:
    """The languages that there are templates in."""
    return frozenset(entry.name for entry in _FOLDER.iterdir() if entry.is_dir())


def closest(language: str) -> str:
    """The language that there are templates in: `de-AT` is served by `de`, an unknown one by English."""
    known = language.partition("-")[0].lower()
    return known if known in languages() else FALLBACK


@cache
def template(automation: str, channel: Channel, language: str) -> str:
    """The template in the language, or in the closest there is."""
    folder = _FOLDER / closest(language)
    return (folder / f"{automation}.{channel}.txt").read_text(encoding="utf-8").strip()


def subject_and_text(rendered: str, channel: Channel) -> tuple[str, str]:
    """An email's first line is its subject; an SMS has none."""
    if channel == "sms":
        return "", rendered
    subject, _, text = rendered.partition("\n")
    return subject, text.strip("\n")

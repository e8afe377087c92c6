"""Messages of the desktop and of the pages, for translators and back.

`extract` collects them into deskbell.pot and updates every language's .po; `check` says what is not translated;
`compile` makes the .mo files that the program reads (they are not committed).

In code: `tr("Dismiss")`, `ntr("{count} card", "{count} cards", count)`, and `mark("Live")` for a text translated later.
"""

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from desktop import texts
from tools.oneline import OneLineParser

PLACE = Path("resources/translations")
TEMPLATE = "deskbell.pot"
LANGUAGES = tuple(code for code in texts.LANGUAGES if code != "en")
"""What is shipped, and complete, beside English, which is the language of the code."""

SOURCES = (
    Path("desktop"),
    Path("backend/web"),
    Path("backend/access"),
    Path("backend/booking_page"),
    Path("backend/offers"),
)
KEYWORDS: dict[str, tuple[int, ...] | None] = {"tr": None, "html": None, "ntr": (1, 2), "mark": None}
PLACEHOLDER = re.compile(r"\{[^{}]*\}|%\(\w+\)[sd]")
HEADER = "# Texts of Deskbell, collected from its code by `python3 dev.py translations extract`."


STARTED = datetime(2026, 1, 1, tzinfo=UTC)
"""Dates every file alike: the time of the run would change it each time."""


def empty(language: str | None = None) -> Catalog:
    """A catalogue with our header and no message."""
    return Catalog(
        locale=language,
        project="Deskbell",
        version="0",
        header_comment=HEADER,
        creation_date=STARTED,
        revision_date=STARTED,
        msgid_bugs_address="translations@example.org",
        last_translator="Deskbell",
        language_team="Deskbell",
        copyright_holder="Deskbell",
        fuzzy=False,
    )


def in_f_strings(code: str) -> Iterator[tuple[str, ...]]:
    """The messages of calls inside f-strings, which Babel reads only from Python 3.12 on."""
    strings = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.JoinedStr))
    for call in (inner for string in strings for inner in ast.walk(string) if isinstance(inner, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        given = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name in KEYWORDS and given:
            yield tuple(given[: len(KEYWORDS[name] or (1,))])


def collect(sources: tuple[Path, ...] = SOURCES) -> Catalog:
    """Every message in the code, with its file but without line numbers: those change with every edit."""
    catalog = empty()
    for source in sources:
        found = extract_from_dir(source, [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",))
        for name, _line, message, comments, context in found:
            place = (source / name).as_posix()
            catalog.add(message, locations=[(place, 0)], auto_comments=comments, context=context)
        for path in sorted(source.rglob("*.py")):
            for forms_ in in_f_strings(path.read_text(encoding="utf-8")):
                catalog.add(forms_ if len(forms_) > 1 else forms_[0], locations=[(path.as_posix(), 0)])
    return catalog


def po_path(place: Path, language: str) -> Path:
    """Where a language's translations are."""
    return place / language / "LC_MESSAGES" / "deskbell.po"


def read(path: Path, language: str | None = None) -> Catalog:
    """A catalogue from its file, empty when there is none yet. Raises PoFileError when it is broken."""
    if not path.exists():
        return empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def text_of(catalog: Catalog) -> bytes:
    """A catalogue as its file stores it, sorted by place so that two people's additions seldom meet."""
    buffer = BytesIO()
    write_po(buffer, catalog, width=120, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return buffer.getvalue()


def extract(place: Path = PLACE) -> None:
    """Writes the template and brings every language's file up to it; new messages come untranslated."""
    template = collect()
    place.mkdir(parents=True, exist_ok=True)
    (place / TEMPLATE).write_bytes(text_of(template))
    for language in LANGUAGES:
        path = po_path(place, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = read(path, language)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        path.write_bytes(text_of(catalog))
        waiting = sum(not is_translated(message) for message in messages(catalog))
        print(f"{path.as_posix()}: {len(catalog)} messages, {waiting} to translate")


def messages(catalog: Catalog) -> list[Message]:
    """The messages without the header entry."""
    return [message for message in catalog if message.id]


def forms(value: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The one form of a plain message, the forms of one with a plural; none of what has no words at all."""
    return (value,) if isinstance(value, str) else tuple(value or ())


def is_translated(message: Message) -> bool:
    """Whether every form has words, none of them only guessed."""
    return not message.fuzzy and bool(message.string) and all(forms(message.string))


def wrong_placeholders(message: Message) -> bool:
    """Whether a translated form fills in anything else than one of the forms it translates, but for the number."""
    allowed = [filled(form) for form in forms(message.id)]
    return any(filled(form) not in allowed for form in forms(message.string))


def filled(form: str) -> list[str]:
    """What a form fills in. The number itself may be a word of its own: Arabic has forms for none, one and two."""
    return sorted(name for name in PLACEHOLDER.findall(form) if name != "{count}")


def keys(catalog: Catalog) -> set[tuple[str | None, tuple[str, ...]]]:
    """What a catalogue holds, whatever the places and dates."""
    return {(message.context, forms(message.id)) for message in messages(catalog)}


def faults_of(language: str, catalog: Catalog, wanted: Catalog) -> list[str]:
    """What keeps one language from being complete, in words."""
    found = []
    for message in messages(wanted):
        name = f"{language}: {forms(message.id)[0]!r}"
        translated = catalog.get(forms(message.id)[0], message.context)
        if translated is None or not is_translated(translated) or forms(translated.id) != forms(message.id):
            found.append(f"{name} is not translated")
        elif wrong_placeholders(translated):
            found.append(f"{name} has other placeholders in its translation")
    return found


def check(place: Path = PLACE, sources: tuple[Path, ...] = SOURCES) -> list[str]:
    """Every fault: a template that lags behind the code, and messages that a language lacks."""
    wanted = collect(sources)
    found = []
    if keys(wanted) != keys(read(place / TEMPLATE)):
        found.append(f"{TEMPLATE} is not what the code says: run `python3 dev.py translations extract`")
    for language in LANGUAGES:
        found += faults_of(language, read(po_path(place, language), language), wanted)
    return found


def compile_all(place: Path = PLACE) -> None:
    """Writes the .mo beside each .po."""
    for path in sorted(place.glob("*/LC_MESSAGES/*.po")):
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path, path.parts[-3]))


def main(arguments: list[str]) -> int:
    """Does one of the three; `check` ends with 1 when anything is missing."""
    parser = OneLineParser(prog="dev.py translations", description=__doc__)
    parser.add_argument("what", choices=("extract", "check", "compile"))
    what = parser.parse_args(arguments).what
    if what == "extract":
        extract()
    if what in {"extract", "compile"}:
        compile_all()
        return 0
    faults = check()
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Messages reach the translators, and nothing untranslated passes the check."""

import gettext
from pathlib import Path

import pytest

from tools import translations

CODE = """
from desktop.texts import mark, ntr, tr
one = tr("Dismiss {name}", name=name)
many = ntr("{count} card", "{count} cards", n)
later = mark("Live")
other = log("not for people")
"""


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one source file, whose messages have been extracted."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(translations, "LANGUAGES", ("de",))
    Path("desktop").mkdir()
    source = Path("desktop/card.py")
    source.write_text(CODE, encoding="utf-8")
    assert translations.main(["extract"]) == 0
    return source


def translate(pairs: dict[str, str | tuple[str, str]]) -> None:
    path = translations.po_path(translations.PLACE, "de")
    catalog = translations.read(path, "de")
    for message, words in pairs.items():
        found = catalog.get(message)
        assert found is not None
        found.string = words
    path.write_bytes(translations.text_of(catalog))


GERMAN: dict[str, str | tuple[str, str]] = {
    "Dismiss {name}": "{name} verwerfen",
    "{count} card": ("{count} Karte", "{count} Karten"),
    "Live": "Verbunden",
}


def test_what_is_not_translated_is_named(code: Path) -> None:
    assert translations.check() == [
        "de: 'Dismiss {name}' is not translated",
        "de: '{count} card' is not translated",
        "de: 'Live' is not translated",
    ]


def test_a_complete_translation_passes_and_is_compiled(code: Path) -> None:
    translate(GERMAN)
    assert translations.main(["check"]) == 0
    assert translations.main(["compile"]) == 0
    compiled = gettext.translation("deskbell", translations.PLACE, languages=["de"])
    assert compiled.ngettext("{count} card", "{count} cards", 2) == "{count} Karten"


def test_extracting_again_keeps_translations_and_changes_nothing(code: Path) -> None:
    translate(GERMAN)
    path = translations.po_path(translations.PLACE, "de")
    before = path.read_bytes()
    translations.extract()
    assert path.read_bytes() == before


def test_another_placeholder_is_a_fault(code: Path) -> None:
    translate({**GERMAN, "Dismiss {name}": "{namen} verwerfen"})
    assert translations.check() == ["de: 'Dismiss {name}' has other placeholders in its translation"]


@pytest.mark.row("N20")
def test_arabic_has_six_forms_and_the_number_may_be_a_word(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translations, "LANGUAGES", ("ar",))
    translations.extract()
    path = translations.po_path(translations.PLACE, "ar")
    catalog = translations.read(path, "ar")
    message = catalog.get("{count} card")
    assert message is not None
    message.string = ("none", "one", "two", "{count} few", "{count} hundred", "{count} many")
    path.write_bytes(translations.text_of(catalog))
    assert not [fault for fault in translations.check() if "card" in fault]
    translations.compile_all()
    compiled = gettext.translation("deskbell", translations.PLACE, languages=["ar"])
    said = [compiled.ngettext("{count} card", "{count} cards", count) for count in (0, 1, 2, 7, 11, 99, 100, 103)]
    few, hundred, many = "{count} few", "{count} hundred", "{count} many"
    assert said == ["none", "one", "two", few, many, many, hundred, few]
    message.string = ("none", "one", "two", "{cards} few", "{count} hundred", "{count} many")
    path.write_bytes(translations.text_of(catalog))
    assert "ar: '{count} card' has other placeholders in its translation" in translations.check()


def test_a_guessed_translation_is_none(code: Path) -> None:
    translate(GERMAN)
    path = translations.po_path(translations.PLACE, "de")
    path.write_text(
        path.read_text(encoding="utf-8").replace('msgid "Live"', '#, fuzzy\nmsgid "Live"'), encoding="utf-8"
    )
    assert translations.check() == ["de: 'Live' is not translated"]


def test_a_new_message_makes_the_template_stale(code: Path) -> None:
    translate(GERMAN)
    code.write_text(CODE + 'more = tr("Undo")\n', encoding="utf-8")
    assert translations.main(["check"]) == 1
    assert [fault.partition(" is not")[0] for fault in translations.check()] == ["deskbell.pot", "de: 'Undo'"]

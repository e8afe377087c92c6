"""Messages as they were once recorded: today's types still read and write them, so that N understands N-1.

A file `Type.json` has every field, `Type.least.json` only those without which it was valid. Recorded files are never
changed; a new form of a message gets a file of its own, `Type.<what>.json`.
"""

import importlib
import json
import pkgutil
from pathlib import Path

import msgspec
import pytest

import domain.wire
from domain.wire.base import Answer, Question, decode, encode

FIXTURES = Path(__file__).parents[2] / "fixtures" / "wire"
FILES = sorted(FIXTURES.glob("*.json"))


def wire_types() -> dict[str, type[msgspec.Struct]]:
    found: dict[str, type[msgspec.Struct]] = {}
    for module in pkgutil.iter_modules(domain.wire.__path__):
        names = vars(importlib.import_module(f"domain.wire.{module.name}"))
        structs = {name: of for name, of in names.items() if isinstance(of, type) and issubclass(of, Answer | Question)}
        found.update({name: of for name, of in structs.items() if of not in {Answer, Question}})
    return found


TYPES = wire_types()


@pytest.mark.row("R9")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_recorded_message_is_read_and_written_as_it_was(file: Path) -> None:
    recorded = file.read_text(encoding="utf-8")
    value = decode(recorded.encode(), TYPES[file.name.partition(".")[0]])
    assert json.loads(encode(value)) == json.loads(recorded)


@pytest.mark.row("R9")
@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_message_is_recorded(name: str) -> None:
    assert (FIXTURES / f"{name}.json").exists()


@pytest.mark.row("R9")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_field_of_a_newer_version_is_passed_over_in_answers_and_named_in_questions(file: Path) -> None:
    of = TYPES[file.name.partition(".")[0]]
    recorded = json.loads(file.read_text(encoding="utf-8"))
    newer = json.dumps({**recorded, "of_tomorrow": [1, {"a": None}]}).encode()
    if issubclass(of, Answer):
        assert json.loads(encode(decode(newer, of))) == recorded
    else:
        with pytest.raises(msgspec.ValidationError, match="of_tomorrow"):
            decode(newer, of)
